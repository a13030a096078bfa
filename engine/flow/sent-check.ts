import { parsePath, valueAt } from '../document/path.ts'
import type { Problem } from '../problem.ts'
import type { FlowStep, ItemPlan } from './program.ts'
import { isPending } from './pending.ts'
import { flowProblem } from './problems.ts'

/** What the target's contract has against what is sent; values of writes that were not made are no concern of it. */
export function checkSent(step: FlowStep, fields: Readonly<Record<string, unknown>>, mode: 'create' | 'update'): readonly Problem[] {
  return step.check(fields, mode).filter(({ at }) => at.path === undefined || !isPending(valueAt(fields, parsePath(at.path))))
}

/** What is wrong with an item that is to be created: what the contract has against it, and whether it would be found again. */
export function checkCreation(step: FlowStep, item: ItemPlan): readonly Problem[] {
  return [...checkSent(step, item.fields, 'create'), ...checkMatched(step, item)]
}

/**
 * One effect: what is made has to be found by what it is looked up by, or a second run makes it again. A property that is not sent may
 * be filled in by the target; that is seen when it is read back.
 */
function checkMatched({ name }: FlowStep, { match = {}, fields }: ItemPlan): Problem[] {
  return Object.entries(match).flatMap(([property, sought]) => {
    const sent = fields[property]
    if (sent === undefined || isMatch(sought, sent)) return []
    return [flowProblem('flow.match-differs', { path: property }, { step: name, property, sought: shown(sought), sent: shown(sent) })]
  })
}

/** Whether a target may find a value by another. It is lenient: what the target made of it is compared when it is read back. */
function isMatch(sought: unknown, value: unknown): boolean {
  if (sought === undefined || sought === null || isPending(sought) || isPending(value)) return true
  return comparable(sought) === comparable(value)
}

function comparable(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value).trim().toUpperCase()
}

function shown(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}
