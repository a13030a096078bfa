import type { SchemaView } from '../../../engine/index.ts'
import { type EntityProperty, entitySchema } from './entity-index.ts'

/** The first record of a table, if it has one. */
export type FirstOf = (table: string) => Promise<Readonly<Record<string, unknown>> | undefined>

const text = 'FIELDLOOM TRIAL'

/** The least that a new record needs; undefined where it must name another one and there is none. */
export async function smallestBody(view: SchemaView, firstOf: FirstOf): Promise<Record<string, unknown> | undefined> {
  const { properties = {} } = entitySchema(view)
  const body: Record<string, unknown> = {}
  for (const names of groupsOf(view)) {
    const name = names.find((each) => isNumber(properties[each])) ?? names[0]!
    const value = await valueFor(properties[name], firstOf)
    if (value === undefined) return undefined
    body[name] = value
  }
  return body
}

/** What the contract wants, and what the table does not take blank where no number series fills it. */
function groupsOf(view: SchemaView): readonly (readonly string[])[] {
  const required = view.schema.requiredOnCreate ?? []
  const isCovered = (name: string): boolean => required.some((names) => names.includes(name))
  const code = entitySchema(view).properties?.['code']
  return code?.notBlank && !code.readOnly && !isCovered('code') ? [...required, ['code']] : required
}

async function valueFor(property: EntityProperty | undefined, firstOf: FirstOf): Promise<unknown> {
  const table = property?.relation
  if (table === undefined) return text.slice(0, property?.maxLength ?? text.length)
  const row = await firstOf(table.replaceAll('"', ''))
  return row?.['number'] ?? row?.['code']
}

const isNumber = (property: EntityProperty | undefined): boolean => property?.edm === 'Edm.String'

/** A change that changes nothing: a text of the record as it is. */
export function unchangedBody(view: SchemaView, row: Readonly<Record<string, unknown>>): Record<string, unknown> | undefined {
  const names = Object.entries(entitySchema(view).properties ?? {})
    .filter(([, property]) => isPlainText(property))
    .map(([name]) => name)
  const name = names.find((each) => /^displayName|^description$|^externalDocumentNumber$/.test(each)) ?? names[0]
  return name === undefined || row[name] === undefined ? undefined : { [name]: row[name] }
}

/** Writable, and without a rule of its own. */
function isPlainText(property: EntityProperty): boolean {
  return property.edm === 'Edm.String' && !property.enum && !property.readOnly && !property.relation && !property.errors
}
