import { createHash } from 'node:crypto'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { extname, join, relative, sep } from 'node:path'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { ProblemError } from '../../engine/index.ts'
import { engineWorkerPolicy } from './content-policy.ts'
import { apiProblem } from './problems.ts'

const compress = promisify(gzip)

interface ServedFile {
  readonly bytes: Buffer
  readonly type: string
  readonly etag: string
  compressed?: Promise<Buffer>
}

/**
 * Serves the built editor from memory: only what was built can be asked for, so no path can lead anywhere else.
 * Every other address that a browser opens is the page itself, which knows what to show there.
 */
export function editorFiles(app: FastifyInstance, folder: string): void {
  const files = new Map(listFiles(folder).map((file) => [`/${relative(folder, file).split(sep).join('/')}`, load(file)]))
  const page = files.get('/index.html')

  app.setNotFoundHandler(async (request, reply) => {
    const [path = '/'] = request.url.split('?')
    if (request.method !== 'GET' || path.startsWith('/api/')) throw notFound(path)
    const file = files.get(path)
    if (file && file !== page) {
      if (path.startsWith('/engine/')) void reply.header('content-security-policy', engineWorkerPolicy)
      return send(request, reply, file, 'public, max-age=31536000, immutable')
    }
    if (!page || !isOpened(request)) throw notFound(path)
    return send(request, reply, page, 'no-cache')
  })
}

/** Whether a person opens the address, and not a page that looks for a file of its own. */
function isOpened({ headers }: FastifyRequest): boolean {
  return headers['accept']?.includes('text/html') ?? false
}

async function send(request: FastifyRequest, reply: FastifyReply, file: ServedFile, cacheControl: string): Promise<FastifyReply> {
  void reply.code(200).type(file.type).header('etag', file.etag).header('cache-control', cacheControl).header('vary', 'accept-encoding')
  if (request.headers['if-none-match'] === file.etag) return reply.code(304).send()
  if (!/\bgzip\b/.test(request.headers['accept-encoding'] ?? '')) return reply.send(file.bytes)
  return reply.header('content-encoding', 'gzip').send(await (file.compressed ??= compress(file.bytes)))
}

function notFound(path: string): ProblemError {
  return new ProblemError(apiProblem('http.not-found', {}, { path }))
}

function listFiles(folder: string): string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
}

function load(file: string): ServedFile {
  const bytes = readFileSync(file)
  const etag = `"${createHash('sha256').update(bytes).digest('base64url')}"`
  return { bytes, type: types[extname(file)] ?? 'application/octet-stream', etag }
}

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.ttf': 'font/ttf',
  '.woff2': 'font/woff2',
}
