import { type FlowStep, type StepPlan, requirementFailed } from '../../../engine/index.ts'
import type { RecordRun } from '../record-run.ts'

/** A check between effects: every item for which it does not hold is a problem. */
export async function require(step: FlowStep, run: RecordRun, { items }: StepPlan): Promise<unknown> {
  const failed = items.filter(({ holds }) => !holds)
  const problems = await Promise.all(failed.map(async ({ index }) => requirementFailed(step, await run.words(step, index))))
  if (problems.length > 0) run.fail(step, ...problems)
  return true
}
