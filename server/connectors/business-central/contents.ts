import { ProblemError } from '../../../engine/index.ts'
import type { SendOptions, Target } from '../connector.ts'
import { type Address, childAddress, recordAddress, setAddress } from './address.ts'
import type { Content } from './body.ts'
import type { ClientRequest } from './client.ts'
import { decodeContent } from './content.ts'
import { type EntityProperty, entitySchema } from './entity-index.ts'
import { businessCentralProblem } from './problems.ts'
import type { WriteContext } from './writes.ts'

type Json = Readonly<Record<string, unknown>>

/** A record with a stream, as it was answered when it was made. */
interface Owner {
  readonly target: Target
  readonly address: Address
  readonly etag: string | undefined
}

/**
 * Sends the bytes of stream properties, each to its record, and makes sure that they arrived whole: by the size that the record
 * tells afterwards, or, where it tells none, by reading them back.
 */
export async function sendContents(
  context: WriteContext,
  contents: readonly Content[],
  record: { target: Target; set: Address; json: Json },
  options: SendOptions,
): Promise<void> {
  for (const content of contents) {
    const bytes = decodeContent(content.property, content.value)
    const owner = ownerOf(context, record, content.entity)
    await sendContent(context, owner, content.property, bytes, options)
  }
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

/** The record that a stream belongs to: the one that was made, or a nested one that was made with it. */
function ownerOf(
  context: WriteContext,
  { target, set, json }: { target: Target; set: Address; json: Json },
  path: Content['entity'],
): Owner {
  const own = set.single ? set : recordAddress(set, target.schema, json)
  const [list, index, ...deeper] = path
  if (list === undefined) return { target, address: own, etag: etagOf(json) }
  const row = ((json[list] as Json[] | undefined)?.[Number(index)] ?? {}) as Json
  const property = entitySchema(target.schema).properties?.[String(list)] as EntityProperty | undefined
  const resource = property?.target ?? String(list)
  const view = context.indexOf(target).get(resource) ?? target.schema
  const nested: Target = { ...target, resource, schema: view }
  const nestedSet =
    entitySchema(view).topLevel === false
      ? childAddress(own, target.schema, nested)
      : setAddress(nested, context.indexOf(target), context.company)
  return ownerOf(context, { target: nested, set: nestedSet, json: row }, deeper)
}

function etagOf(json: Json): string | undefined {
  return typeof json['@odata.etag'] === 'string' ? json['@odata.etag'] : undefined
}
