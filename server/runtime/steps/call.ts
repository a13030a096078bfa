import { type FlowStep, type StepPlan, checkSent, isError } from '../../../engine/index.ts'
import type { Change } from '../../connectors/connector.ts'
import type { RecordRun } from '../record-run.ts'
import { targetOf } from '../target-of.ts'
import { refuseEmpty } from './matching.ts'
import { remember } from './remembering.ts'

/** Calls a route for each item. What it does cannot be known, so its undo is said in the flow. */
export async function call(step: FlowStep, run: RecordRun, { items }: StepPlan): Promise<unknown> {
  const results: unknown[] = []
  for (const item of items) {
    run.item = item.index
    refuseEmpty(step, run, item)
    const problems = checkSent(step, item.fields, 'create')
    if (problems.some(isError)) run.fail(step, ...problems)
    const { method } = step.step
    const change: Change = {
      kind: 'call',
      target: targetOf(step, run),
      body: item.fields,
      ...(item.at && { at: item.at }),
      ...(method && { method }),
    }
    const session = run.session(step)
    run.show(step, {
      state: 'send',
      ...(items.length > 1 && { item: item.index }),
      request: await session.request(change),
      ...(await run.lineage(step, item.index)),
      ...(step.undo === 'none' && { undo: 'none' as const }),
    })
    const sent = run.context.dryRun ? undefined : await session.send(change, run.sending)
    if (sent) remember(step, run, item.index)
    results.push(sent?.entity?.values)
  }
  return step.step.shape.each ? results : results[0]
}
