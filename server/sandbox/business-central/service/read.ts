import { parseQuery, systemOptions, type Query } from '../odata/query.ts'
import { choose, keyText, represent, type JsonRecord, type Representation } from '../odata/represent.ts'
import { related } from '../odata/navigate.ts'
import { belongsTo, readProperty, rowsOf, type Page, type Parent } from '../pages/page.ts'
import { badRequest, dialog, methodNotAllowed, Refusal } from '../refusal.ts'
import { permit, type Context } from '../records/context.ts'
import type { Row } from '../store/row.ts'
import { json, nothing, preferences, type Request, type Response } from './message.ts'
import type { Target } from './resolve.ts'
import { pageOf, type Root } from './roots.ts'

/** One page of an answer has at most so many records. */
const largestPage = 20_000

export interface ReadScope {
  root: Root
  request: Request
  context: Context
  /** The root's address and the company's below it. */
  base: string
  address: string
}

const representation = ({ root, context, address }: ReadScope): Representation => ({
  pages: (set) => pageOf(root, set),
  context,
  address,
})

export function queryFor(page: Page, scope: ReadScope): Query {
  return parseQuery(systemOptions(scope.request.query), page.entity, (set) => pageOf(scope.root, set).entity)
}

/** A record's answer, with the address of its description. */
export function recordJson(page: Page, row: Row, query: Query, scope: ReadScope): JsonRecord {
  const context = `${scope.base}/$metadata#${scope.address.slice(scope.base.length + 1)}/${page.entity.set}/$entity`
  return { '@odata.context': context, ...represent(page, row, query, representation(scope)) }
}

export function readTarget(target: Target, scope: ReadScope): Response {
  switch (target.kind) {
    case 'record':
      return readRecord(target.page, target.row, scope)
    case 'set':
      return readSet(target.page, target.parent, scope)
    case 'count':
      return text(String(select(target.page, target.parent, queryFor(target.page, scope), scope.context, scope.root).length))
    case 'none':
      return nothing()
    case 'property':
      return readPropertyValue(target, scope)
    case 'action':
      throw methodNotAllowed('GET', target.action)
    default:
      throw methodNotAllowed(scope.request.method, target.kind)
  }
}

const text = (body: string): Response => ({ status: 200, headers: { 'content-type': 'text/plain', 'odata-version': '4.0' }, body })

function readRecord(page: Page, row: Row, scope: ReadScope): Response {
  permit(scope.context, page.table, 'Read')
  const body = recordJson(page, row, queryFor(page, scope), scope)
  return json(200, body, { etag: String(body['@odata.etag']) })
}

function readPropertyValue({ page, row, property, raw }: Target & { kind: 'property' }, scope: ReadScope): Response {
  if (property.edm === 'Edm.Stream') {
    const bytes = row.bytes(property.field ?? property.name)
    if (!bytes || bytes.length === 0) return nothing()
    return { status: 200, headers: { 'content-type': row.text('Mime Type') || 'application/octet-stream' }, body: bytes }
  }
  const value = readProperty(page, row, property, scope.context)
  if (raw) return text(String(value))
  const key = keyText(page, row, scope.context)
  return json(200, { '@odata.context': `${scope.base}/$metadata#${page.entity.set}(${key})/${property.name}`, value })
}

/** The records of a set or below a parent that a query asks for, all of them. */
function select(page: Page, parent: Parent | undefined, query: Query, context: Context, root: Root): readonly Row[] {
  permit(context, page.table, 'Read')
  if (!parent) checkFound(page, query)
  const rows = parent
    ? related(parent.page, parent.row, parent.page.entity.navigation.get(parent.navigation)!, (set) => pageOf(root, set), context)
    : (indexed(page, query, context) ?? rowsOf(page, context))
  return choose(page, rows, query, context)
}

/** Lines, attachments, dimensions and pictures are found through their parent. */
function checkFound(page: Page, query: Query): void {
  const { foundBy } = page.binding
  if (!foundBy || query.filter?.equalities.some(({ property }) => foundBy.includes(property.name))) return
  const { errors } = page.entity.schema
  const texts = [...(errors?.onFind ?? []), ...(errors?.onInsert ?? [])]
  throw dialog(texts[0] ?? `You must get to the parent first to get to the ${page.entity.set}.`)
}

