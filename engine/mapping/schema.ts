import { pointerPath, valueAt } from '../document/path.ts'
import type { SchemaSource } from './schema-source.ts'

/**
 * A schema of a source's or target's records: JSON Schema, with the words that a contract needs besides.
 * The files stand in schemas/, by name: `business-central/v2.0/salesOrder`.
 */
export interface Schema {
  readonly $ref?: string
  readonly title?: string
  readonly description?: string
  readonly type?: string | readonly string[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly additionalProperties?: boolean | Schema
  readonly items?: Schema
  readonly enum?: readonly unknown[]
  readonly format?: string
  /** `base64`: bytes that are no part of the record, and are read by themselves. */
  readonly contentEncoding?: string
  readonly maxLength?: number
  readonly minimum?: number
  readonly maximum?: number
  readonly required?: readonly string[]
  /** The target refuses it in a request. */
  readonly readOnly?: boolean
  /** Read-only in an update alone. */
  readonly settableOnInsert?: boolean
  /** Refused when a record is created, accepted in an update. */
  readonly forbiddenOnCreate?: boolean
  /** The nested list may be sent with its parent. */
  readonly deepInsert?: boolean
  /** A value that is an object of its own, not a record. */
  readonly complexType?: boolean
  /** Groups of properties of which each needs one when a record is created. */
  readonly requiredOnCreate?: readonly (readonly string[])[]
  /** In which collection of the API the records stand, what may be done there, and by what they are known. */
  readonly entitySet?: string
  readonly operations?: readonly string[]
  readonly key?: readonly string[]
  readonly parentKey?: string
  /** The type that the target's own metadata gives the property. */
  readonly edm?: string
  /** Upper-cased and trimmed by the target. */
  readonly code?: boolean
  /** What it tells of a person, by which it is masked when a record is kept; false where its name only looks so. */
  readonly personal?: PersonalData | false
}

export type PersonalData = 'name' | 'email' | 'phone' | 'street' | 'city' | 'code' | 'birth' | 'text' | 'secret'

/** A schema and the name that references in it are relative to. */
export interface SchemaView {
  readonly name: string
  readonly schema: Schema
}

/** The schema that a reference from a mapping means: `system/entity` is the one of the API version in use. */
export function findSchema(source: SchemaSource, reference: string, api?: string): SchemaView | undefined {
  const exact = source.get(reference)
  if (exact) return { name: reference, schema: exact }
  const slash = reference.indexOf('/')
  if (api === undefined || slash < 0) return undefined
  const name = `${reference.slice(0, slash)}/${api}${reference.slice(slash)}`
  const versioned = source.get(name)
  return versioned && { name, schema: versioned }
}

/** Follows `$ref`: `name` is another schema beside this one, `#/…` a place inside this one, `name#/…` a place inside another. */
export function dereference(source: SchemaSource, view: SchemaView): SchemaView {
  let current = view
  for (let hops = 0; current.schema.$ref !== undefined && hops < 8; hops++) {
    const [file = '', pointer = ''] = current.schema.$ref.split('#')
    const name = file === '' ? current.name : `${current.name.slice(0, current.name.lastIndexOf('/') + 1)}${file}`
    current = { name, schema: (valueAt(source.get(name), pointerPath(pointer)) ?? {}) as Schema }
  }
  return current
}

/** The property of an object's schema: undefined where there is none, an empty schema where anything may stand. */
export function propertyOf(source: SchemaSource, view: SchemaView, name: string): SchemaView | undefined {
  const { schema, name: base } = dereference(source, view)
  const property = schema.properties && Object.hasOwn(schema.properties, name) ? schema.properties[name] : undefined
  if (property) return dereference(source, { name: base, schema: property })
  if (schema.additionalProperties === false) return undefined
  if (typeof schema.additionalProperties === 'object') return dereference(source, { name: base, schema: schema.additionalProperties })
  const isOpen = schema.properties === undefined && (schema.type === undefined || typesOf(schema).includes('object'))
  return isOpen ? { name: base, schema: {} } : undefined
}

/** The schema of a list's items. */
export function itemsOf(source: SchemaSource, view: SchemaView): SchemaView | undefined {
  const { schema, name } = dereference(source, view)
  return schema.items && dereference(source, { name, schema: schema.items })
}

export function typesOf(schema: Schema): readonly string[] {
  return schema.type === undefined ? [] : typeof schema.type === 'string' ? [schema.type] : schema.type
}

/** The names of an object's properties, for hints. */
export function propertyNames(source: SchemaSource, view: SchemaView | undefined): string[] {
  return view ? Object.keys(dereference(source, view).schema.properties ?? {}) : []
}
