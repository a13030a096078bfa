import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { Refusal } from '../refusal.ts'
import { refuse, type Request, type Response } from '../service/message.ts'
import { describe, type Service } from '../service/service.ts'
import { authenticate, type Caller } from '../auth/authenticate.ts'
import { isTokenEndpoint, type Authority } from '../auth/authority.ts'
import type { Certificate } from '../auth/certificate.ts'
import type { Registrations } from '../auth/registrations.ts'
import type { TokenSigner } from '../auth/tokens.ts'
import { BodyTooLarge, gone, readBody, send, sendHalf, sendSlowly } from './answer.ts'
import { control, type Controls } from './control.ts'
import { environments } from './environments.ts'
import { refusalOf, type FaultRule } from './faults.ts'

/** Above it the online service answers 413. */
const largestBody = 350 * 1024 * 1024

export interface Guard {
  certificate: Certificate
  registrations: Registrations
  authority: Authority
  signer: TokenSigner
}

export interface ServerParts {
  service: Service
  controls: Controls
  clock: () => Date
  /** Permissions that every caller lacks. */
  denied: ReadonlySet<string>
  /** With it, https and the token authority. */
  guard?: Guard
}

/**
 * The socket side of the sandbox. It stands on node:http and not on Fastify: there is one handler for every address, bodies are bytes
 * whatever their type, and faults break answers in the middle, which a framework is there to prevent.
 */
export async function listen(parts: ServerParts, port: number): Promise<{ origin: string; close(): Promise<void> }> {
  const scheme = parts.guard ? 'https' : 'http'
  const listener = (message: IncomingMessage, response: ServerResponse) =>
    void answer(message, response, parts, () => origin(server, scheme))
  const server = parts.guard
    ? createSecureServer({ cert: parts.guard.certificate.certificate, key: parts.guard.certificate.key }, listener)
    : createServer(listener)
  server.keepAliveTimeout = 65_000
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => resolve())
  })
  return { origin: origin(server, scheme), close: () => close(server) }
}

const origin = (server: Server, scheme: string) => `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}`

async function close(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  server.closeAllConnections()
  await closed
}

async function answer(message: IncomingMessage, to: ServerResponse, parts: ServerParts, address: () => string): Promise<void> {
  to.on('error', () => {}) // the client went away while it was answered
  try {
    await handle(message, to, parts, address())
  } catch (error) {
    if (to.headersSent || to.destroyed) return void to.destroy()
    if (error instanceof BodyTooLarge) {
      to.setHeader('connection', 'close')
      return send(to, refuse(new Refusal(413, 'BadRequest', 'The request body is larger than 350 MB.')))
    }
    if (message.errored || message.destroyed) return void to.destroy()
    send(to, refuse(new Refusal(500, 'Internal_ServerError', error instanceof Error ? error.message : String(error))))
  }
}

async function handle(message: IncomingMessage, to: ServerResponse, parts: ServerParts, ownOrigin: string): Promise<void> {
  const request = await toRequest(message, ownOrigin)
  if (request.path.startsWith('/_sandbox/')) return send(to, control(request.method, request.path, request.body, parts.controls))
  if (isTokenEndpoint(request.path)) {
    const fault = parts.controls.faults.take(request.method, '$token')
    if (fault) return send(to, refuseWith(fault))
  }
  const authorized = parts.guard?.authority.handle(request)
  if (authorized) return send(to, authorized)
  const caller = authenticated(request, parts)
  if (caller instanceof Refusal) return send(to, unauthorized(caller, request, parts))
  const listed = environments(request)
  if (listed) return send(to, listed)
  request.denied = caller.denied
  const leave = await parts.controls.throttle.enter(caller.name)
  if (!leave) return send(to, refuse(refusalOf({ fault: 'throttle' })))
  try {
    const { entitySet } = describe(request.path)
    const fault = parts.controls.faults.take(request.method, entitySet)
    if (fault) await withFault(fault, request, to, parts)
    else send(to, parts.service.handle(request), request.method === 'HEAD')
  } finally {
    leave()
  }
}

/** Without a guard any caller will do; the authorization header tells them apart. */
function authenticated(request: Request, { guard, denied, clock }: ServerParts): Caller | Refusal {
  if (!guard) return { name: request.headers.authorization ?? '', denied }
  try {
    const caller = authenticate(request, guard.registrations, guard.signer, clock())
    return { ...caller, denied: new Set([...denied, ...caller.denied]) }
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
}

function unauthorized(refusal: Refusal, request: Request, { service }: ServerParts): Response {
  return service.refused(request, refusal, refusal.status === 401 ? { 'www-authenticate': 'Bearer' } : {})
}

function refuseWith(fault: FaultRule): Response {
  const { status, code, message } = refusalOf(fault)
  const body = JSON.stringify({ error: 'temporarily_unavailable', error_description: `${code}: ${message}` })
  return { status, headers: { 'content-type': 'application/json', ...retryHeader(fault) }, body }
}

async function toRequest(message: IncomingMessage, ownOrigin: string): Promise<Request> {
  const [path = '/', ...rest] = (message.url ?? '/').split('?')
  const headers = Object.fromEntries(
    Object.entries(message.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
  )
  const host = message.headers.host
  return {
    method: (message.method ?? 'GET').toUpperCase(),
    path,
    query: new URLSearchParams(rest.join('?')),
    headers,
    body: await readBody(message, largestBody),
    origin: host === undefined ? ownOrigin : `${ownOrigin.split('://')[0]}://${host}`,
  }
}

/** Answers wrongly, late, half or not at all. */
async function withFault(fault: FaultRule, request: Request, to: ServerResponse, { service }: ServerParts): Promise<void> {
  const execute = (): Response => service.handle(request)
  switch (fault.fault) {
    case 'timeout':
      return
    case 'reset':
      return void to.socket?.destroy()
    case 'commit-then-timeout':
      execute()
      return
    case 'commit-then-reset':
      return sendHalf(to, execute())
    case 'commit-late':
      if (fault.delayMs === undefined) await gone(to)
      else await new Promise((resolve) => setTimeout(resolve, fault.delayMs))
      execute()
      return void to.socket?.destroy()
    case 'empty-body': {
      const { status, headers } = execute()
      return send(to, { status, headers, body: '' })
    }
    case 'broken-json': {
      const response = execute()
      const text = String(response.body ?? '')
      return send(to, { ...response, body: text.slice(0, Math.floor(text.length / 2)) })
    }
    case 'html':
      if (fault.commit ?? true) execute()
      return send(to, proxyPage(fault.status ?? 502))
    case 'slow-drip':
      return sendSlowly(to, execute(), fault.delayMs ?? 10)
    default:
      return send(to, service.refused(request, refusalOf(fault), retryHeader(fault)))
  }
}

function retryHeader({ retryAfter }: FaultRule): Record<string, string> {
  return retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }
}

const proxyPage = (status: number): Response => ({
  status,
  headers: { 'content-type': 'text/html; charset=utf-8' },
  body: '<html><head><title>Bad Gateway</title></head><body><h1>The proxy received an invalid response from an upstream server.</h1></body></html>',
})
