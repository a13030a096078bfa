import type { CompileOptions } from './options.ts'

/** A value of JSON. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

/**
 * Where something stands in the caller's document: a number of the caller's choice, which comes back in failures, warnings and traces.
 * This folder gives it no meaning.
 */
export type Site = number

/** One expression, or a constant in its place. A constant is always sent as it is, even if it is blank. */
export type Slot = { kind: 'expression'; text: string; site: Site } | { kind: 'constant'; value: Json; site: Site }

/** A value by name, computed at most once per shape and item, and only if it is needed. A lambda may be one. */
export interface Let {
  name: string
  value: Slot
}

/** One value of the result. */
export interface LeafTemplate {
  kind: 'leaf'
  site: Site
  value: Slot
  /** Where it does not hold, the leaf is not sent and nothing of it is evaluated. */
  when?: Slot
  /** Takes the place of a value that is undefined or null. */
  default?: Slot
  /** Undefined, null and blank text are failures. */
  required?: boolean
}

/** An object of the result. One in which no key is sent is not sent itself, but for the root. */
export interface ObjectTemplate {
  kind: 'object'
  site: Site
  /** Visible to each other, whatever their order, and to everything below. */
  lets: Let[]
  when?: Slot
  entries: { key: string; value: Template }[]
}

/** A list of the result: always an array, with the items of all parts in their order. */
export interface ListTemplate {
  kind: 'list'
  site: Site
  lets: Let[]
  when?: Slot
  parts: PartTemplate[]
}

export interface PartTemplate {
  site: Site
  /** Decided outside, before `each`. */
  when?: Slot
  /** Gives 0, 1 or n items, each the context of one object. Without it there is one object, in the context around the list. */
  each?: Slot
  item: ObjectTemplate
}

export type Template = LeafTemplate | ObjectTemplate | ListTemplate

/** A table that `$table(name, key)` looks into. */
export interface TableValues {
  readonly rows: Readonly<Record<string, unknown>>
  /** What a missing key gives: an error, nothing, or a value. */
  readonly onMiss: 'error' | 'omit' | { readonly default: unknown }
}

export interface TemplateOptions extends CompileOptions {
  /** Variables that are the same for every record (`settings`): read and folded when compiling. */
  constants?: Readonly<Record<string, unknown>>
  tables?: Readonly<Record<string, TableValues>>
  /** Names of the variables that `run` will be given, beside `source` and `index`, which are always there. */
  variables?: readonly string[]
  /** It changes often and runs seldom: compiled expression by expression, and those that did not change are reused. */
  isEdited?: boolean
  /** Null, `''` and white space count as missing: in the record, in the constants, and in results. */
  blank?: 'absent'
}

/** A slot that failed for one record. */
export interface SlotFailure {
  site: Site
  /** Of the `each` on the way to it, outermost first. */
  indexes: number[]
  /** JSONata's code, or one of `problems.ts`. */
  code: string
  message: string
  hint: string
  /** JSONata's: the end of the token inside the slot's expression. */
  position?: number
  token?: string
  value?: unknown
}

/** Something that a slot noticed without failing (`$json` of broken text). */
export interface SlotWarning extends Omit<SlotFailure, 'position'> {
  position?: number
}

export interface TemplateResult {
  /** What could be made; with failures, the keys that failed are missing. */
  value: unknown
  failures: readonly SlotFailure[]
  warnings: readonly SlotWarning[]
}

/** A leaf of the input that was read, and what it held. */
export interface SourceRead {
  /** `source` for the record, otherwise the variable's name: `settings`, `steps`. */
  root: string
  path: (string | number)[]
  value: unknown
}

export interface TableRead {
  name: string
  key: unknown
  /** The row, or what the table gives instead of one. */
  row: unknown
  missed: boolean
}

/** What made one part of the result. */
export interface Lineage {
  /** `list`: how many items there are; `object`: whether it is there. What they hold are leaves. */
  kind: Template['kind']
  site: Site
  /** In the result: keys, and indexes of lists. */
  path: (string | number)[]
  /** Of the `each` on the way to it, outermost first. */
  indexes: number[]
  /** Undefined where it is not sent; that of a list is the list. */
  value: unknown
  /** Leaves that were read; one that holds undefined was looked for. An object or list that only had to be there stands for itself. */
  sources: SourceRead[]
  tables: TableRead[]
  /** Sites of the lets that it went through. */
  lets: Site[]
}

/** The values of one part of an expression: for hovers. `start` and `end` are its offsets in the slot's expression. */
export interface NodeValue {
  site: Site
  start: number
  end: number
  /** In the order of evaluation. `indexes` are of the `each` on the way to the slot, so that the values of one item can be picked. */
  values: { indexes: readonly number[]; value: unknown }[]
}

/** How an expression came to its value, or to its failure. */
export interface ExpressionTrace {
  value: unknown
  error?: unknown
  /** `site` is 0. */
  nodes: NodeValue[]
  /** `root` is `input`, or the name of a binding. */
  sources: SourceRead[]
}

export interface TracedResult extends TemplateResult {
  lineage: Lineage[]
  nodes: NodeValue[]
}

export interface CompiledTemplate {
  /** Never throws on data. `variables` are those that differ by record: `key`, `steps`. */
  run(record: unknown, variables?: Record<string, unknown>): TemplateResult
  /** The same result, and how it came to be. Compiles a variant of its own the first time. */
  trace(record: unknown, variables?: Record<string, unknown>): TracedResult
  /** The generated JavaScript, to be read by people. */
  readonly source: string
}
