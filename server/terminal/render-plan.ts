import type { Plan, PlannedStep } from '../runtime/outcome.ts'
import { type Terminal, writeLine } from './terminal.ts'

/** What each record would do, step by step, with the requests exactly as they would be sent. */
export function renderPlans(terminal: Terminal, plans: readonly Plan[]): void {
  if (plans.length === 0) writeLine(terminal.output, '0 records: nothing would be sent')
  for (const { record, key, api, steps } of plans) {
    writeLine(terminal.output, `record ${key || record}${api === undefined ? '' : `, API ${api}`}`)
    for (const step of steps) renderStep(terminal, step)
    if (steps.length === 0) writeLine(terminal.output, '  nothing would be sent')
    writeLine(terminal.output)
  }
}

function renderStep(terminal: Terminal, { step, item, state, why, request, changes, undo }: PlannedStep): void {
  writeLine(terminal.output, `  ${step}${item === undefined ? '' : ` [${item + 1}]`}: ${state}${why === undefined ? '' : ` (${why})`}`)
  if (request) {
    writeLine(terminal.output, `    ${request.method} ${request.url}`)
    for (const [name, value] of Object.entries(request.headers)) writeLine(terminal.output, `    ${name}: ${value}`)
    if (request.body !== undefined) writeLine(terminal.output, indent(JSON.stringify(request.body, null, 2)))
  }
  for (const { field, sent, found } of changes ?? [])
    writeLine(terminal.output, `    ${field}: ${JSON.stringify(found) ?? 'absent'} → ${JSON.stringify(sent) ?? 'absent'}`)
  if (undo !== undefined && undo !== 'none') writeLine(terminal.output, `    undo: ${undo.method} ${undo.url}`)
}

function indent(text: string): string {
  return text
    .split('\n')
    .map((line) => `    ${line}`)
    .join('\n')
}
