import type { Complex, SentValue } from '../contract/deserialize.ts'
import type { Entity, Property } from '../contract/entity.ts'
import { dialog, invalidRelation } from '../refusal.ts'
import { assign, type Context } from '../records/context.ts'
import { zeroGuid, type Row, type Value } from '../store/row.ts'
import { address, addressPrefix } from './address.ts'
import type { Column, Json } from './page.ts'

const modified = /^(SystemModifiedAt|Last Modified Date Time|Last Modified DateTime|Last DateTime Modified|Created Date-Time)$/

/** What each property of an entity means, from its schema alone. */
export function deriveColumns(entity: Entity, overrides: Readonly<Record<string, Column>> = {}): Map<string, Column> {
  return new Map([...entity.properties.values()].map((property) => [property.name, overrides[property.name] ?? derive(entity, property)]))
}

function derive(entity: Entity, property: Property): Column {
  const { name, field } = property
  if (property.$ref === 'postalAddress') return address(addressPrefix(name))
  if (property.$ref || property.items) return asJson(name)
  const isOwnId = name === 'id' && property.edm !== 'Edm.Int32' && (field === 'Id' || (field === undefined && property.edm === 'Edm.Guid'))
  if (field === 'SystemId' || isOwnId) return { read: (row) => row.id }
  if (field && modified.test(field) && name.startsWith('lastMod')) return { read: (row) => row.modifiedAt }
  if (field === 'SystemCreatedAt' || name === 'systemCreatedAt') return { read: (row) => row.createdAt }
  if (name === 'systemModifiedAt') return { read: (row) => row.modifiedAt }
  if (name === 'currencyCode' && (!field || !property.relation)) return currencyCode(property)
  if (name === 'currencyId') return currencyId(property)
  const table = simpleRelation(property)
  if (property.edm === 'Edm.Guid' && table) return reference(property, codeField(entity, property), table)
  return plain(property, field ?? name)
}

/** A value of the record itself, checked by its schema and by the table that it leads to. */
export function plain(property: Property, field: string): Column {
  const related = property.relationValidated === false ? undefined : simpleRelation(property)
  return {
    read: (row) => row.get(field) as Json | undefined,
    write: (row, value, context) => {
      if (related && property.edm === 'Edm.String') checkRelation(property, field, related, row, value as string, context)
      assign(context, row, field, value as Value)
    },
    ...(property.edm === 'Edm.String' && !property.enum && { indexed: field }),
  }
}

/** A field of the record that no client writes. */
export const computed = (read: Column['read']): Column => ({ read })

/** What a client sends is taken and has no effect. */
export const ignored = (read: Column['read']): Column => ({ read, write: () => {} })

/** A GUID that stands for a related record; the record itself keeps that one's code or number. */
export function reference(property: Property, field: string, table: string): Column {
  return {
    read: (row, context) => {
      const code = row.text(field)
      return code === '' ? zeroGuid : (context.store.find(table, code)?.id ?? zeroGuid)
    },
    write: (row, value, context) => {
      if (value === '' || value === zeroGuid) return assign(context, row, field, '')
      const related = context.store.byId(table, value as string)
      if (!related) throw missing(property, field, table, row, `{${(value as string).toUpperCase()}}`)
      assign(context, row, field, related.text(context.store.keyFields(table).at(-1)!))
    },
  }
}

function checkRelation(property: Property, field: string, table: string, row: Row, value: string, context: Context): void {
  if (value === '' || context.store.keyFields(table).length > 1) return
  if (!context.store.find(table, value)) throw missing(property, field, table, row, value)
}

function missing(property: Property, field: string, table: string, row: Row, value: string): Error {
  const text = property.errors?.find((each) => /cannot be found|does not match (to )?an? |should be the ID|does not exist/.test(each))
  return text ? dialog(text) : invalidRelation(field, row.table, value, table)
}

/** The table of a relation without conditions: `Payment Terms`. */
function simpleRelation({ relation }: Property): string | undefined {
  return relation && !relation.startsWith('if(') ? relation.replaceAll('"', '') : undefined
}

/** The field that keeps the code behind an id: its twin's (`currencyId`, `currencyCode`), else by name. */
function codeField(entity: Entity, property: Property): string {
  const stem = property.name.replace(/Id$/, '')
  for (const twin of [`${stem}Number`, `${stem}Code`, stem]) {
    const field = entity.properties.get(twin)?.field
    if (field && twin !== property.name) return field
  }
  const base = (property.field ?? property.name).replace(/ ?I[dD]$/, '')
  return /(Code|Status|No\.)$/.test(base) ? base : `${base} Code`
}

/** The local currency is stored as blank and shown by its code; `""` and the code both mean it. */
function currencyCode(property: Property): Column {
  return {
    read: (row, context) => row.text('Currency Code') || localCurrency(context),
    write: (row, value, context) => {
      const code = value === localCurrency(context) ? '' : (value as string)
      if (code !== '' && !context.store.find('Currency', code)) throw missing(property, 'Currency Code', 'Currency', row, code)
      assign(context, row, 'Currency Code', code)
    },
  }
}

const currencyId = (property: Property): Column => reference(property, 'Currency Code', 'Currency')

function localCurrency(context: Context): string {
  return context.store.list('General Ledger Setup')[0]?.text('LCY Code') ?? ''
}

/** A complex value without a meaning of its own here: kept as it was sent. */
function asJson(name: string): Column {
  return {
    read: (row) => (row.get(name) === undefined ? undefined : (JSON.parse(row.text(name)) as Json)),
    write: (row, value) => void row.set(name, JSON.stringify(toJson(value))),
  }
}

function toJson(value: SentValue): Json {
  if (value instanceof Map) return Object.fromEntries([...value].map(([name, part]) => [name, toJson(part as SentValue)]))
  return Array.isArray(value) ? value.map((part: Complex) => toJson(part)) : (value as Json)
}
