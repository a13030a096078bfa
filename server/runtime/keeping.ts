import type { FlowStep, Problem } from '../../engine/index.ts'
import { attempt } from './ending.ts'
import type { RecordRun } from './record-run.ts'

/** A step that failed after something was done for good. */
export interface Unfinished {
  readonly step: FlowStep
  readonly problems: readonly Problem[]
}

/** SO-X05: tries the steps again that failed and whose record stays as it is, each on its own. @returns those that still fail */
export async function finishLater(
  run: RecordRun,
  unfinished: readonly Unfinished[],
  execute: (step: FlowStep, run: RecordRun) => Promise<unknown>,
): Promise<Unfinished[]> {
  const remaining: Unfinished[] = []
  for (const { step } of unfinished) {
    const problems = await attempt(run, async () => run.finish(step.name, await execute(step, run)))
    if (problems.length > 0) remaining.push({ step, problems: problems.map((problem) => run.located(problem, step.name)) })
  }
  return remaining
}
