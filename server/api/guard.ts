import type { FastifyReply, FastifyRequest } from 'fastify'
import { ProblemError } from '../../engine/index.ts'
import type { SessionCookie } from '../auth/session-cookie.ts'
import type { Sessions } from '../auth/session.ts'
import { apiProblem } from './problems.ts'

export interface GuardOptions {
  readonly sessions: Sessions
  readonly cookie: SessionCookie
  /** `host:port` of every address that the server may be reached by. */
  readonly hosts: readonly string[]
}

/**
 * Lets a request through only to a host of our own (no other name can be made to point here), lets it change something only from a
 * page of our own, and lets it see something only in a session.
 */
export function createGuard({ sessions, cookie, hosts }: GuardOptions) {
  const allowed = new Set(hosts.map((host) => host.toLowerCase()))

  async function checkAddress(request: FastifyRequest, _reply: FastifyReply): Promise<void> {
    const host = (request.headers.host ?? '').toLowerCase()
    if (!allowed.has(host)) throw new ProblemError(apiProblem('http.host-refused', {}, { host }))
    if (request.method === 'GET' || request.method === 'HEAD') return
    if (!isOwnOrigin(request.headers.origin, host)) throw new ProblemError(apiProblem('http.origin-refused', {}, {}))
  }

  async function requireSession(request: FastifyRequest, _reply: FastifyReply): Promise<void> {
    const session = cookie.read(request.headers.cookie)
    if (session === undefined || !sessions.isOpen(session)) throw new ProblemError(apiProblem('http.session-missing', {}, {}))
  }

  return { checkAddress, requireSession }
}

/** Browsers name the page's origin in every request that changes something; one without it is no page of ours. */
function isOwnOrigin(origin: string | undefined, host: string): boolean {
  return origin !== undefined && (origin === `http://${host}` || origin === `https://${host}`)
}
