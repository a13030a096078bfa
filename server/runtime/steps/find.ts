import { type FlowStep, type Problem, type StepPlan, notFound, twinFound } from '../../../engine/index.ts'
import type { Question } from '../look-ups.ts'
import type { RecordRun } from '../record-run.ts'
import { queryOf, refuseEmpty } from './matching.ts'

/** Looks up all items, then names every one that is missing in one go. */
export async function find(step: FlowStep, run: RecordRun, plan: StepPlan): Promise<unknown> {
  for (const item of plan.items) refuseEmpty(step, run, item)
  const answers = await run.context.lookUps.ask(run, step, questionsOfFind(step, run, plan))
  const { many, onMissing } = step.step
  const missing: Problem[] = []
  const results: unknown[] = []
  for (const [index, item] of plan.items.entries()) {
    const found = answers[index]!
    results.push(many ? found.map(({ values }) => values) : found[0]?.values)
    if (many || found.length === 1) continue
    if (found.length > 1) run.fail(step, twinFound(step, item))
    missing.push(notFound(step, item, await run.words(step, item.index)))
  }
  if (missing.length > 0 && onMissing === 'reject') run.fail(step, ...missing)
  if (missing.length > 0 && onMissing === 'warn') run.note(...missing.map((problem) => ({ ...problem, severity: 'warning' as const })))
  return step.step.shape.each ? results : results[0]
}

export function questionsOfFind(step: FlowStep, run: RecordRun, { items }: StepPlan): Question[] {
  const { many, cacheMs = 0, along } = step.step
  const expand = along.map(({ name }) => name)
  const options = { ...(!many && { limit: 2 }), ...(expand.length > 0 && { expand }) }
  return items.map((item) => ({ query: queryOf(step, run, item, options), cacheMs }))
}
