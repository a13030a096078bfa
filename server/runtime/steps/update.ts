import { type FlowStep, type ItemPlan, type StepPlan, isPending, notFound, showMatch, twinFound } from '../../../engine/index.ts'
import type { Question } from '../look-ups.ts'
import type { RecordRun } from '../record-run.ts'
import { queryOf, refuseEmpty } from './matching.ts'
import { updateEntity } from './updating.ts'

/** Finds each item and sends only what differs. */
export async function update(step: FlowStep, run: RecordRun, { items }: StepPlan): Promise<unknown> {
  const results: unknown[] = []
  for (const item of items) {
    run.item = item.index
    results.push(await updateItem(step, run, item))
  }
  return step.step.shape.each ? results : results[0]
}

export function questionsOfUpdate(step: FlowStep, run: RecordRun, { items }: StepPlan): Question[] {
  return items
    .filter(({ match, at }) => !isPending(match) && !isPending(at))
    .map((item) => ({ query: queryOf(step, run, item, { limit: 2 }), cacheMs: 0 }))
}

async function updateItem(step: FlowStep, run: RecordRun, item: ItemPlan): Promise<unknown> {
  refuseEmpty(step, run, item)
  const which = showMatch({ ...item.at, ...item.match })
  const [found] = await run.context.lookUps.ask(run, step, [{ query: queryOf(step, run, item, { limit: 2 }), cacheMs: 0 }])
  if (found!.length > 1) run.fail(step, twinFound(step, item))
  if (found![0]) return (await updateEntity(step, run, item, found![0])).values
  const missing = notFound(step, item, await run.words(step, item.index))
  if (step.step.onMissing === 'reject') run.fail(step, missing)
  if (step.step.onMissing === 'warn') run.note({ ...missing, severity: 'warning' })
  run.show(step, { state: 'skip', why: `${which} is not there` })
  return undefined
}
