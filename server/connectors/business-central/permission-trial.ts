import { type Problem, ProblemError, type SchemaSource } from '../../../engine/index.ts'
import type { Permission, SendOptions, Session, Target, Trial } from '../connector.ts'
import { type Address, setAddress } from './address.ts'
import { asRefused, correlated, isSuccess, sendBatch } from './batch.ts'
import type { Client, ClientRequest } from './client.ts'
import type { Companies } from './companies.ts'
import { toEntity } from './entity.ts'
import { entitiesOf, entitySchema } from './entity-index.ts'
import { businessCentralProblem } from './problems.ts'
import { isZeroGuid } from './same-value.ts'
import { type FirstOf, smallestBody, unchangedBody } from './trial-body.ts'

export interface TrialParts {
  readonly session: Session
  readonly client: Client
  readonly companies: Companies
  readonly schemas: SchemaSource
}

type Row = Readonly<Record<string, unknown>>

/**
 * Permissions are not listed anywhere for the one who has them: each is tried. A write goes in a batch that holds together or not at
 * all, and whose last request must fail (operations.md, section 6). A deletion is not tried: should it stay, a record would be lost.
 */
export function createTrials({ session, client, companies, schemas }: TrialParts) {
  async function placeOf(target: Target, options: SendOptions): Promise<Address> {
    return setAddress(target, entitiesOf(schemas, target.api ?? ''), await companies.chosen(options))
  }

  function requestTo(target: Target, address: Address, more: Pick<ClientRequest, 'method'> & Partial<ClientRequest>): ClientRequest {
    return { address, resource: target.resource, view: target.schema, writes: more.method !== 'GET', expects: 'object', ...more }
  }

  async function firstRow(target: Target, options: SendOptions): Promise<Row | undefined> {
    const { json } = await client.send(requestTo(target, await placeOf(target, options), { method: 'GET', query: { $top: '1' } }), options)
    return (json['value'] as Row[] | undefined)?.[0]
  }

  /** A record of a table, by whichever set shows it: something for a required property to name. */
  function firstOf(api: string | undefined, options: SendOptions): FirstOf {
    return async (table) => {
      for (const [resource, schema] of entitiesOf(schemas, api ?? ''))
        if (entitySchema(schema).sourceTable === table) return firstRow({ resource, schema, ...(api !== undefined && { api }) }, options)
      return undefined
    }
  }

  async function tryRead(target: Target, options: SendOptions): Promise<Trial> {
    await firstRow(target, options)
    return { state: 'allowed' }
  }

  async function tryCreate(target: Target, options: SendOptions): Promise<Trial> {
    const body = await smallestBody(target.schema, firstOf(target.api, options))
    if (!body) return { state: 'unknown', why: `there is no record that a new one of ${target.resource} could refer to` }
    const request = requestTo(target, await placeOf(target, options), { method: 'POST', body })
    return tryWrite(target, request, options)
  }

  async function tryUpdate(target: Target, options: SendOptions): Promise<Trial> {
    const row = await firstRow(target, options)
    const body = row && unchangedBody(target.schema, row)
    if (!row || !body) return { state: 'unknown', why: `${target.resource} has no record to try it with` }
    const place = await placeOf(target, options)
    const address = { ...place, path: `${place.path}(${String(row['id'])})`, single: true }
    const headers = { 'if-match': String(row['@odata.etag']) }
    return tryWrite(target, requestTo(target, address, { method: 'PATCH', body, headers }), options)
  }

  /** The write, and after it the deletion of a record that nobody has: it fails, and takes the write back. */
  async function tryWrite(target: Target, request: ClientRequest, given: SendOptions): Promise<Trial> {
    const options = correlated(given)
    if ((await companies.newestApi(options)) === 'v1.0')
      return { state: 'unknown', why: 'this release has no batch that holds together, so a write could not be taken back' }
    const place = await placeOf(target, options)
    const nobody = { ...place, path: `${place.path}(00000000-0000-0000-0000-000000000000)`, single: true }
    const failing = requestTo(target, nobody, { method: 'DELETE', headers: { 'if-match': '*' }, expects: 'anything' })
    const [answer] = await sendBatch(client, [request, failing], 'together', options)
    if (!answer) return { state: 'unknown', why: 'the batch was not answered' }
    if (!isSuccess(answer.status)) throw client.refusal(request, asRefused(answer, 0), options.correlationId)
    await makeSureItIsGone(target, request, (answer.body ?? {}) as Row, options)
    return { state: 'allowed' }
  }

  async function makeSureItIsGone(target: Target, { method, address }: ClientRequest, made: Row, options: SendOptions): Promise<void> {
    const id = made['id']
    if (method !== 'POST' || typeof id !== 'string' || isZeroGuid(id)) return
    const left = await session.readBack(toEntity(target, address, made), [], options)
    if (!left) return
    throw new ProblemError(businessCentralProblem('bc.trial-left-behind', {}, { resource: target.resource, record: id }))
  }

  const trials: Record<Permission, (target: Target, options: SendOptions) => Promise<Trial>> = {
    read: tryRead,
    create: tryCreate,
    update: tryUpdate,
  }

  return async function permission(target: Target, wanted: Permission, options: SendOptions = {}): Promise<Trial> {
    try {
      return await trials[wanted](target, options)
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error
      return trialOf(error)
    }
  }
}

/** A refusal for another reason than a permission tells nothing of the permission; what stops everything goes on up. */
function trialOf(error: ProblemError): Trial {
  const [first] = error.problems as [Problem]
  if (first.code === 'bc.permission-missing') return { state: 'refused', problems: error.problems }
  if (first.class === 'rejected' || first.class === 'conflict') return { state: 'unknown', why: first.message }
  throw error
}
