import type { Outcome } from '../runtime/outcome.ts'
import { renderTable } from './render-table.ts'
import { type Terminal, writeLine } from './terminal.ts'

/** A line for each record: its key, how it ended, the number it got, and the first problem. */
export function renderOutcomes(terminal: Terminal, outcomes: readonly Outcome[]): void {
  const rows = outcomes.map(({ key, state, number, problems }) => [
    key,
    state,
    number === undefined ? '' : String(number as string),
    problems[0]?.code ?? '',
  ])
  renderTable(terminal.output, ['record', 'state', 'number', 'problem'], rows)
  const states = new Map<string, number>()
  for (const { state } of outcomes) states.set(state, (states.get(state) ?? 0) + 1)
  const counts = [...states].map(([state, count]) => `${count} ${state}`).join(', ')
  writeLine(terminal.output, `${outcomes.length} ${outcomes.length === 1 ? 'record' : 'records'}${counts ? `: ${counts}` : ''}`)
}
