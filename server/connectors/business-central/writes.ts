import { ProblemError, type SchemaSource } from '../../../engine/index.ts'
import type { Change, Entity, Target } from '../connector.ts'
import { httpProblem } from '../http/problems.ts'
import { type Address, type Company, childAddress, formatAddress, parseAddress, recordAddress, setAddress } from './address.ts'
import { type Content, arrangeBody, nestedLists } from './body.ts'
import type { Client, ClientAnswer, ClientRequest } from './client.ts'
import { toEntity } from './entity.ts'
import type { EntityIndex } from './entity-index.ts'

export interface WriteContext {
  readonly client: Client
  readonly schemas: SchemaSource
  readonly company: Company
  indexOf(target: Target): EntityIndex
}

/** A change as a request, and what of it goes after its entity. */
export interface PlannedWrite {
  readonly request: ClientRequest
  readonly target: Target
  /** Where the answer's record stands. */
  readonly set: Address
  readonly contents: readonly Content[]
  /** Nothing but content is changed. */
  readonly isContentOnly?: boolean
  /** The version of the record must be known before it is sent. */
  readonly needsEtag?: boolean
}

export function planWrite(context: WriteContext, change: Change): PlannedWrite {
  switch (change.kind) {
    case 'create':
      return planCreate(context, change)
    case 'update':
      return planUpdate(context, change)
    case 'delete':
      return planDelete(context, change)
    case 'call':
      return planCall(context, change)
  }
}

function planCreate(context: WriteContext, { target, body, at, parent }: Change & { kind: 'create' }): PlannedWrite {
  const index = context.indexOf(target)
  const set = parent
    ? childAddress(addressOf(context, parent), parent.target.schema, target)
    : setAddress(target, index, context.company, at, body)
  const { json, contents } = arrangeBody(context.schemas, target.schema, body)
  const lists = nestedLists(json)
  return {
    target,
    set,
    contents,
    request: {
      method: 'POST',
      address: set,
      ...(lists.length > 0 && { query: { $expand: lists.join(',') } }),
      ...common(target),
      expects: 'object',
      body: json,
    },
  }
}

function planUpdate(context: WriteContext, { entity, body }: Change & { kind: 'update' }): PlannedWrite {
  const { target } = entity
  const set = addressOf(context, entity)
  const { json, contents } = arrangeBody(context.schemas, target.schema, body)
  return {
    target,
    set,
    contents,
    isContentOnly: Object.keys(json).length === 0 && contents.length > 0,
    needsEtag: entity.etag === undefined,
    request: { method: 'PATCH', address: set, ...ifMatch(entity.etag), ...common(target), expects: 'anything', body: json },
  }
}

function planDelete(context: WriteContext, { entity }: Change & { kind: 'delete' }): PlannedWrite {
  const set = addressOf(context, entity)
  return {
    target: entity.target,
    set,
    contents: [],
    needsEtag: entity.etag === undefined,
    request: { method: 'DELETE', address: set, ...ifMatch(entity.etag), ...common(entity.target), expects: 'anything' },
  }
}

/** A call changes the record that its address names, creates below a set, or runs an action. */
function planCall(context: WriteContext, { target, method, body, at }: Change & { kind: 'call' }): PlannedWrite {
  const { values, rest } = takePlaceholders(target, body, at ?? {})
  const set = setAddress(target, context.indexOf(target), context.company, values)
  const verb = method?.toUpperCase() ?? (set.single && target.route?.kind !== 'action' ? 'PATCH' : 'POST')
  const { json } = arrangeBody(context.schemas, target.schema, isProcedure(target, set) ? withAllParameters(target, rest) : rest)
  return {
    target,
    set,
    contents: [],
    needsEtag: verb === 'PATCH' || verb === 'DELETE',
    request: {
      method: verb,
      address: set,
      ...common(target),
      writes: verb !== 'GET',
      expects: 'anything',
      ...(verb !== 'GET' && verb !== 'DELETE' && { body: json }),
    },
  }
}

/** A procedure of a codeunit, in contrast to an action of a record. */
function isProcedure({ route }: Target, { service }: Address): boolean {
  return route?.kind === 'action' && service === 'ODataV4'
}

/** A procedure is called with all its parameters or not at all: a text that there is nothing to say of is empty. */
function withAllParameters({ schema }: Target, body: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const texts = Object.entries(schema.schema.properties ?? {}).filter(([, { type, format }]) => type === 'string' && format === undefined)
  return { ...Object.fromEntries(texts.map(([name]) => [name, ''])), ...body }
}

/**
 * What fills the placeholders of a route: `at`, else the body itself (`{document.documentNo}`), from which it is taken then, so that
 * one call fits an action, which gets it as a parameter, and a page, which has it in its address.
 */
function takePlaceholders(
  { route }: Target,
  body: Readonly<Record<string, unknown>>,
  at: Readonly<Record<string, unknown>>,
): { values: Record<string, unknown>; rest: Record<string, unknown> } {
  const values: Record<string, unknown> = { ...at }
  const rest: Record<string, unknown> = { ...body }
  for (const [, name] of route?.address.matchAll(/\{([\w.]+)\}/g) ?? []) {
    if (name === undefined || Object.hasOwn(values, name)) continue
    const [first = '', ...further] = name.split('.')
    const value = further.reduce((inner, key) => (inner as Record<string, unknown> | undefined)?.[key], body[first])
    if (value === undefined) continue
    values[name] = value
    delete rest[first]
  }
  return { values, rest }
}

function common(target: Target): Pick<ClientRequest, 'resource' | 'view' | 'writes'> {
  return { resource: target.resource, view: target.schema, writes: true }
}

/** The version that was read, never `*`: what somebody else changed meanwhile is not overwritten. */
function ifMatch(etag: string | undefined): { headers?: Record<string, string> } {
  return etag === undefined ? {} : { headers: { 'if-match': etag } }
}

/** Where a record stands: as it was read, else by its key. */
export function addressOf(context: WriteContext, { address, target, values }: Entity): Address {
  if (address !== undefined) return parseAddress(address)
  return recordAddress(setAddress(target, context.indexOf(target), context.company, {}, values), target.schema, values)
}

/** The record that an answer to a write carries; undefined where it carries none. */
export function entityOf({ target, set, request }: PlannedWrite, { json }: Pick<ClientAnswer, 'json'>): Entity | undefined {
  if (Object.keys(json).length === 0 || target.route?.kind === 'action') return undefined
  const entity = toEntity(target, set, json)
  return entity.address === undefined && request.method === 'POST' && !target.route ? undefined : entity
}

/** A creation that was answered without the record leaves open what was made. */
export function unnamedCreation({ request }: PlannedWrite, status: number): ProblemError {
  const path = `/${formatAddress(request.address)}`
  return new ProblemError(
    httpProblem('delivery.outcome-unknown', {}, { method: request.method, path, reason: `status ${status} without a record` }),
  )
}
