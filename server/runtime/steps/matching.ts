import type { FlowStep, ItemPlan } from '../../../engine/index.ts'
import type { Query } from '../../connectors/connector.ts'
import { deliveryProblem } from '../problems.ts'
import type { RecordRun } from '../record-run.ts'
import { targetOf } from '../target-of.ts'

/** Which record an item of a step is about, as a question to the target. */
export function queryOf(step: FlowStep, run: RecordRun, item: ItemPlan, options: Partial<Query> = {}): Query {
  return { target: targetOf(step, run), match: item.match ?? {}, ...(item.at && { at: item.at }), ...options }
}

/** The properties of `match` and `at` that have no value for an item. */
function emptyConditions(step: FlowStep, item: ItemPlan): string[] {
  const missing = (conditions: FlowStep['step']['match'], values: Readonly<Record<string, unknown>> = {}) =>
    (conditions ?? []).map(({ name }) => name).filter((name) => values[name] === undefined || values[name] === null)
  return [...missing(step.step.match, item.match), ...missing(step.step.at, item.at)]
}

/** A condition without a value would match anything, so it is a failure of the record. */
export function refuseEmpty(step: FlowStep, run: RecordRun, item: ItemPlan): void {
  const empty = emptyConditions(step, item)
  if (empty.length === 0) return
  const properties = empty.map((name) => `“${name}”`).join(' and ')
  run.fail(step, deliveryProblem('delivery.match-empty', {}, { resource: step.target!.resource, properties }))
}
