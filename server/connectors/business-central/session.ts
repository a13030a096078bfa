import { type Problem, ProblemError } from '../../../engine/index.ts'
import type { Clock } from '../../clock.ts'
import type { Change, Entity, Page, Query, Reading, Route, SendOptions, Sent, Session, Target } from '../connector.ts'
import type { ContentFetcher } from '../http/fetch-content.ts'
import { routeService } from './address.ts'
import { asRefused, batchLimit, correlated, isSuccess, sendBatch } from './batch.ts'
import type { Client, ClientRequest } from './client.ts'
import type { Companies } from './companies.ts'
import { loadContents, readContents, sendContents } from './contents.ts'
import { compareBodies } from './differences.ts'
import { toEntity } from './entity.ts'
import { entitiesOf } from './entity-index.ts'
import { type Metadata, parseMetadata } from './metadata.ts'
import { businessCentralProblem } from './problems.ts'
import { answerOf, canBeAnswered, probesOf, readAlong } from './query.ts'
import { readPage } from './reading.ts'
import { readProbes } from './reads.ts'
import type { Targets } from './targets.ts'
import { type PlannedWrite, type WriteContext, addressOf, entityOf, planWrite, unnamedCreation } from './writes.ts'

export interface SessionParts {
  readonly connection: string
  readonly client: Client
  readonly companies: Companies
  readonly targets: Targets
  readonly clock: Clock
  readonly fetcher: ContentFetcher
  close(): Promise<void>
}

