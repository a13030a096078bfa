import { type StepPlan, type StepProgram, requirementFailed } from '../../../engine/index.ts'
import type { RecordRun } from '../record-run.ts'

/** A check between effects: every item for which it does not hold is a problem. */
export async function require(step: StepProgram, run: RecordRun, { items }: StepPlan): Promise<unknown> {
  const problems = items.filter(({ holds }) => !holds).map(({ index }) => requirementFailed(step, run.scope, index))
  if (problems.length > 0) run.fail(step, ...problems)
  return true
}
