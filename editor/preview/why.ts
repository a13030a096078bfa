import type { LiveValue } from './mapping-view.ts'

/** Something that a row reads. */
export interface ExplainedSource {
  readonly id: string
  readonly label: string
  /** In the source tree. */
  readonly node: string
  /** The named value that it is, as a row. */
  readonly row?: string
  readonly value?: LiveValue
  /** The table has no such row. */
  readonly isMissed?: true
}

/** Why a row has its value. */
export interface Explained {
  readonly row: string
  readonly value?: LiveValue
  readonly reads: readonly ExplainedSource[]
  /** Where its values stand in the output, and which of them this is about. */
  readonly paths: readonly (readonly (string | number)[])[]
  readonly path?: readonly (string | number)[]
}
