import type { ExplainedValue, Problem } from '../../engine/index.ts'
import type { Difference, WireRequest } from '../connectors/connector.ts'

/** Where a record ends in a run (RELIABILITY.md, section 2). */
export type RecordState = 'confirmed' | 'skipped' | 'rejected' | 'retrying' | 'ambiguous' | 'dead'

export interface Outcome {
  readonly key: string
  readonly state: RecordState
  /** The number that the target gave, where the flow says which value that is. */
  readonly number?: unknown
  readonly problems: readonly Problem[]
}

export type PlannedState = 'send' | 'adopt' | 'update' | 'unchanged' | 'skip' | 'reject'

/** What a step does for a record, or would do: the dry run shows it, the log keeps it. */
export interface PlannedStep {
  readonly step: string
  readonly item?: number
  readonly state: PlannedState
  readonly why?: string
  readonly request?: WireRequest
  readonly found?: unknown
  readonly changes?: readonly Difference[]
  /** SO-B06: what made each value that would be sent. */
  readonly lineage?: readonly ExplainedValue[]
  /** What would take it back. */
  readonly undo?: WireRequest | 'none'
}

export interface Plan {
  readonly record: string
  readonly key: string
  readonly api?: string
  readonly steps: readonly PlannedStep[]
  readonly problems: readonly Problem[]
}
