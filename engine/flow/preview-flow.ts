import { type Problem, isError } from '../problem.ts'
import { placeOf } from '../document/node.ts'
import type { FlowProgram, FlowStep, ItemPlan, StepProgram, Words } from './program.ts'
import { notFound, twinFound } from './look-up.ts'
import { pendingValues } from './pending.ts'
import { flowProblem } from './problems.ts'
import { checkCreation, checkSent } from './sent-check.ts'

/** What a step would do for one item: of a find what it looks for, of the others what it sends. */
export interface PreviewedItem {
  readonly match: Readonly<Record<string, unknown>>
  readonly at: Readonly<Record<string, unknown>>
  readonly fields: Readonly<Record<string, unknown>>
}

export interface PreviewedStep {
  /** Of choose: the step that was chosen. */
  readonly program: StepProgram
  readonly items: readonly PreviewedItem[]
  readonly apart: boolean
}

export interface PreviewedFlow {
  readonly accepted: boolean
  readonly steps: ReadonlyMap<string, PreviewedStep>
  /** What is wrong with the record; behind an error that ends it there are no further steps. */
  readonly problems: readonly Problem[]
}

export interface PreviewOptions {
  readonly key?: string
  /** What steps give, by name: what a look-up finds (null: nothing), what comes back of a document. */
  readonly steps?: Readonly<Record<string, unknown>>
}

/**
 * What a flow would do with a record, without any system: look-ups find what is given (null is nothing), and what the target fills in itself is
 * `⟨step.property⟩`.
 */
export function previewFlow(program: FlowProgram, record: unknown, { key, steps: given = {} }: PreviewOptions = {}): PreviewedFlow {
  const problems: Problem[] = [...program.check(record)]
  const steps = new Map<string, PreviewedStep>()
  const admitted = program.admit(record)
  problems.push(...admitted.problems)
  if (!admitted.accepted || problems.some(isError)) return { accepted: admitted.accepted, steps, problems }
  const results: Record<string, unknown> = {}
  for (const step of program.steps) {
    const scope = { record, key: key ?? admitted.shortKey ?? '', steps: results }
    const chosen = chosenStep(step, scope)
    if (!chosen) continue
    const plan = chosen.plan(scope)
    const refused = [...plan.problems, ...plan.items.flatMap((item) => problemsOfItem(chosen, item, scope, given[step.name]))]
    problems.push(...refused)
    if (refused.some(isError)) break
    if (!plan.applies) continue
    const items = plan.items.map(({ match = {}, at = {}, fields }) => ({ match, at, fields }))
    if (items.length > 0) steps.set(step.name, { program: chosen, items, apart: plan.items.some(({ apart }) => apart) })
    const result = Object.hasOwn(given, step.name) ? withoutNull(given[step.name]) : resultOf(chosen, plan.items)
    if (result !== undefined) keep(results, step.name, result)
  }
  return { accepted: true, steps, problems }
}

type PreviewScope = Parameters<StepProgram['plan']>[0]

function chosenStep(step: StepProgram, scope: PreviewScope): StepProgram | undefined {
  return step.step.verb === 'choose' ? step.choices.find((choice) => choice.plan(scope).applies) : step
}

function problemsOfItem(step: StepProgram, item: ItemPlan, scope: PreviewScope, given: unknown): readonly Problem[] {
  const { verb, onError } = step.step
  if (verb === 'require') {
    if (item.holds) return []
    const problem = requirementFailed(step, step.words(scope, item.index))
    return [onError === 'warn' ? { ...problem, severity: 'warning' } : problem]
  }
  if (verb === 'find') return problemsOfLookUp(step, item, scope, given)
  return verb === 'create' ? checkCreation(step, item) : checkSent(step, item.fields, verb === 'update' ? 'update' : 'create')
}

/** Of a look-up that finds nothing, or several where one is meant: what a run would tell of it. */
function problemsOfLookUp(step: StepProgram, item: ItemPlan, scope: PreviewScope, given: unknown): readonly Problem[] {
  const { many, onMissing, onError, shape } = step.step
  if (many) return []
  const found: unknown = shape.each && Array.isArray(given) ? given[item.index] : given
  if (Array.isArray(found) && found.length > 1) return [twinFound(step, item)]
  if (found !== null || onMissing === 'ignore') return []
  const problem = notFound(step, item, step.words(scope, item.index))
  return [onMissing === 'warn' || onError === 'warn' ? { ...problem, severity: 'warning' } : problem]
}

/** What does not hold, in the step's own words where it has some. */
export function requirementFailed({ name, step: { condition } }: FlowStep, own: Words): Problem {
  const text = condition?.kind === 'expression' ? condition.text : name
  const words = { message: `“${name}” does not hold: ${text}`, ...own }
  const at = { ...(condition && placeOf(condition.node)), step: name }
  return { ...flowProblem('delivery.requirement-failed', at, { message: words.message }), ...words }
}

/** Look-ups find nothing unless it is given; what is written comes back as it was sent, and with what the target fills in. */
function resultOf({ name, step, target }: StepProgram, items: readonly ItemPlan[]): unknown {
  if (step.verb === 'find' || step.verb === 'require') return undefined
  const results = items.map(({ fields }) => ({ ...(target && pendingValues(name, target.view)), ...fields }))
  return step.shape.each ? results : results[0]
}

/** What is not there is nothing, as in a run. */
function withoutNull(given: unknown): unknown {
  return Array.isArray(given) ? given.map((item: unknown) => item ?? undefined) : (given ?? undefined)
}

function keep(results: Record<string, unknown>, name: string, result: unknown): void {
  const [group = '', member] = name.split('.')
  results[group] = member === undefined ? result : { ...(results[group] as object | undefined), [member]: result }
}
