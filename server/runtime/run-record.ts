import { type Problem, type StepProgram, isError } from '../../engine/index.ts'
import type { Question } from './look-ups.ts'
import type { Outcome, RecordState } from './outcome.ts'
import { deliveryProblem } from './problems.ts'
import { type RecordRun, StepFailure, problemsOf } from './record-run.ts'
import { type StepKind, stepKinds } from './steps/index.ts'

/** Takes a record through the steps of its flow, one after the other, and back where one fails. */
export async function runRecord(run: RecordRun): Promise<Outcome> {
  const { program } = run.context
  let kept = false
  const unfinished: Problem[] = []
  for (const step of program.steps) {
    try {
      const result = await execute(step, run)
      if (result !== undefined) run.steps[step.name] = result
      if (run.skipped) return outcomeOf(run, 'skipped', [])
    } catch (error) {
      const problems = problemsOf(error).map((problem) => run.located(problem, step.name))
      const onError = step.step.onError
      if (onError === 'warn') run.note(...problems.map((problem) => ({ ...problem, severity: 'warning' as const })))
      else if (onError === 'keep' || kept)
        unfinished.push(
          deliveryProblem('delivery.step-unfinished', { step: step.name }, { step: step.name, reason: reasonOf(problems) }),
          ...problems,
        )
      else return outcomeAfterFailure(run, new StepFailure(problems))
    }
    run.finished.add(step.name)
    kept ||= step.step.onError === 'keep'
  }
  return outcomeOf(run, unfinished.length > 0 ? 'dead' : 'confirmed', unfinished)
}

/** What the steps of a flow will ask that can be known before they run. */
export function foresee(step: StepProgram, run: RecordRun): readonly Question[] {
  const chosen = choice(step, run, true)
  if (!chosen || !chosen.foreseeable(run.finished)) return []
  const plan = run.planOf(chosen)
  if (plan.problems.some(isError)) return []
  return kindOf(chosen).questions?.(chosen, run, plan) ?? []
}

/** One step of a record, whatever became of those before it. */
export async function execute(step: StepProgram, run: RecordRun): Promise<unknown> {
  const chosen = choice(step, run, false)
  if (!chosen) return undefined
  const plan = run.planOf(chosen)
  if (plan.problems.some(isError)) run.fail(chosen, ...plan.problems)
  run.note(...plan.problems)
  if (!plan.applies) return undefined
  return kindOf(chosen).execute(chosen, run, plan)
}

function kindOf(step: StepProgram): StepKind {
  return stepKinds[step.step.verb as keyof typeof stepKinds]
}

/** The step itself or, of `choose`, the first whose `when` holds. */
function choice(step: StepProgram, run: RecordRun, ahead: boolean): StepProgram | undefined {
  if (step.step.verb !== 'choose') return step
  for (const option of step.choices) {
    if (ahead && !option.foreseeable(run.finished)) return undefined
    if (run.planOf(option).applies) return option.step.verb === 'choose' ? choice(option, run, ahead) : option
  }
  return undefined
}

async function outcomeAfterFailure(run: RecordRun, failure: StepFailure): Promise<Outcome> {
  // What may still be under way must not be taken back: nobody knows what there is.
  if (failure.class === 'ambiguous') return outcomeOf(run, 'ambiguous', failure.problems)
  const remains = await undoAll(run)
  if (remains.length > 0) return outcomeOf(run, 'dead', [...failure.problems, ...remains])
  return outcomeOf(run, stateAfter(failure), failure.problems)
}

function stateAfter(failure: StepFailure): RecordState {
  if (failure.problems.some(({ code }) => code === 'delivery.same-key-other-content' || code === 'delivery.twin-found')) return 'dead'
  if (failure.class === 'rejected') return 'rejected'
  return failure.class === 'conflict' ? 'dead' : 'retrying'
}

/** Takes the effects back, the last first; what cannot be taken back is named. */
async function undoAll(run: RecordRun): Promise<Problem[]> {
  const remains: string[] = []
  const reasons: string[] = []
  for (const effect of run.effects.toReversed()) {
    try {
      await effect.undo()
    } catch (error) {
      remains.push(effect.what)
      reasons.push(reasonOf(problemsOf(error)))
    }
  }
  if (remains.length === 0) return []
  return [
    run.located(deliveryProblem('delivery.undo-incomplete', {}, { remains: remains.join(', '), reason: [...new Set(reasons)].join('; ') })),
  ]
}

function reasonOf(problems: readonly Problem[]): string {
  return problems.map(({ message }) => message).join('; ')
}

function outcomeOf(run: RecordRun, state: RecordState, problems: readonly Problem[]): Outcome {
  const number = run.context.program.value('documentNumber', run.scope)
  return { key: run.key, state, ...(number !== undefined && { number }), problems: [...run.notes, ...problems] }
}
