import {
  type FailureClass,
  type FlowOutline,
  type FlowStep,
  type Problem,
  type Scope,
  type StepPlan,
  type Words,
  ProblemError,
  isError,
  shortKey,
} from '../../engine/index.ts'
import type { FlowEvaluation } from '../../engine/pool/index.ts'
import type { Clock } from '../clock.ts'
import type { SendOptions, Session } from '../connectors/connector.ts'
import type { LookUps } from './look-ups.ts'
import type { PlannedStep } from './outcome.ts'

/** What a run of a flow needs, whichever record it is about. */
export interface RunContext {
  readonly program: FlowOutline
  readonly evaluation: FlowEvaluation
  /** By the name of the system. */
  readonly sessions: ReadonlyMap<string, Session>
  readonly clock: Clock
  readonly lookUps: LookUps
  /** Reads, and shows what would be written. */
  readonly dryRun: boolean
  readonly signal?: AbortSignal
}

/** Something that was written, and how it is taken back. */
export interface Effect {
  readonly step: string
  /** How the thing is called when it has to be named: `salesOrders 101005`. */
  readonly what: string
  undo?(): Promise<void>
  /** The step that takes it back instead, for one of its items. */
  readonly by?: { readonly step: FlowStep; readonly item: number }
}

/** The step cannot go on; what that means for the record is decided by the step's `onError`. */
export class StepFailure extends Error {
  readonly problems: readonly Problem[]

  constructor(problems: readonly Problem[]) {
    super(problems.map(({ message }) => message).join('; '))
    this.problems = problems
  }

  get class(): FailureClass {
    return this.problems.find(isError)?.class ?? 'rejected'
  }
}

/** One record on its way through the steps of a flow. */
export class RecordRun {
  readonly context: RunContext
  readonly record: unknown
  readonly key: string
  readonly correlationId: string
  /** What the steps so far gave: `$steps`. */
  readonly steps: Record<string, unknown> = {}
  /** Names of the steps that are behind, also of those that gave nothing. */
  readonly finished = new Set<string>()
  readonly effects: Effect[] = []
  readonly notes: Problem[] = []
  readonly planned: PlannedStep[] = []
  /** Of the step that runs, the item that is being taken care of. */
  item = 0
  /** Set by a step that ends the record without an error: the reason stands in the notes. */
  skipped = false

  constructor(context: RunContext, record: unknown, key: string, correlationId: string) {
    this.context = context
    this.record = record
    this.key = key
    this.correlationId = correlationId
  }

  readonly #plans = new Map<FlowStep, { readonly after: number; readonly plan: Promise<StepPlan> }>()

  /** What a step does as things stand; computed again only after another step has finished. */
  planOf(step: FlowStep): Promise<StepPlan> {
    const known = this.#plans.get(step)
    if (known?.after === this.finished.size) return known.plan
    const plan = this.context.evaluation.plan(step, this.scope)
    this.#plans.set(step, { after: this.finished.size, plan })
    return plan
  }

  /** The step's own words for an item that went wrong. */
  words(step: FlowStep, item: number): Promise<Words> {
    return this.context.evaluation.words(step, this.scope, item)
  }

  get scope(): Scope {
    return { record: this.record, key: shortKey(this.key), steps: this.steps }
  }

  session(step: FlowStep): Session {
    return this.context.sessions.get(step.target!.system)!
  }

  /** Options of every request that this record makes. */
  get sending(): SendOptions {
    const { signal } = this.context
    return { correlationId: this.correlationId, ...(signal && { signal }) }
  }

  /** What a step gave, for those behind it: `$steps.document`, or `$steps.group.member` of a step that was made for a setting. */
  finish(name: string, result: unknown): void {
    const [group = '', member] = name.split('.')
    if (result !== undefined)
      this.steps[group] =
        member === undefined ? result : { ...(this.steps[group] as Record<string, unknown> | undefined), [member]: result }
    this.finished.add(name)
  }

  note(...problems: Problem[]): void {
    this.notes.push(...problems.map((problem) => this.located(problem)))
  }

  show(step: FlowStep, planned: Omit<PlannedStep, 'step'>): void {
    this.planned.push({ step: step.name, ...planned })
  }

  /** A dry run tells what made each value that would be sent. */
  async lineage(step: FlowStep, item: number): Promise<Pick<PlannedStep, 'lineage'>> {
    return this.context.dryRun ? { lineage: await this.context.evaluation.lineage(step, this.scope, item) } : {}
  }

  fail(step: FlowStep, ...problems: Problem[]): never {
    throw new StepFailure(problems.map((problem) => this.located(problem, step.name)))
  }

  located(problem: Problem, step?: string): Problem {
    const { flow } = this.context.program.flow
    return { ...problem, at: { flow: flow.name, ...(step !== undefined && { step }), ...problem.at, record: this.key } }
  }
}

/** What a failure is, as problems; anything that is no failure of a record is thrown on. */
export function problemsOf(error: unknown): readonly Problem[] {
  if (error instanceof ProblemError || error instanceof StepFailure) return error.problems
  throw error
}
