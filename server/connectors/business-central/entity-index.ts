import type { Schema, SchemaSource, SchemaView } from '../../../engine/index.ts'

/** The words of a schema of Business Central that only its own connector reads (schemas/business-central/entity.schema.json). */
export interface EntitySchema extends Schema {
  readonly properties?: Readonly<Record<string, EntityProperty>>
  readonly topLevel?: boolean
  readonly containedIn?: readonly string[]
  readonly apiRoute?: string
  readonly sourceTable?: string
  readonly actions?: readonly { readonly name: string; readonly parameters: readonly string[] }[]
  readonly navigation?: Readonly<Record<string, { readonly target: string; readonly many: boolean; readonly generated?: true }>>
}

export interface EntityProperty extends Schema {
  /** The field of the table behind it, by its caption. */
  readonly field?: string
  /** The table that its values are looked up in, or a rule that chooses one. */
  readonly relation?: string
  readonly notBlank?: boolean
  /** Texts that its validation can answer. */
  readonly errors?: readonly string[]
  /** Bytes that are written on their own, after the entity. */
  readonly contentEncoding?: string
  /** The set that a nested list stands for. */
  readonly target?: string
}

/** The entities of one version of the standard API, by the name of their set. */
export type EntityIndex = ReadonlyMap<string, SchemaView>

const indexes = new WeakMap<SchemaSource, Map<string, EntityIndex>>()

/** Read once for each source of schemas: there are some 250 files. */
export function entitiesOf(source: SchemaSource, api: string): EntityIndex {
  let ofSource = indexes.get(source)
  if (!ofSource) indexes.set(source, (ofSource = new Map()))
  let index = ofSource.get(api)
  if (!index) ofSource.set(api, (index = readIndex(source, api)))
  return index
}

function readIndex(source: SchemaSource, api: string): EntityIndex {
  const index = new Map<string, SchemaView>()
  for (const name of source.names?.() ?? []) {
    if (!name.startsWith(`business-central/${api}/`)) continue
    const schema = source.get(name)
    if (schema?.entitySet !== undefined) index.set(schema.entitySet, { name, schema })
  }
  return index
}

export function entitySchema(view: SchemaView): EntitySchema {
  return view.schema as EntitySchema
}

/** `salesOrder` of `business-central/v2.0/salesOrder`. */
export function localName(view: SchemaView): string {
  return view.name.slice(view.name.lastIndexOf('/') + 1)
}
