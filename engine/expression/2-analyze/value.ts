import type { Lambda } from '../1-parse/tree.ts'
import { ANYTHING, ARRAY, OBJECT, UNDEFINED, type Types } from './types.ts'

/**
 * How the shape of some data is asked for. Whoever knows the shape (a JSON Schema, say) implements it; the analysis only walks.
 */
export interface Shapes<Shape> {
  /** The shape of a field. `missing`: there is certainly no such field; `unknown`: nothing is known about it. */
  child(shape: Shape, name: string): Shape | 'missing' | 'unknown'
  /** The shape of the items, if the shape is that of a list. */
  items(shape: Shape): Shape | 'unknown' | undefined
  /** What it may be; `UNDEFINED` among it where it may be left out. */
  types(shape: Shape): Types
}

/** Where a value comes from: a field of the context, of the record, of a variable. */
export interface Origin {
  /** `context`, or the name of a variable: `source`, `settings`, `steps`. */
  root: string
  /** Names of fields; lists on the way are not shown. */
  path: readonly string[]
}

/** What is known about a value without evaluating it. */
export interface Value<Shape = unknown> {
  types: Types
  shape?: Shape
  /** Set only where the value is exactly that part of the data, or items of it. */
  origin?: Origin
  /** It is this text or number, whatever the data is. */
  constant?: string | number | boolean | null
  /** Fields of an object that the expression itself makes. */
  fields?: ReadonlyMap<string, Value<Shape>>
  /** Items of a list that the expression itself makes. */
  items?: Value<Shape>
  lambda?: Closure<Shape>
}

/** A lambda with what it sees. */
export interface Closure<Shape> {
  node: Lambda
  scope: Scope<Shape>
  context: Value<Shape>
}

/** The variables that are visible at a place. */
export class Scope<Shape> {
  private readonly values = new Map<string, Value<Shape>>()
  private readonly outer: Scope<Shape> | undefined

  constructor(outer?: Scope<Shape>) {
    this.outer = outer
  }

  get(name: string): Value<Shape> | undefined {
    return this.values.get(name) ?? this.outer?.get(name)
  }

  /** Every variable that is visible here. */
  all(): Map<string, Value<Shape>> {
    return new Map([...(this.outer?.all() ?? []), ...this.values])
  }

  /** A name that is bound twice may be either. */
  bind(name: string, value: Value<Shape>): void {
    const known = this.values.get(name)
    this.values.set(name, known ? either(known, value) : value)
  }
}

export const unknown: Value<never> = { types: ANYTHING }
export const nothing: Value<never> = { types: UNDEFINED }

export function ofTypes(types: Types): Value<never> {
  return { types }
}

/** One of two values. */
export function either<Shape>(left: Value<Shape>, right: Value<Shape>): Value<Shape> {
  if (left.types === UNDEFINED) return { ...right, types: right.types | UNDEFINED, constant: undefined }
  if (right.types === UNDEFINED) return { ...left, types: left.types | UNDEFINED, constant: undefined }
  const types = left.types | right.types
  return left.shape !== undefined && left.shape === right.shape ? { ...left, types, constant: undefined } : { types }
}

/** A value that is missing where another may be. */
export function orMissing<Shape>(value: Value<Shape>, others: Types): Value<Shape> {
  return others & UNDEFINED ? { ...value, types: value.types | UNDEFINED, constant: undefined } : value
}

/** What a step of a path sees of a value: each item of a list, or the value itself. */
export function itemOf<Shape>(value: Value<Shape>, shapes: Shapes<Shape> | undefined): Value<Shape> {
  if (value.items) return { ...value.items, types: value.items.types & ~UNDEFINED }
  if (!(value.types & ARRAY)) return { ...value, types: value.types & ~UNDEFINED }
  const { shape, origin } = value
  if (shape === undefined || !shapes) return { types: ANYTHING, origin }
  const items = shapes.items(shape)
  if (items === 'unknown') return { types: ANYTHING, origin }
  // A path may already have opened the list: then the shape is that of its items.
  return items === undefined
    ? { types: shapes.types(shape) & ~UNDEFINED, shape, origin }
    : { types: shapes.types(items) & ~UNDEFINED, shape: items, origin }
}

/** One item, several, or none of them: what a path gives. */
export function severalOf<Shape>(item: Value<Shape>): Value<Shape> {
  return { ...item, types: item.types | ARRAY | UNDEFINED, constant: undefined }
}

/** One list, or several of them, each of which is an item. */
export function severalLists<Shape>(list: Value<Shape>, shapes: Shapes<Shape> | undefined): Value<Shape> {
  const item = itemOf(list, shapes)
  return { types: ARRAY | UNDEFINED, items: { ...item, types: item.types | ARRAY, constant: undefined } }
}

export function objectOf<Shape>(fields: ReadonlyMap<string, Value<Shape>>): Value<Shape> {
  return { types: OBJECT, fields }
}

export function listOf<Shape>(items: Value<Shape> | undefined): Value<Shape> {
  return { types: ARRAY, items }
}
