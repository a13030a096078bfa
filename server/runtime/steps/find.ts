import type { Problem, StepPlan, StepProgram } from '../../../engine/index.ts'
import type { Question } from '../look-ups.ts'
import { deliveryProblem } from '../problems.ts'
import type { RecordRun } from '../record-run.ts'
import { queryOf, refuseEmpty, showMatch } from './matching.ts'

/** Looks up all items, then names every one that is missing in one go. */
export async function find(step: StepProgram, run: RecordRun, plan: StepPlan): Promise<unknown> {
  for (const item of plan.items) refuseEmpty(step, run, item)
  const answers = await run.context.lookUps.ask(run, step, questionsOfFind(step, run, plan))
  const { many, onMissing } = step.step
  const missing: Problem[] = []
  const results = plan.items.map((item, index) => {
    const found = answers[index]!
    const which = showMatch({ ...item.at, ...item.match })
    if (many) return found.map(({ values }) => values)
    if (found.length === 0) {
      const problem = deliveryProblem('delivery.not-found', {}, { resource: step.target!.resource, which })
      missing.push({ ...problem, ...step.words(run.scope, item.index) })
    }
    if (found.length > 1) run.fail(step, deliveryProblem('delivery.twin-found', {}, { resource: step.target!.resource, which }))
    return found[0]?.values
  })
  if (missing.length > 0 && onMissing === 'reject') run.fail(step, ...missing)
  if (missing.length > 0 && onMissing === 'warn') run.note(...missing.map((problem) => ({ ...problem, severity: 'warning' as const })))
  return step.step.shape.each ? results : results[0]
}

export function questionsOfFind(step: StepProgram, run: RecordRun, { items }: StepPlan): Question[] {
  const { many, cacheMs = 0 } = step.step
  return items.map((item) => ({ query: queryOf(step, run, item, many ? {} : { limit: 2 }), cacheMs }))
}
