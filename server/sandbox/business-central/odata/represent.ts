import type { Context } from '../records/context.ts'
import { readProperty, type Json, type Page } from '../pages/page.ts'
import type { Pages } from '../pages/write.ts'
import type { Row } from '../store/row.ts'
import { etagOf } from './etag.ts'
import { compareValues } from './filter.ts'
import { related } from './navigate.ts'
import type { Query } from './query.ts'

export interface JsonRecord {
  [name: string]: Json
}

/** How answers are written: where the records live, and how many a page of them has at most. */
export interface Representation {
  pages: Pages
  context: Context
  /** The address of the company, without a slash at the end. */
  address: string
}

/** One record as JSON: its etag, what was selected, and what was expanded. */
export function represent(page: Page, row: Row, query: Query, to: Representation): JsonRecord {
  const json: JsonRecord = { '@odata.etag': etagOf(row) }
  for (const property of page.entity.properties.values()) {
    if (query.select && !query.select.has(property.name)) continue
    if (property.edm === 'Edm.Stream') {
      const link = `${to.address}/${page.entity.set}(${keyText(page, row, to.context)})/${property.name}`
      json[`${property.name}@odata.mediaEditLink`] = link
      json[`${property.name}@odata.mediaReadLink`] = link
    } else json[property.name] = readProperty(page, row, property, to.context)
  }
  for (const { name, query: inner } of query.expand) json[name] = expand(page, row, name, inner, to)
  return json
}

function expand(page: Page, row: Row, name: string, query: Query, to: Representation): Json {
  const navigation = page.entity.navigation.get(name)!
  const target = to.pages(navigation.target)
  const rows = related(page, row, navigation, to.pages, to.context)
  if (!navigation.many) return rows[0] ? represent(target, rows[0], query, to) : null
  const chosen = choose(target, rows, query, to.context)
  return chosen
    .slice(query.skip, query.top === undefined ? undefined : query.skip + query.top)
    .map((each) => represent(target, each, query, to))
}

/** Filters and orders; ties keep the order of the primary key. */
export function choose(page: Page, rows: readonly Row[], { filter, orderBy }: Query, context: Context): readonly Row[] {
  const read = (row: Row) => (name: string) =>
    page.columns.get(name)!.read(row, context) ?? readProperty(page, row, property(name), context)
  const property = (name: string) => page.entity.properties.get(name)!
  const found = filter ? rows.filter((row) => filter.matches(read(row))) : rows
  if (orderBy.length === 0) return found
  return [...found].sort((a, b) => {
    for (const { property: name, descending } of orderBy) {
      const order = compareValues(property(name), read(a)(name), read(b)(name))
      if (order !== 0) return descending ? -order : order
    }
    return 0
  })
}

/** The key as it stands in the brackets of a URL. */
export function keyText(page: Page, row: Row, context: Context): string {
  const { key, properties } = page.entity
  const value = (name: string): string => {
    const property = properties.get(name)
    const json = property ? readProperty(page, row, property, context) : row.id
    return !property || property.edm === 'Edm.Guid' || typeof json === 'number' ? String(json) : `'${String(json).replaceAll("'", "''")}'`
  }
  return key.length === 1 ? value(key[0]!) : key.map((name) => `${name}=${value(name)}`).join(',')
}
