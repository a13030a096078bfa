import { ProblemError, type SchemaSource, type SchemaView } from '../../../engine/index.ts'
import type { Clock } from '../../clock.ts'
import type { Authorisation, SendOptions, WireRequest } from '../connector.ts'
import type { HttpAnswer, HttpClient } from '../http.ts'
import { retryAfterMs } from '../http/backoff.ts'
import { httpProblem } from '../http/problems.ts'
import { type Address, formatAddress } from './address.ts'
import { type Refused, refusalProblem } from './refusal.ts'
import { writeJson } from './write-json.ts'

/** What is asked of one address. */
export interface ClientRequest {
  readonly method: string
  readonly address: Address
  /** System query options (`$filter`), not yet percent-encoded. */
  readonly query?: Readonly<Record<string, string>>
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
  /** The set or route, for people. */
  readonly resource: string
  readonly view?: SchemaView | undefined
  /** Whether something may change there. */
  readonly writes: boolean
  /** What a success carries: an object, perhaps an object, or bytes. */
  readonly expects: 'object' | 'anything' | 'bytes'
}

export interface ClientAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  /** The object that was answered; empty where none was expected and none came. */
  readonly json: Readonly<Record<string, unknown>>
  readonly bytes: Buffer
  readonly correlationId: string
}

export interface ClientSettings {
  readonly connection: string
  /** The root of the service, without a slash at its end. */
  readonly root: string
  readonly http: HttpClient
  readonly schemas: SchemaSource
  readonly clock: Clock
  readonly authorisation: Authorisation
  /** What every address carries: the tenant of a server on-premises that has several. */
  readonly parameters?: Readonly<Record<string, string>>
}

/** Speaks with one Business Central: every answer is a success, or a problem with its class. */
export interface Client {
  /** The request as it is sent, but for what authorises it. */
  wire(request: ClientRequest): WireRequest
  send(request: ClientRequest, options?: SendOptions): Promise<ClientAnswer>
  /** Reads a `nextLink` or a `Location` on our own root: a server behind a proxy names itself otherwise, and our token is for our host. */
  follow(link: string, like: ClientRequest, options?: SendOptions): Promise<ClientAnswer>
  /** The problem of an answer that is no success: also of one from inside a batch. */
  refusal(request: ClientRequest, refused: Refused, correlationId: string): ProblemError
}

export function createClient({ connection, root, http, schemas, clock, authorisation, parameters = {} }: ClientSettings): Client {
  function wire({ method, address, query = {}, headers, body, writes }: ClientRequest): WireRequest {
    const options = Object.entries({ ...query, ...parameters }).map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    const url = `${root}/${formatAddress(address)}`
    return {
      method,
      url: options.length > 0 ? `${url}${url.includes('?') ? '&' : '?'}${options.join('&')}` : url,
      headers: {
        accept: 'application/json',
        // Answers in English: some of their texts allow better advice.
        'accept-language': 'en-US',
        // A replica may lag behind what was just written, and that is what we look for.
        ...(!writes && { 'data-access-intent': 'ReadWrite' }),
        ...(body !== undefined && { 'content-type': body instanceof Uint8Array ? 'application/octet-stream' : 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body }),
    }
  }

  async function exchange(
    request: ClientRequest,
    { method, url, headers, body }: WireRequest,
    options: SendOptions,
  ): Promise<ClientAnswer> {
    const sent = body === undefined ? {} : { body: body instanceof Uint8Array ? body : writeJson(body) }
    const answer = await http.send({ method, url, headers, ...sent }, { writes: request.writes, ...options })
    const { status, correlationId } = answer
    if (status < 200 || status > 299) {
      const retry = retryAfterMs(answer.headers['retry-after'], clock.now())
      throw refusal(request, { status, headers: answer.headers, body: parse(answer.body), retryAfterMs: retry }, correlationId)
    }
    const json = request.expects === 'bytes' ? {} : parse(answer.body)
    if (isObject(json)) return { status, headers: answer.headers, json, bytes: answer.body, correlationId }
    if (request.expects === 'anything' && answer.body.length === 0)
      return { status, headers: answer.headers, json: {}, bytes: answer.body, correlationId }
    throw unreadable(request, url, answer)
  }

  /** A success that says nothing: a proxy's page, a cut-off body. Of a write it leaves open what became of it. */
  function unreadable({ method, writes }: ClientRequest, url: string, { status, headers, body }: HttpAnswer): ProblemError {
    const { host, pathname: path } = new URL(url)
    const found = body.length === 0 ? 'nothing' : (headers['content-type']?.split(';')[0] ?? 'no content type')
    return new ProblemError(
      writes
        ? httpProblem('delivery.outcome-unknown', {}, { method, path, reason: `status ${status} with ${found}` })
        : httpProblem('transport.foreign-answer', {}, { host, status, found, connection }),
    )
  }

  function refusal(request: ClientRequest, refused: Refused, correlationId: string): ProblemError {
    const { method, url, headers, body } = wire(request)
    const { resource, writes, view } = request
    const shown = body instanceof Uint8Array ? `${body.length} bytes` : body
    return new ProblemError(
      refusalProblem(
        schemas,
        { connection, method, url, resource, writes, view, headers, body: shown, correlationId, whyRefused: authorisation.whyRefused },
        refused,
      ),
    )
  }

  return {
    wire,
    refusal,
    send: (request, options = {}) => exchange(request, wire(request), options),
    follow(link, like, options = {}) {
      const request: ClientRequest = { ...like, method: 'GET', writes: false }
      const { pathname, search } = new URL(link, `${root}/`)
      const below = pathname.slice(pathname.search(/\/(api|ODataV4)\//))
      return exchange(request, { method: 'GET', url: root + below + search, headers: wire(request).headers }, options)
    },
  }
}

/** JSON as a value, anything else as text. */
function parse(body: Buffer): unknown {
  const text = body.toString('utf8')
  try {
    return JSON.parse(text) as unknown
  } catch {
    return text
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
