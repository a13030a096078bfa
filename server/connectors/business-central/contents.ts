import { ProblemError } from '../../../engine/index.ts'
import type { Entity, SendOptions, Target } from '../connector.ts'
import type { ContentFetcher } from '../http/fetch-content.ts'
import { type Address, childAddress, recordAddress, setAddress } from './address.ts'
import type { Content } from './body.ts'
import type { ClientRequest } from './client.ts'
import { readContent } from './content.ts'
import { type EntityProperty, entitySchema } from './entity-index.ts'
import { businessCentralProblem } from './problems.ts'
import { isSameValue } from './same-value.ts'
import type { WriteContext } from './writes.ts'

type Json = Readonly<Record<string, unknown>>

/** A record with a stream, as it was answered when it was made. */
interface Owner {
  readonly target: Target
  readonly address: Address
  readonly etag: string | undefined
}

/** A record as it was answered when it was made, or as it was read. */
interface Made {
  readonly target: Target
  readonly set: Address
  readonly json: Json
}

/** Bytes that are there, for the record that they belong to. */
export interface LoadedContent extends Content {
  readonly bytes: Buffer
}

/** Reads all content before anything is sent: a file that cannot be had leaves nothing half done. */
export async function loadContents(fetcher: ContentFetcher, contents: readonly Content[], options: SendOptions): Promise<LoadedContent[]> {
  const loaded: LoadedContent[] = []
  for (const content of contents) loaded.push({ ...content, bytes: await readContent(content.property, content.value, fetcher, options) })
  return loaded
}

/**
 * Sends the bytes of stream properties, each to its record, and makes sure that they arrived whole: by the size that the record
 * tells afterwards, or, where it tells none, by reading them back.
 */
export async function sendContents(
  context: WriteContext,
  contents: readonly LoadedContent[],
  record: Made,
  options: SendOptions,
): Promise<void> {
  const taken = new Set<Json>()
  for (const { nested, property, bytes } of contents)
    await sendContent(context, ownerOf(context, record, nested, taken), property, bytes, options)
}

/** A record with the bytes of its stream properties, as base64 text. */
export async function readContents(
  context: WriteContext,
  entity: Entity,
  address: Address,
  names: readonly string[],
  options: SendOptions = {},
): Promise<Entity> {
  const { resource, schema: view } = entity.target
  const values: Record<string, unknown> = { ...entity.values }
  for (const name of names) {
    const place: Address = { ...address, path: `${address.path}/${name}` }
    const request: ClientRequest = { method: 'GET', address: place, resource, view, writes: false, expects: 'bytes' }
    values[name] = (await context.client.send(request, options)).bytes.toString('base64')
  }
  return { ...entity, values }
}

async function sendContent(
  context: WriteContext,
  { target, address, etag }: Owner,
  property: string,
  bytes: Buffer,
  options: SendOptions,
): Promise<void> {
  const place: Address = { ...address, path: `${address.path}/${property}` }
  const common = { resource: target.resource, view: target.schema }
  const read: ClientRequest = { method: 'GET', address, ...common, writes: false, expects: 'object' }
  const version = etag ?? String((await context.client.send(read, options)).json['@odata.etag'] ?? '')
  const headers = { 'if-match': version }
  await context.client.send(
    { method: 'PATCH', address: place, headers, ...common, writes: true, expects: 'anything', body: bytes },
    options,
  )
  const after = (await context.client.send(read, options)).json
  const found =
    typeof after['byteSize'] === 'number'
      ? after['byteSize']
      : (await context.client.send({ ...read, address: place, expects: 'bytes' }, options)).bytes.length
  if (found !== bytes.length)
    throw new ProblemError(
      businessCentralProblem('bc.content-incomplete', {}, { property, resource: target.resource, sent: bytes.length, found }),
    )
}

/**
 * The record that a stream belongs to: the one that was made, or a nested one that was made with it. Nested records come back in an
 * order of their own, so each is found by what was sent of it.
 */
function ownerOf(context: WriteContext, { target, set, json }: Made, nested: Content['nested'], taken: Set<Json>): Owner {
  const own = set.single ? set : recordAddress(set, target.schema, json)
  if (!nested) return { target, address: own, etag: etagOf(json) }
  const { target: resource = nested.list } = (entitySchema(target.schema).properties?.[nested.list] ?? {}) as EntityProperty
  const index = context.indexOf(target)
  const child: Target = { ...target, resource, schema: index.get(resource) ?? target.schema }
  const rows = (json[nested.list] ?? []) as Json[]
  const row = rows.find((each) => !taken.has(each) && isMadeOf(child, nested.sent, each))
  if (!row) throw new ProblemError(businessCentralProblem('bc.content-homeless', {}, { property: nested.list, resource: target.resource }))
  taken.add(row)
  const childSet =
    entitySchema(child.schema).topLevel === false ? childAddress(own, target.schema, child) : setAddress(child, index, context.company)
  return { target: child, address: recordAddress(childSet, child.schema, row), etag: etagOf(row) }
}

function isMadeOf({ schema }: Target, sent: Json, row: Json): boolean {
  return Object.entries(sent).every(
    ([name, value]) => typeof value === 'object' || isSameValue(schema.schema.properties?.[name], value, row[name]),
  )
}

function etagOf(json: Json): string | undefined {
  return typeof json['@odata.etag'] === 'string' ? json['@odata.etag'] : undefined
}
