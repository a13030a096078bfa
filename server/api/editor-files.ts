import { existsSync } from 'node:fs'
import { relative } from 'node:path'
import staticFiles from '@fastify/static'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { ProblemError } from '../../engine/index.ts'
import { engineWorkerPolicy } from './content-policy.ts'
import { apiProblem } from './problems.ts'

/**
 * Serves the built editor: a route for each file that was built, so that no path can lead anywhere else.
 * Every other address that a browser opens is the page itself, which knows what to show there.
 */
export function editorFiles(app: FastifyInstance, folder: string): void {
  const isBuilt = existsSync(folder)
  if (isBuilt)
    void app.register(staticFiles, {
      root: folder,
      wildcard: false,
      globIgnore: ['**/*.gz'],
      preCompressed: true,
      cacheControl: false,
      setHeaders: (reply, file) => setHeaders(reply, relative(folder, file)),
    })

  app.setNotFoundHandler(async (request, reply) => {
    const [path = '/'] = request.url.split('?')
    const isOther = request.method !== 'GET' || path.startsWith('/api/')
    if (isOther || !isBuilt || !isOpened(request)) throw new ProblemError(apiProblem('http.not-found', {}, { path }))
    return reply.sendFile('index.html')
  })
}

/** What the build gave a name of its content never changes. */
function setHeaders(reply: FastifyReply, file: string): void {
  const isHashed = /^(assets|engine)\b/.test(file)
  void reply.header('cache-control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache')
  if (file.startsWith('engine')) void reply.header('content-security-policy', engineWorkerPolicy)
}

/** Whether a person opens the address, and not a page that looks for a file of its own. */
function isOpened({ headers }: FastifyRequest): boolean {
  return headers['accept']?.includes('text/html') ?? false
}