export function createSession({ connection, client, companies, targets, clock, fetcher, close }: SessionParts): Session {
  const { schemas } = targets

  async function contextFor(options?: SendOptions): Promise<WriteContext> {
    const company = await companies.chosen(options)
    return { client, schemas, company, indexOf: (target) => entitiesOf(schemas, target.api ?? '') }
  }

  async function findAll(queries: readonly Query[], options?: SendOptions): Promise<readonly (readonly Entity[])[]> {
    const answerable = queries.filter(canBeAnswered)
    if (answerable.length < queries.length) {
      const answers = (await findAll(answerable, options)).values()
      return queries.map((query) => (canBeAnswered(query) ? answers.next().value! : []))
    }
    if (queries.length === 0) return []
    const company = await companies.chosen(options)
    const probes = queries.map((query) => probesOf(query, entitiesOf(schemas, query.target.api ?? ''), company))
    const found = await readProbes(client, clock, probes.flat(), options)
    let next = 0
    const answers = probes.map((ofQuery) => answerOf(ofQuery.map((probe) => ({ probe, found: found[next++]! }))))
    return Promise.all(answers.map((entities, index) => withContents(entities, readAlong(queries[index]!).contents, options)))
  }

  async function withContents(entities: readonly Entity[], names: readonly string[], options?: SendOptions): Promise<readonly Entity[]> {
    if (names.length === 0 || entities.length === 0) return entities
    const context = await contextFor(options)
    const complete: Entity[] = []
    for (const entity of entities) complete.push(await readContents(context, entity, addressOf(context, entity), names, options))
    return complete
  }

  async function read(reading: Reading, options?: SendOptions): Promise<Page> {
    const { target, match = {} } = reading
    const [probe] = probesOf({ target, match }, entitiesOf(schemas, target.api ?? ''), await companies.chosen(options))
    return readPage(client, clock, connection, reading, probe!, options)
  }

  async function readBack(entity: Entity, expand: readonly string[] = [], options?: SendOptions): Promise<Entity | undefined> {
    const context = await contextFor(options)
    const set = addressOf(context, entity)
    const { target } = entity
    const request: ClientRequest = {
      method: 'GET',
      address: set,
      ...(expand.length > 0 && { query: { $expand: expand.join(',') } }),
      resource: target.resource,
      view: target.schema,
      writes: false,
      expects: 'object',
    }
    try {
      return toEntity(target, set, (await client.send(request, options)).json)
    } catch (error) {
      if (isGone(error)) return undefined
      throw error
    }
  }

  /** With the version of the record where the change needs one and has none. */
  async function prepare(context: WriteContext, change: Change, options?: SendOptions): Promise<PlannedWrite> {
    const planned = planWrite(context, change)
    if (!planned.needsEtag) return planned
    const { address, resource, view } = planned.request
    const { json } = await client.send({ method: 'GET', address, resource, view, writes: false, expects: 'object' }, options)
    return { ...planned, request: { ...planned.request, headers: { 'if-match': String(json['@odata.etag'] ?? '') } } }
  }

  async function send(change: Change, given?: SendOptions): Promise<Sent> {
    const options = correlated(given)
    const context = await contextFor(options)
    try {
      const planned = await prepare(context, change, options)
      return planned.isContentOnly
        ? await changeContents(context, planned, change, options)
        : await sendPlanned(context, planned, change, options)
    } catch (error) {
      // What is not there any more needs no deleting.
      if (change.kind === 'delete' && isGone(error)) return { status: 404 }
      throw error
    }
  }

  async function sendPlanned(context: WriteContext, planned: PlannedWrite, change: Change, options: SendOptions): Promise<Sent> {
    const contents = await loadContents(fetcher, planned.contents, options)
    const { status, json, headers } = await client.send(planned.request, options)
    const entity = entityOf(planned, { json })
    if (change.kind === 'create' && !entity) throw unnamedCreation(planned, status)
    if (contents.length === 0) {
      const made =
        change.kind === 'call' && headers['location'] !== undefined ? await readMade(planned, headers['location'], options) : undefined
      return { status, ...((entity ?? made) && { entity: (entity ?? made)! }) }
    }
    try {
      await sendContents(context, contents, { target: planned.target, set: planned.set, json }, options)
    } catch (error) {
      if (change.kind === 'create' && entity) await takeBack(entity, error, options)
      throw error
    }
    const complete = entity && (await readBack(entity, [], options))
    return { status, ...(complete && { entity: complete }) }
  }

  async function changeContents(context: WriteContext, planned: PlannedWrite, change: Change, options: SendOptions): Promise<Sent> {
    const json = change.kind === 'update' ? { ...change.entity.values, '@odata.etag': change.entity.etag } : {}
    const contents = await loadContents(fetcher, planned.contents, options)
    await sendContents(context, contents, { target: planned.target, set: planned.set, json }, options)
    const entity = change.kind === 'update' ? await readBack(change.entity, [], options) : undefined
    return { status: 204, ...(entity && { entity }) }
  }

  /** A record without its content is half a record: it goes, or nobody knows any more what stands there. */
  async function takeBack(entity: Entity, reason: unknown, options: SendOptions): Promise<void> {
    try {
      const current = await readBack(entity, [], options)
      if (current) await send({ kind: 'delete', entity: current }, options)
    } catch {
      const first = reason instanceof ProblemError ? reason.problems[0] : undefined
      if (first) throw new ProblemError({ ...first, class: 'ambiguous' })
    }
  }

  /** What an action made, by the `Location` that it answers; the action is done, whatever becomes of this. */
  async function readMade({ request, target }: PlannedWrite, location: string, options: SendOptions): Promise<Entity | undefined> {
    const path = /\/(api\/v\d+\.\d+)\/(.*?\/(\w+))\([^/]*\)$/.exec(location)
    const schema = path && entitiesOf(schemas, path[1]!.slice('api/'.length)).get(path[3]!)
    if (!path || !schema) return undefined
    try {
      const { json } = await client.follow(location, request, options)
      return toEntity(
        { ...target, resource: path[3]!, schema, api: path[1]!.slice('api/'.length) },
        { service: path[1]!, path: path[2]! },
        json,
      )
    } catch {
      return undefined
    }
  }

  async function sendTogether(changes: readonly Change[], given?: SendOptions): Promise<readonly Sent[] | undefined> {
    const options = correlated(given)
    const context = await contextFor(options)
    // Before version 17 a batch is no transaction, and such a server has no v2.0.
    if (changes.length > batchLimit || (await companies.newestApi(options)) === 'v1.0') return undefined
    const planned = await Promise.all(changes.map((change) => prepare(context, change, options)))
    const services = new Set(planned.map(({ request }) => request.address.service))
    if (services.size !== 1 || services.has('ODataV4') || planned.some(({ contents }) => contents.length > 0)) return undefined
    const answers = await sendBatch(
      client,
      planned.map(({ request }) => request),
      'together',
      options,
    )
    const refused = answers.findIndex((answer) => answer !== undefined && !isSuccess(answer.status))
    if (refused >= 0) {
      const { problems } = client.refusal(planned[refused]!.request, asRefused(answers[refused]!, clock.now()), options.correlationId)
      throw new ProblemError(businessCentralProblem('bc.batch-failed', {}, { index: refused + 1 }), ...problems)
    }
    return planned.map((write, index) => {
      const { status = 0, body = {} } = answers[index] ?? {}
      const entity = status === 0 ? undefined : entityOf(write, { json: (body ?? {}) as Record<string, unknown> })
      if (status === 0 || (changes[index]!.kind === 'create' && !entity)) throw unnamedCreation(write, status)
      return entity ? { status, entity } : { status }
    })
  }

  /** Read once for each service: some 600 kB. */
  const metadata = new Map<string, Promise<Metadata | undefined>>()

  async function describe(route: Pick<Route, 'kind' | 'address'>, options?: SendOptions): Promise<object | undefined> {
    const service = routeService(route)
    let read = metadata.get(service)
    if (!read) metadata.set(service, (read = readMetadata(client, service, options)))
    return (await read)?.schemaOf(route)
  }

  return {
    describe,
    read,
    target: targets.find,
    resources: targets.names,
    findAll,
    readBack,
    send,
    sendTogether,
    close,
    request: async (change) => client.wire((await prepare(await contextFor(), change)).request),
    differences: (target: Target, sent, back) => compareBodies(schemas, target.schema, sent, back.values),
  }
}

async function readMetadata(client: Client, service: string, options: SendOptions | undefined): Promise<Metadata | undefined> {
  const address = { service, path: '$metadata' }
  const headers = { accept: 'application/xml' }
  const request: ClientRequest = { method: 'GET', address, headers, resource: `$metadata of ${service}`, writes: false, expects: 'bytes' }
  return parseMetadata((await client.send(request, options)).bytes.toString('utf8'))
}

function isGone(error: unknown): boolean {
  return error instanceof ProblemError && error.problems.every(({ code }: Problem) => code === 'bc.record-gone')
}
