import type { SentBody, SentValue } from '../contract/deserialize.ts'
import type { Entity, Property } from '../contract/entity.ts'
import { encodeMember } from '../contract/enum.ts'
import { blankOf } from '../contract/convert.ts'
import type { Contract } from '../contract/load.ts'
import type { Context } from '../records/context.ts'
import { zeroGuid, type Row } from '../store/row.ts'

export type Json = string | number | boolean | null | Json[] | { [name: string]: Json }

/** What a property means in the record behind the page. */
export interface Column {
  /** In the type of the field: an enum as its caption. */
  read(row: Row, context: Context): Json | undefined
  write?(row: Row, value: SentValue, context: Context): void
  /** The text field behind it, if it is nothing but that: a filter on it can use an index. */
  indexed?: string
}

/** Where a record is made from: the page it is posted below, and that page's record. */
export interface Parent {
  page: Page
  row: Row
  navigation: string
}

/** How an entity set is served; what is not said follows from its schema. */
export interface Binding {
  /** Where its records are kept; the schema's source table otherwise. */
  table?: string
  /** Fields that all its records have in common: a filter, and their initial values. */
  constants?: Readonly<Record<string, string>>
  /** Its records, if they are others than those of the table. */
  rows?(context: Context): readonly Row[]
  /** Whether a record found by its id belongs to the set. */
  has?(row: Row, context: Context): boolean
  /** Other tables with records of the set: what was posted stays visible. */
  alsoIn?: readonly string[]
  columns?: Readonly<Record<string, Column>>
  /** Before anything is written: rules of the page over the whole body. `row` is undefined for a new record. */
  check?(body: SentBody, row: Row | undefined, context: Context, parent: Parent | undefined): void
  /** The place below a parent, and what the page sets before the body is replayed. */
  start?(row: Row, body: SentBody, context: Context, parent: Parent | undefined): void
  /** A POST that changes a record which is there: the one that its body names. */
  existing?(body: SentBody, context: Context): Row
  /** After the body was replayed, still before the record is inserted. */
  finish?(row: Row, body: SentBody, context: Context): void
  /** The records of the set need a parent or a filter on one of these; the entity's `onFind` text otherwise. */
  foundBy?: readonly string[]
  /** Records below a parent, where the page's link does not say it. */
  below?(parent: Row, navigation: string, context: Context, parentPage: Page): readonly Row[] | undefined
  remove?(row: Row, context: Context): void
  actions?: Readonly<Record<string, (row: Row, context: Context) => ActionResult | void>>
}

/** A record that an action made, named in the `Location` header of its answer. */
interface ActionResult {
  set: string
  row: Row
}

export interface Page {
  entity: Entity
  contract: Contract
  binding: Binding
  table: string
  columns: ReadonlyMap<string, Column>
}

export function belongsTo(page: Page, row: Row, context: Context): boolean {
  const { binding } = page
  if (row.table !== page.table && !binding.alsoIn?.includes(row.table)) return false
  if (binding.has && !binding.has(row, context)) return false
  if (row.table !== page.table) return true
  return Object.entries(binding.constants ?? {}).every(([field, value]) => row.text(field) === value)
}

export function rowsOf(page: Page, context: Context): readonly Row[] {
  const { binding } = page
  if (binding.rows) return binding.rows(context)
  const own = context.store.list(page.table).filter((row) => belongsTo(page, row, context))
  return binding.alsoIn ? [...own, ...binding.alsoIn.flatMap((table) => context.store.list(table))] : own
}

export function rowById(page: Page, id: string, context: Context): Row | undefined {
  if (page.binding.rows) return page.binding.rows(context).find((row) => row.id === id)
  for (const table of [page.table, ...(page.binding.alsoIn ?? [])]) {
    const row = context.store.byId(table, id)
    if (row && belongsTo(page, row, context)) return row
  }
  return undefined
}

/** The value of a property as it stands in JSON. */
export function readProperty(page: Page, row: Row, property: Property, context: Context): Json {
  const value = page.columns.get(property.name)?.read(row, context) ?? emptyOf(property)
  return property.edm === 'Enum' && typeof value === 'string' ? encodeMember(value) : value
}

function emptyOf(property: Property): Json {
  if (property.edm === 'Edm.Guid') return zeroGuid
  if (property.edm === 'Edm.DateTimeOffset') return '0001-01-01T00:00:00Z'
  return property.$ref ? null : property.items ? [] : (blankOf(property) as Json)
}
