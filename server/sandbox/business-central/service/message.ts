import { Refusal } from '../refusal.ts'
import { randomUUID } from 'node:crypto'

/** One request as the service sees it, from a socket or out of a batch. */
export interface Request {
  method: string
  /** Percent-encoded, without the query. */
  path: string
  query: URLSearchParams
  /** By lower-case name. */
  headers: Readonly<Record<string, string | undefined>>
  body: Uint8Array
  /** `http://127.0.0.1:4101` */
  origin: string
  /** What the caller may not do: `Sales Header Insert`. */
  denied?: ReadonlySet<string>
}

export interface Response {
  status: number
  headers: Record<string, string>
  body?: string | Uint8Array
}

export function json(status: number, value: unknown, headers: Record<string, string> = {}): Response {
  return {
    status,
    headers: { 'content-type': 'application/json; odata.metadata=minimal; odata.streaming=true', 'odata-version': '4.0', ...headers },
    body: JSON.stringify(value),
  }
}

export function nothing(headers: Record<string, string> = {}): Response {
  return { status: 204, headers: { 'odata-version': '4.0', ...headers } }
}

/** What a client that asks for no metadata still gets: the count and the next page. */
export function withoutMetadata(response: Response): Response {
  if (!/json/.test(response.headers['content-type'] ?? '') || response.body === undefined) return response
  const keep = new Set(['@odata.count', '@odata.nextLink'])
  const strip = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(strip)
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(
      Object.entries(value).flatMap(([name, each]) => (name.includes('@odata.') && !keep.has(name) ? [] : [[name, strip(each)]])),
    )
  }
  return { ...response, body: JSON.stringify(strip(JSON.parse(String(response.body)))) }
}

/** `{"error":{"code","message"}}`; the message ends with the id under which the server's telemetry has the request. */
export function refuse(refusal: Refusal): Response {
  const message = `${refusal.message}  CorrelationId:  ${randomUUID()}.`
  return json(refusal.status, { error: { code: refusal.code, message } })
}

/** The preferences of a request: `odata.maxpagesize=20, return=minimal`. */
export function preferences(request: Request): ReadonlyMap<string, string> {
  const parts = (request.headers.prefer ?? '').split(/[,;]/).map((part) => part.trim().split('='))
  return new Map(parts.map(([name = '', value = 'true']) => [name.trim().toLowerCase(), value.trim().replaceAll('"', '')]))
}

/** No entity nests deeper; far more would overflow whatever walks it. */
const deepest = 100

function depthOf(text: string): number {
  let [depth, deepestSeen, quoted] = [0, 0, false]
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (quoted && code === 0x5c) at += 1
    else if (code === 0x22) quoted = !quoted
    else if (!quoted && (code === 0x5b || code === 0x7b)) deepestSeen = Math.max(deepestSeen, (depth += 1))
    else if (!quoted && (code === 0x5d || code === 0x7d)) depth -= 1
  }
  return deepestSeen
}

export function readJson(request: Request): unknown {
  const type = request.headers['content-type'] ?? 'application/json'
  if (!/^(application\/([\w.]+\+)?json|text\/plain)\b/i.test(type))
    throw new Refusal(415, 'BadRequest', `The request content type '${type.slice(0, 100)}' is not supported.`)
  try {
    const text = Buffer.from(request.body).toString('utf8')
    if (depthOf(text) > deepest) throw new Error('too deep')
    return JSON.parse(text) as unknown
  } catch {
    throw new Refusal(400, 'BadRequest', 'Invalid Request Body')
  }
}
