import { type SchemaSource, type SchemaView, dereference, itemsOf } from '../../../engine/index.ts'
import { type EntityProperty, entitySchema } from './entity-index.ts'
import { enumMember } from './literal.ts'

/** Bytes that go after their entity. */
export interface Content {
  /** The nested record that it belongs to: the list, and what was sent of that record; absent: the record itself. */
  readonly nested?: { readonly list: string; readonly sent: Readonly<Record<string, unknown>> }
  readonly property: string
  readonly value: unknown
}

export interface Body {
  readonly json: Readonly<Record<string, unknown>>
  readonly contents: readonly Content[]
}

/**
 * A body as it is sent: keys in the order of the schema, which is the order in which Business Central validates them
 * (an item resets the price, a quantity the discount), members of enums by name, and streams set aside.
 */
export function arrangeBody(source: SchemaSource, view: SchemaView, body: Readonly<Record<string, unknown>>): Body {
  const contents: Content[] = []
  return { json: arrangeObject(source, view, body, contents), contents }
}

function arrangeObject(
  source: SchemaSource,
  view: SchemaView,
  body: Readonly<Record<string, unknown>>,
  contents: Content[],
  list?: string,
): Record<string, unknown> {
  const root = dereference(source, view)
  const { properties = {} } = entitySchema(root)
  const known = Object.keys(properties).filter((name) => Object.hasOwn(body, name))
  const unknown = Object.keys(body).filter((name) => !Object.hasOwn(properties, name))
  const arranged: Record<string, unknown> = {}
  for (const name of [...known, ...unknown]) {
    const property: EntityProperty = (Object.hasOwn(properties, name) ? properties[name] : undefined) ?? {}
    const value = body[name]
    if (value === undefined) continue
    if (isStream(property)) contents.push({ property: name, value, ...(list !== undefined && { nested: { list, sent: arranged } }) })
    else arranged[name] = arrangeValue(source, { name: root.name, schema: property }, value, contents, name)
  }
  return arranged
}

function arrangeValue(source: SchemaSource, view: SchemaView, value: unknown, contents: Content[], name: string): unknown {
  if (typeof value === 'string') return enumMember(view.schema, value)
  if (Array.isArray(value)) {
    const items = itemsOf(source, view) ?? { name: view.name, schema: {} }
    return value.map((item) => (isObject(item) ? arrangeObject(source, items, item, contents, name) : item))
  }
  return isObject(value) ? arrangeObject(source, view, value, contents, name) : value
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function isStream({ edm, contentEncoding }: EntityProperty): boolean {
  return edm === 'Edm.Stream' || contentEncoding === 'base64'
}

/** The nested lists of a body: what an answer must expand to show them. */
export function nestedLists(body: Readonly<Record<string, unknown>>): string[] {
  return Object.keys(body).filter((name) => Array.isArray(body[name]))
}
