import { isObject } from '../contract/deserialize.ts'
import { badRequest, Refusal } from '../refusal.ts'
import { json, preferences, readJson, type Request, type Response } from './message.ts'

const largestBatch = 100

interface Operation {
  id: string
  method: string
  url: string
  headers: Record<string, string>
  body: unknown
  dependsOn: string[]
  group: string | undefined
}

/** What a batch needs of the service. */
export interface BatchRunner {
  run(request: Request): Response
  /** Runs all of it, or (when it throws) none. */
  transaction<Result>(work: () => Result): Result
  /** The address below which relative URLs stand. */
  rootPath: string
}

/** Carries what was answered until then out of a transaction that is rolled back. */
class RolledBack extends Error {}

/**
 * Operations one after another, in one envelope. By default the first failure stops it and what was done stays; with
 * `Prefer: odata.continue-on-error` the rest is done all the same; with `Isolation: snapshot` a failure undoes everything.
 */
export function runBatch(request: Request, runner: BatchRunner): Response {
  const operations = parseOperations(readJson(request))
  const prefer = preferences(request)
  const goesOn = (prefer.get('odata.continue-on-error') ?? prefer.get('continue-on-error')) === 'true'
  const isSnapshot = (request.headers.isolation ?? '').trim().toLowerCase() === 'snapshot'
  const responses: unknown[] = []
  const work = () => runAll(operations, request, runner, goesOn && !isSnapshot, responses)
  if (!isSnapshot) work()
  else
    try {
      runner.transaction(() => {
        if (!work()) throw new RolledBack()
      })
    } catch (error) {
      if (!(error instanceof RolledBack)) throw error
    }
  return json(200, { responses })
}

function parseOperations(body: unknown): Operation[] {
  if (!isObject(body) || !Array.isArray(body.requests)) throw badRequest('Invalid Request Body')
  if (body.requests.length > largestBatch)
    throw new Refusal(
      400,
      'Unknown',
      `The current batch message contains too many parts. A maximum number of '${largestBatch}' query operations and change sets are allowed in a batch message.`,
    )
  const operations = body.requests.map((each: unknown, index) => parseOperation(each, index))
  if (new Set(operations.map(({ id }) => id)).size < operations.length)
    throw badRequest('The ids of the requests of a batch must be unique.')
  return operations
}

function parseOperation(value: unknown, index: number): Operation {
  if (!isObject(value)) throw badRequest(`Request ${index} of the batch is no object.`)
  const { id, method, url, headers = {}, dependsOn = [], atomicityGroup } = value
  if (typeof id !== 'string' && typeof id !== 'number') throw badRequest(`The 'id' property is missing in request ${index} of the batch.`)
  if (typeof method !== 'string' || typeof url !== 'string')
    throw badRequest(`Request '${id}' of the batch must have the properties 'method' and 'url'.`)
  if (!isObject(headers)) throw badRequest(`The headers of request '${id}' of the batch are no object.`)
  const lower = Object.entries(headers).map(([name, text]) => [name.toLowerCase(), String(text)] as const)
  return {
    id: String(id),
    method: method.toUpperCase(),
    url,
    headers: Object.fromEntries(lower),
    body: value.body,
    dependsOn: Array.isArray(dependsOn) ? dependsOn.map(String) : [],
    group: atomicityGroup === undefined ? undefined : String(atomicityGroup),
  }
}

/** @returns whether everything succeeded */
function runAll(operations: readonly Operation[], envelope: Request, runner: BatchRunner, goesOn: boolean, responses: unknown[]): boolean {
  const failed = new Set<string>()
  for (let index = 0; index < operations.length;) {
    const first = operations[index]!
    const group = first.group === undefined ? [first] : operations.slice(index).filter(({ group: each }) => each === first.group)
    index += group.length
    if (!runGroup(group, envelope, runner, failed, responses)) {
      for (const { id, group: name } of group) failed.add(id).add(name ?? id)
      if (!goesOn) return false
    }
  }
  return failed.size === 0
}

/** The operations of one atomicity group: all of them, or none. */
function runGroup(
  group: readonly Operation[],
  envelope: Request,
  runner: BatchRunner,
  failed: ReadonlySet<string>,
  responses: unknown[],
): boolean {
  const work = () => {
    for (const operation of group) {
      const response = operation.dependsOn.some((id) => failed.has(id))
        ? json(424, { error: { code: 'Unknown', message: `A request that request '${operation.id}' depends on has failed.` } })
        : runner.run(toRequest(operation, envelope, runner.rootPath))
      responses.push(toPart(operation.id, response))
      if (response.status >= 400) return false
    }
    return true
  }
  if (group.length === 1) return work()
  try {
    runner.transaction(() => {
      if (!work()) throw new RolledBack()
    })
    return true
  } catch (error) {
    if (error instanceof RolledBack) return false
    throw error
  }
}

function toRequest({ method, url, headers, body }: Operation, envelope: Request, rootPath: string): Request {
  const relative = url.startsWith(envelope.origin) ? url.slice(envelope.origin.length) : url
  const [path = '', query = ''] = splitOnce(relative, '?')
  const isBinary = /octet-stream/.test(headers['content-type'] ?? '')
  return {
    method,
    path: path.startsWith(`${rootPath}/`) ? path : `${rootPath}/${path.replace(/^\//, '')}`,
    query: new URLSearchParams(query),
    headers: { ...headers, authorization: envelope.headers.authorization },
    body:
      body === undefined
        ? new Uint8Array()
        : isBinary && typeof body === 'string'
          ? Buffer.from(body, 'base64')
          : Buffer.from(JSON.stringify(body)),
    origin: envelope.origin,
    ...(envelope.denied && { denied: envelope.denied }),
  }
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator)
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)]
}

function toPart(id: string, { status, headers, body }: Response): unknown {
  const isJson = /json/.test(headers['content-type'] ?? '')
  const shown = body === undefined ? undefined : isJson ? (JSON.parse(String(body)) as unknown) : encoded(body)
  return { id, status, headers, ...(shown !== undefined && { body: shown }) }
}

const encoded = (body: string | Uint8Array) => (typeof body === 'string' ? body : Buffer.from(body).toString('base64'))
