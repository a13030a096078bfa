import { checkIfMatch } from '../odata/etag.ts'
import { keyText } from '../odata/represent.ts'
import { modifyRecord } from '../records/context.ts'
import { createFrom, remove, updateFrom, type WriteOptions } from '../pages/write.ts'
import type { Page, Parent } from '../pages/page.ts'
import { keyNotFound, methodNotAllowed, notImplemented, readOnlyControl } from '../refusal.ts'
import { json, nothing, preferences, readJson, type Response } from './message.ts'
import { queryFor, recordJson, type ReadScope } from './read.ts'
import type { Target } from './resolve.ts'
import { companySet, pageOf } from './roots.ts'
import { runUnbound } from './unbound.ts'
import type { Row } from '../store/row.ts'

/** What a write did, for the ledger. */
export interface Written {
  response: Response
  key: string | null
}

const options = ({ root, request }: ReadScope): WriteOptions => ({
  pages: (set) => pageOf(root, set),
  ieee754: /IEEE754Compatible=true/i.test(request.headers['content-type'] ?? ''),
})

const minimal = (scope: ReadScope) => preferences(scope.request).get('return') === 'minimal'

export function writeTarget(target: Target, scope: ReadScope): Written {
  const { method } = scope.request
  if (target.kind === 'set' && method === 'POST') return post(target.page, target.parent, scope)
  if (target.kind === 'action' && method === 'POST') return act(target, scope)
  if (target.kind === 'record' && method === 'PATCH') return patch(target.page, target.row, scope)
  if (target.kind === 'record' && method === 'DELETE') return destroy(target.page, target.row, scope)
  if (target.kind === 'property' && (method === 'PATCH' || method === 'PUT' || method === 'DELETE')) return stream(target, scope)
  if (target.kind === 'unbound' && method === 'POST') {
    runUnbound(target.action, readJson(scope.request), scope.context)
    return { key: null, response: nothing() }
  }
  if (target.kind === 'unbound') throw methodNotAllowed(method, target.action)
  if (target.kind === 'none') throw keyNotFound()
  if ('page' in target) throw methodNotAllowed(method, target.page.entity.set, target.kind === 'set' ? 'Collection' : 'Entity')
  throw methodNotAllowed(method, target.kind === 'company' ? companySet(scope.root) : target.kind)
}

function allow(page: Page, method: string): void {
  if (!page.entity.operations.has(method)) throw methodNotAllowed(method, page.entity.set)
}

function post(page: Page, parent: Parent | undefined, scope: ReadScope): Written {
  allow(page, 'POST')
  const query = queryFor(page, scope)
  const body = readJson(scope.request)
  const row = createFrom(page, body, scope.context, options(scope), parent)
  const key = keyText(page, row, scope.context)
  // What has no set of its own stands below its parent alone.
  const set = page.entity.schema.topLevel === false ? scope.request.origin + scope.request.path : `${scope.address}/${page.entity.set}`
  const location = `${set}(${key})`
  if (minimal(scope)) return { key, response: nothing({ location, 'odata-entityid': location, 'preference-applied': 'return=minimal' }) }
  const answer = recordJson(page, row, query, scope)
  return { key, response: json(201, answer, { location, etag: String(answer['@odata.etag']) }) }
}

function patch(page: Page, row: Row, scope: ReadScope): Written {
  allow(page, 'PATCH')
  const key = keyText(page, row, scope.context)
  const query = queryFor(page, scope)
  checkIfMatch(scope.request.headers['if-match'], row)
  const after = updateFrom(page, row, readJson(scope.request), scope.context, options(scope))
  if (minimal(scope)) return { key, response: nothing({ 'preference-applied': 'return=minimal' }) }
  const answer = recordJson(page, after, query, scope)
  return { key, response: json(200, answer, { etag: String(answer['@odata.etag']) }) }
}

function destroy(page: Page, row: Row, scope: ReadScope): Written {
  allow(page, 'DELETE')
  const key = keyText(page, row, scope.context)
  checkIfMatch(scope.request.headers['if-match'], row)
  remove(page, row, scope.context)
  return { key, response: nothing() }
}

function act({ page, row, action }: Target & { kind: 'action' }, scope: ReadScope): Written {
  const declared = page.entity.schema.actions?.some(({ name }) => name === action)
  const run = page.binding.actions?.[action]
  if (!declared || !run) throw notImplemented('Entity does not support bound actions')
  const key = keyText(page, row, scope.context)
  const result = run(row, scope.context)
  if (!result) return { key, response: nothing() }
  const made = pageOf(scope.root, result.set)
  const location = `${scope.address}/${result.set}(${keyText(made, result.row, scope.context)})`
  return { key, response: nothing({ location }) }
}

/** Attachments and pictures: the bytes, after the record that they belong to. */
function stream({ page, row, property }: Target & { kind: 'property' }, scope: ReadScope): Written {
  const { request, context } = scope
  if (property.edm !== 'Edm.Stream') throw methodNotAllowed(request.method, property.name)
  if (property.readOnly) throw readOnlyControl(property.name)
  allow(page, 'PATCH')
  checkIfMatch(request.headers['if-match'], row)
  const bytes = request.method === 'DELETE' ? new Uint8Array() : Uint8Array.from(request.body)
  const next = row.copy().set(property.field ?? property.name, bytes)
  if (page.entity.properties.has('byteSize')) next.set('Byte Size', bytes.length)
  if (context.store.byId(row.table, row.id)) modifyRecord(context, next)
  else context.store.insert(next)
  return { key: keyText(page, row, context), response: nothing() }
}
