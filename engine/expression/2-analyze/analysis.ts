import type { Span } from '../1-parse/spans.ts'
import type { Types } from './types.ts'
import type { Origin, Shapes, Value } from './value.ts'

/** What an expression can see. */
export interface AnalysisScope<Shape = unknown> {
  /** What it is evaluated on. */
  context?: Value<Shape>
  /** Variables by name: `source`, `settings`, `steps`, lets. */
  variables?: Readonly<Record<string, Value<Shape>>>
  /** How the shapes in the values are walked. */
  shapes?: Shapes<Shape>
  /** Functions beside the built-in ones. */
  functions?: readonly string[]
  /** An offset in the text: what could be written there is told as `cursor`. */
  cursor?: number
}

/** What can be seen at an offset of an expression: for completion and hovers. */
export interface Sight<Shape = unknown> {
  /** What the name at the offset is a field of. */
  base: Value<Shape>
  /** The variable or field that stands there. */
  value?: Value<Shape>
  variables: ReadonlyMap<string, Value<Shape>>
}

/** A field, or several fields through lists, that the expression reads. */
export interface PathRead extends Span {
  origin: Origin
  /** The names as written here, with their places; the origin may have more in front. */
  segments: (Span & { name: string })[]
  /** The first segment that certainly is not in the data. */
  missing?: number
  types: Types
}

export interface FunctionCall<Shape = unknown> extends Span {
  name: string
  arguments: (Span & { value: Value<Shape> })[]
  /** Its value is what the expression gives. */
  isResult: boolean
}

export interface VariableRead extends Span {
  name: string
  /** Nothing of that name is bound, given, or built in. */
  isUnknown: boolean
}

export interface TableLookup extends Span {
  /** Absent where the name is computed. */
  name?: string
}

export interface Analysis<Shape = unknown> {
  /** What it gives; `types` has `UNDEFINED` where that may be nothing. */
  value: Value<Shape>
  reads: PathRead[]
  calls: FunctionCall<Shape>[]
  variables: VariableRead[]
  tables: TableLookup[]
  /** Reads of the clock. */
  clock: Span[]
  /** Throws of dice. */
  random: Span[]
  /** At the offset that was asked for, where a name stands. */
  cursor?: Sight<Shape>
}
