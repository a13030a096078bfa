import type { StepPlan, StepProgram } from '../../../engine/index.ts'
import { deliveryProblem } from '../problems.ts'
import type { RecordRun } from '../record-run.ts'

/** A check between effects: every item for which it does not hold is a problem. */
export async function require(step: StepProgram, run: RecordRun, { items }: StepPlan): Promise<unknown> {
  const problems = items
    .filter(({ holds }) => !holds)
    .map(({ index }) => {
      const text = step.step.condition?.kind === 'expression' ? step.step.condition.text : step.name
      const words = { message: `“${step.name}” does not hold: ${text}`, ...step.words(run.scope, index) }
      return { ...deliveryProblem('delivery.requirement-failed', {}, { message: words.message }), ...words }
    })
  if (problems.length > 0) run.fail(step, ...problems)
  return true
}
