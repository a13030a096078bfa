import { type FlowStep, type Problem, flowProblem, isError } from '../../engine/index.ts'
import type { Question } from './look-ups.ts'
import type { Outcome, RecordState } from './outcome.ts'
import { deliveryProblem } from './problems.ts'
import { isWorthAnother, outcomeAfterFailure, outcomeOf, reasonOf } from './ending.ts'
import { type Unfinished, finishLater } from './keeping.ts'
import { nameSources } from './naming-sources.ts'
import { type RecordRun, StepFailure, problemsOf } from './record-run.ts'
import { type StepKind, stepKinds } from './steps/index.ts'

/** Takes a record through the steps of its flow, one after the other, and back where one fails. */
export async function runRecord(run: RecordRun): Promise<Outcome> {
  const { program } = run.context
  const unreachable = await unreachableSteps(run)
  if (unreachable.length > 0) return outcomeOf(run, 'rejected', unreachable)
  let kept = false
  const unfinished: Unfinished[] = []
  for (const step of program.steps) {
    try {
      const result = await execute(step, run)
      run.finish(step.name, result)
      if (run.skipped) return outcomeOf(run, 'skipped', [])
    } catch (error) {
      const named = await nameSources(problemsOf(error), (await choice(step, run, false)) ?? step, run)
      const problems = named.map((problem) => run.located(problem, step.name))
      const onError = step.step.onError
      if (onError === 'warn') run.note(...problems.map((problem) => ({ ...problem, severity: 'warning' as const })))
      else if (onError === 'keep' || kept) unfinished.push({ step, problems })
      else return outcomeAfterFailure(run, new StepFailure(problems))
      run.finish(step.name, undefined)
    }
    kept ||= step.step.onError === 'keep'
  }
  const remaining = await finishLater(run, unfinished, execute)
  return outcomeOf(
    run,
    stateAfterAll(remaining),
    remaining.flatMap(({ step, problems }) => [unfinishedProblem(run, step.name, problems), ...problems]),
  )
}

/** Trouble of the moment is tried again; anything else waits for a person. */
function stateAfterAll(remaining: readonly Unfinished[]): RecordState {
  if (remaining.length === 0) return 'confirmed'
  return remaining.every(({ problems }) => isWorthAnother(problems)) ? 'retrying' : 'dead'
}

function unfinishedProblem(run: RecordRun, step: string, problems: readonly Problem[]): Problem {
  return run.located(deliveryProblem('delivery.step-unfinished', {}, { step, reason: reasonOf(problems) }), step)
}

function missingRoute({ step }: FlowStep, system: string, route: string): Problem {
  return flowProblem('flow.route-missing', {}, { step: step.name, route, system })
}

/** The steps that apply to a record and whose route the connection lacks, as far as that is known before anything is done. */
async function unreachableSteps(run: RecordRun): Promise<Problem[]> {
  const problems: Problem[] = []
  for (const step of run.context.program.steps) {
    const chosen = await choice(step, run, true)
    if (!chosen?.step.resource || chosen.target || !chosen.foreseeable(run.finished) || !(await run.planOf(chosen)).applies) continue
    const { system, resource } = chosen.step.resource
    problems.push(run.located(missingRoute(chosen, system, resource), step.name))
  }
  return problems
}

/** What the steps of a flow will ask that can be known before they run. */
export async function foresee(step: FlowStep, run: RecordRun): Promise<readonly Question[]> {
  const chosen = await choice(step, run, true)
  if (!chosen || !chosen.foreseeable(run.finished)) return []
  const plan = await run.planOf(chosen)
  if (plan.problems.some(isError)) return []
  return kindOf(chosen).questions?.(chosen, run, plan) ?? []
}

/** One step of a record, whatever became of those before it. */
export async function execute(step: FlowStep, run: RecordRun): Promise<unknown> {
  const chosen = await choice(step, run, false)
  if (!chosen) return undefined
  run.item = 0
  const plan = await run.planOf(chosen)
  if (plan.problems.some(isError)) run.fail(chosen, ...plan.problems)
  run.note(...plan.problems)
  if (!plan.applies) return undefined
  const { resource } = chosen.step
  if (resource && !chosen.target) run.fail(chosen, missingRoute(chosen, resource.system, resource.resource))
  return kindOf(chosen).execute(chosen, run, plan)
}

function kindOf(step: FlowStep): StepKind {
  return stepKinds[step.step.verb as keyof typeof stepKinds]
}

/** The step itself or, of `choose`, the first whose `when` holds. */
async function choice(step: FlowStep, run: RecordRun, ahead: boolean): Promise<FlowStep | undefined> {
  if (step.step.verb !== 'choose') return step
  for (const option of step.choices) {
    if (ahead && !option.foreseeable(run.finished)) return undefined
    if ((await run.planOf(option)).applies) return option.step.verb === 'choose' ? choice(option, run, ahead) : option
  }
  return undefined
}
