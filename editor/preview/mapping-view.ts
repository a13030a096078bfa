import type { Problem } from '../../engine/index.ts'

/** Which mapping is open, and with whose changes on top. */
export interface MappingAddress {
  readonly packageName: string
  readonly name: string
  readonly integration?: string
}

/** A stretch of a file. */
export interface SourceRange {
  readonly path: string
  readonly from: number
  readonly to: number
  readonly line: number
}

/** Who wrote a row: the default alone, or the document on top of it. */
export type Layer = 'default' | 'overridden' | 'added' | 'removed'

export type RowKind = 'expression' | 'constant' | 'object' | 'list' | 'part' | 'let'

/** The parts of a field that hold an expression of their own. */
export type Slot = 'value' | 'when' | 'default' | 'each'

/** What the contract says of the property that a row makes. */
export interface TargetProperty {
  readonly type: string
  readonly title?: string
  readonly description?: string
  readonly maxLength?: number
  readonly isRequired: boolean
  readonly isReadOnly: boolean
  readonly members?: readonly string[]
}

/** One line of the target: a field, a part of a list, or a named value. */
export interface MappingRow {
  /** As problems name it: `salesOrderLines.items.unitPrice`; a named value ends in `$name`. */
  readonly id: string
  readonly parent: string
  readonly name: string
  readonly level: number
  readonly kind: RowKind
  readonly title?: string
  readonly description?: string
  readonly group?: string
  /** The expression, or the constant as JSON; of a list its `each`, of an object nothing. */
  readonly text: string
  readonly when?: string
  readonly preset?: string
  readonly isRequired?: true
  /** The variants that it is kept for, where not for all. */
  readonly only?: string
  /** Whether it is made under the settings in use. */
  readonly applies: boolean
  readonly layer: Layer
  /** The text that the layer below has in its place. */
  readonly below?: string
  /** Which document wrote it, if not the mapping that is open or its overlay. */
  readonly from?: string
  readonly range: SourceRange
  readonly belowRange?: SourceRange
  readonly property?: TargetProperty
  /** The contract knows no such property. */
  readonly isUnknown?: true
}

/** A value as a row shows it. */
export interface LiveValue {
  readonly text: string
  readonly type: 'text' | 'number' | 'other' | 'object'
}

/** The text that gestures change. */
export interface EditedText {
  readonly path: string
  /** Why gestures cannot change it now. */
  readonly refusal?: 'read-only' | 'broken'
}

export interface MappedResult {
  readonly record: unknown
  readonly problems: readonly Problem[]
  /** By row, for the items that were asked for. */
  readonly values: Readonly<Record<string, LiveValue>>
  /** How many items each list row made. */
  readonly counts: Readonly<Record<string, number>>
  readonly key?: string
}

/** A mapping as the workbench shows it. */
export interface MappingView {
  readonly title: string
  readonly description?: string
  /** A fragment has no target: it is tried where it is used. */
  readonly isFragment: boolean
  readonly sourceSchema?: string
  readonly targetSchema?: string
  readonly api?: string
  readonly edited: EditedText
  readonly defaultPath: string
  readonly defaultLine: number
  readonly rows: readonly MappingRow[]
  /** What keeps the mapping from running: nothing was run where there is one. */
  readonly obstacles: readonly Problem[]
  readonly result?: MappedResult
}
