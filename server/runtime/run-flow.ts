import { randomUUID } from 'node:crypto'
import { type FlowOutline, type Problem, isError, shortKey } from '../../engine/index.ts'
import type { FlowEvaluation } from '../../engine/pool/index.ts'
import type { Clock } from '../clock.ts'
import type { Session } from '../connectors/connector.ts'
import { LookUps } from './look-ups.ts'
import type { Outcome, Plan } from './outcome.ts'
import { RecordRun, type RunContext } from './record-run.ts'
import { foresee, runRecord } from './run-record.ts'

export interface RunFlowOptions {
  readonly program: FlowOutline
  readonly evaluation: FlowEvaluation
  readonly sessions: ReadonlyMap<string, Session>
  readonly clock: Clock
  readonly dryRun?: boolean
  readonly signal?: AbortSignal
}

/** A record as it was read, or why it could not be read. */
export type SourceRecord =
  { readonly record: unknown; readonly name: string } | { readonly problems: readonly Problem[]; readonly name: string }

export interface RecordResult {
  readonly outcome: Outcome
  readonly plan: Plan
}

/** Runs a flow over records, one after the other, directly: what was begun ends with the process. */
export class FlowRunner {
  readonly #context: RunContext

  constructor({ program, evaluation, sessions, clock, dryRun = false, signal }: RunFlowOptions) {
    this.#context = { program, evaluation, sessions, clock, dryRun, lookUps: new LookUps(clock, foresee), ...(signal && { signal }) }
  }

  async run(source: SourceRecord): Promise<RecordResult> {
    const { program, evaluation } = this.#context
    if ('problems' in source) return refused(source.name, located(source.problems, source.name))
    const problems = await evaluation.check(source.record)
    if (problems.some(isError)) return refused(source.name, located(problems, source.name))
    const admitted = await evaluation.admit(source.record)
    if (admitted.key === undefined || admitted.problems.some(isError)) {
      if (!admitted.accepted)
        return {
          outcome: { key: source.name, state: 'skipped', problems: [] },
          plan: { record: source.name, key: '', steps: [], problems: [] },
        }
      return refused(source.name, located(admitted.problems, source.name))
    }
    const run = new RecordRun(this.#context, source.record, admitted.key, randomUUID())
    const outcome = await runRecord(run)
    const api =
      program.steps.find(({ target }) => target?.api)?.target?.api ??
      program.steps.flatMap(({ choices }) => choices).find(({ target }) => target?.api)?.target?.api
    return {
      outcome,
      plan: {
        record: source.name,
        key: shortKey(admitted.key),
        ...(api !== undefined && { api }),
        steps: run.planned,
        problems: outcome.problems,
      },
    }
  }
}

function refused(name: string, problems: readonly Problem[]): RecordResult {
  return { outcome: { key: name, state: 'rejected', problems }, plan: { record: name, key: '', steps: [], problems } }
}

function located(problems: readonly Problem[], record: string): Problem[] {
  return problems.map((problem) => ({ ...problem, at: { ...problem.at, record } }))
}
