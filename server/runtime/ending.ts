import { type Problem, isError } from '../../engine/index.ts'
import type { Outcome, RecordState } from './outcome.ts'
import { deliveryProblem } from './problems.ts'
import { type Effect, type RecordRun, type StepFailure, problemsOf } from './record-run.ts'
import { stepKinds } from './steps/index.ts'

/** Pauses before something that must be done is tried again: milliseconds. */
const pausesMs = [1_000, 4_000, 10_000]

const longestWaitMs = 45_000

export async function outcomeOf(run: RecordRun, state: RecordState, problems: readonly Problem[]): Promise<Outcome> {
  const number = await run.context.evaluation.value('documentNumber', run.scope)
  return { key: run.key, state, ...(number !== undefined && { number }), problems: errorsFirst([...run.notes, ...problems]) }
}

/** What ended the record comes before what was only noted on the way. */
function errorsFirst(problems: readonly Problem[]): Problem[] {
  return [...problems.filter(isError), ...problems.filter((problem) => !isError(problem))]
}

/** SO-X03: what was made is taken back, and what cannot be is named. */
export async function outcomeAfterFailure(run: RecordRun, failure: StepFailure): Promise<Outcome> {
  // What may still be under way must not be taken back: nobody knows what there is.
  if (failure.class === 'ambiguous') return outcomeOf(run, 'ambiguous', failure.problems)
  const remains = await undoAll(run)
  if (remains.length > 0) return outcomeOf(run, 'dead', [...failure.problems, ...remains])
  const { number: _, ...outcome } = await outcomeOf(run, stateAfter(failure), failure.problems)
  return outcome
}

function stateAfter(failure: StepFailure): RecordState {
  if (failure.problems.some(({ code }) => code === 'delivery.same-key-other-content' || code === 'delivery.twin-found')) return 'dead'
  if (failure.class === 'rejected') return 'rejected'
  return failure.class === 'conflict' ? 'dead' : 'retrying'
}

/** Takes the effects back, the last first. */
async function undoAll(run: RecordRun): Promise<Problem[]> {
  const remains: string[] = []
  const reasons: string[] = []
  for (const effect of run.effects.toReversed()) {
    const problems = await attempt(run, () => undo(run, effect))
    if (problems.length === 0) continue
    remains.push(effect.what)
    reasons.push(reasonOf(problems))
  }
  if (remains.length === 0) return []
  return [
    run.located(deliveryProblem('delivery.undo-incomplete', {}, { remains: remains.join(', '), reason: [...new Set(reasons)].join('; ') })),
  ]
}

async function undo(run: RecordRun, effect: Effect): Promise<void> {
  await effect.undo?.()
  if (!effect.by) return
  const { step, item } = effect.by
  const plan = await run.context.evaluation.plan(step, run.scope)
  if (plan.problems.some(isError)) run.fail(step, ...plan.problems)
  const items = plan.items.filter(({ index }) => index === item)
  await stepKinds[step.step.verb as keyof typeof stepKinds].execute(step, run, { ...plan, items })
}

/** Does something, again and again where only the moment stands against it. @returns why it did not succeed in the end */
export async function attempt(run: RecordRun, action: () => Promise<unknown>): Promise<readonly Problem[]> {
  for (let failures = 0; ; failures++) {
    try {
      await action()
      return []
    } catch (error) {
      const problems = problemsOf(error)
      const pauseMs = pausesMs[failures]
      if (pauseMs === undefined || !isWorthAnother(problems)) return problems
      await run.context.clock.sleep(Math.max(pauseMs, askedMs(problems)), run.context.signal)
    }
  }
}

/** How long the system asked to be left alone, as far as a person at the command line would wait. */
function askedMs(problems: readonly Problem[]): number {
  const asked = problems.map(({ parameters }) => Number(parameters['retryAfterMs'] ?? 0))
  return Math.min(Math.max(0, ...asked), longestWaitMs)
}

/** Whether another attempt may fare better, and can do no harm because the action can be repeated. */
export function isWorthAnother(problems: readonly Problem[]): boolean {
  return problems.every((problem) => problem.severity === 'warning' || (problem.class !== undefined && problem.class !== 'rejected'))
}

export function reasonOf(problems: readonly Problem[]): string {
  return problems.map(({ message }) => message).join('; ')
}
