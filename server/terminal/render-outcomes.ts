import { type Problem, isError } from '../../engine/index.ts'
import type { Outcome } from '../runtime/outcome.ts'
import { renderTable } from './render-table.ts'
import { type Terminal, writeLine } from './terminal.ts'

/** A line for each record: its key, how it ended, the number it got, and the first error or how many warnings. */
export function renderOutcomes(terminal: Terminal, outcomes: readonly Outcome[]): void {
  const rows = outcomes.map(({ key, state, number, problems }) => [
    key,
    state,
    number === undefined ? '' : String(number as string),
    worst(problems),
  ])
  renderTable(terminal.output, ['record', 'state', 'number', 'problem'], rows)
  const states = new Map<string, number>()
  for (const { state } of outcomes) states.set(state, (states.get(state) ?? 0) + 1)
  const counts = [...states].map(([state, count]) => `${count} ${state}`).join(', ')
  writeLine(terminal.output, `${outcomes.length} ${outcomes.length === 1 ? 'record' : 'records'}${counts ? `: ${counts}` : ''}`)
}

function worst(problems: readonly Problem[]): string {
  const error = problems.find(isError)
  if (error) return error.code
  return problems.length === 0 ? '' : `${problems.length} ${problems.length === 1 ? 'warning' : 'warnings'}`
}
