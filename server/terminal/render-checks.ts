import type { Check } from '../runtime/preflight/check.ts'
import { renderTable } from './render-table.ts'
import { type Terminal, writeLine } from './terminal.ts'

/** A line for each check, and for each of its gaps. */
export function renderChecks(terminal: Terminal, name: string, checks: readonly Check[]): void {
  writeLine(terminal.output, name)
  const rows = checks.flatMap(({ name: check, state, problems, why = '' }) =>
    problems.length === 0 ? [[check, words[state], why]] : problems.map(({ message }) => [check, words[state], message]),
  )
  renderTable(terminal.output, ['check', 'state', 'found'], rows)
  const count = (state: Check['state']) => checks.filter((check) => check.state === state).length
  const gaps = checks.flatMap(({ problems }) => problems).length
  writeLine(terminal.output, `${gaps} ${gaps === 1 ? 'gap' : 'gaps'}, ${count('ok')} checks in order, ${count('not-checked')} not checked`)
  writeLine(terminal.output)
}

const words: Record<Check['state'], string> = { ok: 'in order', gap: 'gap', 'not-checked': 'not checked' }
