import type { FastifyInstance } from 'fastify'
import { ProblemError } from '../../engine/index.ts'
import type { SessionCookie } from '../auth/session-cookie.ts'
import type { Sessions } from '../auth/session.ts'
import { apiProblem } from './problems.ts'

interface LinkBody {
  readonly link: string
}

/** Opening and ending a session. The link is sent in a body: following it with GET changes nothing. */
export function sessionRoutes(app: FastifyInstance, sessions: Sessions, cookie: SessionCookie): void {
  app.post<{ Body: LinkBody }>('/api/session', { schema: { body: linkBody } }, async (request, reply) => {
    const session = sessions.redeem(request.body.link)
    if (session === undefined) throw new ProblemError(apiProblem('http.link-used', {}, {}))
    return reply.header('set-cookie', cookie.write(session)).code(204).send()
  })

  app.delete('/api/session', async (request, reply) => {
    const session = cookie.read(request.headers.cookie)
    if (session !== undefined) sessions.end(session)
    return reply.header('set-cookie', cookie.clear()).code(204).send()
  })
}

const linkBody = {
  type: 'object',
  required: ['link'],
  additionalProperties: false,
  properties: { link: { type: 'string', minLength: 1, maxLength: 200 } },
}
