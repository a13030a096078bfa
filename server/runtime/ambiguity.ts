import { type FlowStep, type Problem, showMatch, twinFound } from '../../engine/index.ts'
import type { Entity, Query } from '../connectors/connector.ts'
import { deliveryProblem } from './problems.ts'
import { type RecordRun, problemsOf } from './record-run.ts'

/** When it is looked for, after a request whose outcome is not known (RELIABILITY.md, section 3): milliseconds between looks. */
const looksMs = [2_000, 8_000, 20_000]

export function isAmbiguous(problems: readonly Problem[]): boolean {
  return problems.some((problem) => problem.class === 'ambiguous')
}

/**
 * Looks for what a request may have made. A run from the command line cannot wait until absence is proven, so what is not found by then
 * stays unknown; it is looked up again before the record is ever sent again.
 */
export async function settle(step: FlowStep, run: RecordRun, query: Query): Promise<Entity | undefined> {
  for (const ms of looksMs) {
    await run.context.clock.sleep(ms, run.context.signal)
    const found = await retryRead(run, () => run.context.lookUps.askAfresh(run, step, query))
    if (found.length > 1) run.fail(step, twinFound(step, { match: query.match }))
    if (found[0]) return found[0]
  }
  return run.fail(
    step,
    deliveryProblem(
      'delivery.outcome-unresolved',
      {},
      { resource: step.target!.resource, which: showMatch(query.match), times: looksMs.length },
    ),
  )
}

/** A read may be tried again whatever happened to it. */
export async function retryRead<Result>(run: RecordRun, read: () => Promise<Result>): Promise<Result> {
  for (const ms of looksMs) {
    try {
      return await read()
    } catch (error) {
      if (!isAmbiguous(problemsOf(error))) throw error
      await run.context.clock.sleep(ms, run.context.signal)
    }
  }
  return read()
}