/** The records that equal a text in the filter, where an index knows them. */
function indexed(page: Page, { filter }: Query, context: Context): readonly Row[] | undefined {
  if (page.binding.rows) return undefined
  for (const { property, value } of filter?.equalities ?? []) {
    const field = page.columns.get(property.name)?.indexed
    const tables = [page.table, ...(page.binding.alsoIn ?? [])]
    if (field) return tables.flatMap((table) => context.store.where(table, field, value).filter((row) => belongsTo(page, row, context)))
    if (property.name === 'documentId' && page.binding.below) {
      const header = ['Sales Header', 'Sales Invoice Header', 'Sales Cr.Memo Header'].map((table) => context.store.byId(table, value))
      const row = header.find((each) => each !== undefined)
      return row ? page.binding.below(row, '', context, page)?.filter((each) => belongsTo(page, each, context)) : []
    }
    if ((property.name === 'parentId' || property.name === 'id') && page.binding.below && property.edm === 'Edm.Guid') {
      const found = tables.flatMap((table) => context.store.byId(table, value) ?? [])
      if (found.length > 0) return found
    }
  }
  return undefined
}

function readSet(page: Page, parent: Parent | undefined, scope: ReadScope): Response {
  const query = queryFor(page, scope)
  const size = pageSize(scope.request)
  const rows = select(page, parent, query, scope.context, scope.root)
  const from = query.skipToken === undefined ? { at: query.skip, left: query.top } : afterToken(query.skipToken, rows)
  const left = Math.min(from.left ?? Infinity, rows.length - from.at)
  const shown = rows.slice(from.at, from.at + Math.min(size, left))
  const body: JsonRecord = { '@odata.context': setContext(page, parent, scope) }
  if (query.count) body['@odata.count'] = rows.length
  const to = representation(scope)
  body.value = shown.map((row) => represent(page, row, query, to))
  if (left > size) {
    const rest = from.left === undefined ? undefined : from.left - size
    body['@odata.nextLink'] = nextLink(scope, { id: shown.at(-1)!.id, at: from.at + size, ...(rest !== undefined && { left: rest }) })
  }
  const asked = preferences(scope.request).get('odata.maxpagesize')
  return json(200, body, asked ? { 'preference-applied': `odata.maxpagesize=${size}` } : {})
}

function setContext(page: Page, parent: Parent | undefined, { base, address, context }: ReadScope): string {
  const company = address.slice(base.length + 1)
  const below = parent ? `${parent.page.entity.set}(${keyText(parent.page, parent.row, context)})/${parent.navigation}` : page.entity.set
  return `${base}/$metadata#${company}/${below}`
}

function pageSize(request: Request): number {
  const asked = preferences(request).get('odata.maxpagesize') ?? preferences(request).get('maxpagesize')
  if (asked === undefined) return largestPage
  if (!/^\d{1,9}$/.test(asked) || Number(asked) === 0)
    throw badRequest(`The value '${asked.slice(0, 50)}' of odata.maxpagesize is not valid.`)
  if (Number(asked) > largestPage)
    throw new Refusal(413, 'BadRequest', `The page size ${asked} is larger than the maximum of ${largestPage} records.`)
  return Number(asked)
}

interface SkipToken {
  id: string
  at: number
  left?: number
}

function nextLink({ request }: ReadScope, token: SkipToken): string {
  const query = new URLSearchParams(request.query)
  query.delete('$skip')
  query.set('$skiptoken', Buffer.from(JSON.stringify(token)).toString('base64url'))
  return `${request.origin}${request.path}?${query.toString().replaceAll('%24', '$').replaceAll('+', '%20')}`
}

/** Goes on after the record that the last page ended with, wherever it stands now. */
function afterToken(text: string, rows: readonly Row[]): { at: number; left?: number } {
  let token: SkipToken
  try {
    token = JSON.parse(Buffer.from(text, 'base64url').toString('utf8')) as SkipToken
    if (typeof token.id !== 'string' || typeof token.at !== 'number') throw new Error('not a token')
  } catch {
    throw badRequest('The value of the query option $skiptoken is not valid.')
  }
  const found = rows.findIndex((row) => row.id === token.id)
  return { at: found >= 0 ? found + 1 : Math.min(token.at, rows.length), ...(token.left !== undefined && { left: token.left }) }
}
