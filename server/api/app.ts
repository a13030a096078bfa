import { existsSync } from 'node:fs'
import { basename, join } from 'node:path'
import fastify, { type FastifyError, type FastifyInstance } from 'fastify'
import { type Problem, ProblemError } from '../../engine/index.ts'
import { sessionCookie } from '../auth/session-cookie.ts'
import type { Sessions } from '../auth/session.ts'
import { productRoot } from '../root.ts'
import { schemaFiles } from '../workspace/schema-files.ts'
import { shippedPackages } from '../workspace/workspace.ts'
import { pagePolicy, securityHeaders } from './content-policy.ts'
import { editorFiles } from './editor-files.ts'
import { fileRoutes } from './file-routes.ts'
import { createGuard } from './guard.ts'
import { apiProblem } from './problems.ts'
import { schemaRoutes } from './schema-routes.ts'
import { sessionRoutes } from './session-routes.ts'
import { WorkspaceFiles } from './workspace-files.ts'

export interface AppOptions {
  /** The folder of the customer's own documents; it may be empty, but it must be there. */
  readonly workspace: string
  /** Who is signed in; `sessions.issueLink()` gives the secret for `http://HOST:PORT/#link=SECRET`. */
  readonly sessions: Sessions
  /** The port that the server will listen on: part of the addresses that are answered, and of the cookie's name. */
  readonly port: number
  /** Names by which the server is reached besides 127.0.0.1, ::1 and localhost. */
  readonly hosts?: readonly string[]
  /** Whether people reach it by https (a proxy in front): the cookie is then sent by https alone. */
  readonly isHttps?: boolean
  /** The built editor; `dist/editor` of the product unless it is said otherwise. */
  readonly editor?: string
  /** Is told of faults of our own, which the browser learns nothing of but that there was one. */
  readonly onFault?: (error: Error) => void
}

/**
 * The workbench's HTTP server, built without listening: `await app.listen({ host: '127.0.0.1', port })` starts it,
 * `app.inject` tests it, `app.close()` ends it. Everything below `/api/` but opening a session needs a session.
 * More resources are added with `app.register` before it listens; they fall under the same guard.
 */
export function buildApp(options: AppOptions): FastifyInstance {
  const { sessions, port, workspace } = options
  const cookie = sessionCookie(port, options.isHttps === true)
  const guard = createGuard({ sessions, cookie, hosts: addressesOf(port, options.hosts ?? []) })
  const files = new WorkspaceFiles([
    { name: 'defaults', folder: join(productRoot, 'mappings'), parts: shippedPackages(), isReadOnly: true },
    { name: 'workspace', folder: workspace, isReadOnly: false },
  ])

  const app = fastify({ bodyLimit: 1024 * 1024, requestTimeout: 30_000 })
  app.removeContentTypeParser('text/plain')
  app.addHook('onRequest', guard.checkAddress)
  app.addHook('onRequest', async (request, reply) => {
    void reply.headers({ ...securityHeaders, 'content-security-policy': pagePolicy })
    if (!request.url.startsWith('/api/')) return
    void reply.header('cache-control', 'no-store')
    const opensSession = request.method === 'POST' && request.url === '/api/session'
    if (!opensSession) await guard.requireSession(request, reply)
  })
  app.setErrorHandler(async (error: FastifyError | ProblemError, _request, reply) => {
    const problems = error instanceof ProblemError ? error.problems : [problemOf(error)]
    if (problems[0]?.code === 'http.internal') options.onFault?.(error)
    return reply.code(statusOf(problems[0]!)).type('application/json').send({ problems })
  })

  sessionRoutes(app, sessions, cookie)
  fileRoutes(app, basename(workspace), files)
  const schemaFolders = [join(workspace, 'schemas'), join(productRoot, 'schemas')]
  schemaRoutes(app, () => schemaFiles(...schemaFolders.filter((folder) => existsSync(folder))))
  editorFiles(app, options.editor ?? join(productRoot, 'dist', 'editor'))
  return app
}

function addressesOf(port: number, names: readonly string[]): string[] {
  const hosts = ['127.0.0.1', '[::1]', 'localhost', ...names]
  return [...hosts.map((host) => `${host}:${port}`), ...names]
}

/** What Fastify itself refuses, in the one shape. A fault of our own is told without its details. */
function problemOf(error: FastifyError): Problem {
  const status = error.statusCode ?? 500
  if (status === 413) return apiProblem('http.too-large', {}, {})
  if (status === 415) return apiProblem('http.wrong-type', {}, {})
  if (status >= 400 && status < 500) return apiProblem('http.bad-request', {}, { reason: error.message })
  return apiProblem('http.internal', {}, {})
}

const statuses: Record<string, number> = {
  'http.session-missing': 401,
  'http.link-used': 401,
  'http.host-refused': 421,
  'http.origin-refused': 403,
  'http.not-found': 404,
  'http.bad-request': 400,
  'http.wrong-type': 415,
  'http.too-large': 413,
  'http.internal': 500,
  'file.not-found': 404,
  'file.not-text': 415,
  'file.name-refused': 400,
  'file.read-only': 403,
  'file.changed-on-disk': 409,
  'file.cannot-write': 507,
}

function statusOf({ code }: Problem): number {
  return statuses[code] ?? 500
}
