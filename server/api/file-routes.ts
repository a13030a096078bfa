import { createHash } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import type { WorkspaceFiles } from './workspace-files.ts'

interface FileParameters {
  readonly '*': string
}

interface FileBody {
  readonly text: string
  readonly version: string | null
}

/** A record may have 5 MB (RELIABILITY.md, section 5), and escaping makes more of it. */
const bodyLimit = 12 * 1024 * 1024

/** Reading and saving the workspace's files; saving needs the version that was read. */
export function fileRoutes(app: FastifyInstance, name: string, files: WorkspaceFiles): void {
  app.get('/api/workspace', { schema: { response: { 200: workspaceReply, 304: { type: 'null' } } } }, async (request, reply) => {
    const documents = files.documents()
    const etag = `"${createHash('sha256')
      .update(documents.map(({ path, version }) => `${path} ${version}`).join('\n'))
      .digest('base64url')}"`
    void reply.header('etag', etag)
    if (request.headers['if-none-match'] === etag) return reply.code(304).send()
    return reply.send({ name, documents })
  })

  app.get<{ Params: FileParameters }>('/api/files/*', { schema: { response: { 200: fileReply } } }, async (request) =>
    files.read(request.params['*']),
  )

  app.put<{ Params: FileParameters; Body: FileBody }>(
    '/api/files/*',
    { bodyLimit, schema: { body: fileBody, response: { 200: fileReply } } },
    async (request) => files.write(request.params['*'], request.body.text, request.body.version),
  )

  app.delete<{ Params: FileParameters; Body: { version: string } }>(
    '/api/files/*',
    {
      schema: { body: { type: 'object', required: ['version'], additionalProperties: false, properties: { version: { type: 'string' } } } },
    },
    async (request, reply) => {
      files.remove(request.params['*'], request.body.version)
      return reply.code(204).send()
    },
  )
}

const fileProperties = { path: { type: 'string' }, version: { type: 'string' }, text: { type: 'string' } }

const fileReply = { type: 'object', required: ['path', 'version', 'text'], properties: fileProperties }

const workspaceReply = {
  type: 'object',
  required: ['name', 'documents'],
  properties: {
    name: { type: 'string' },
    documents: {
      type: 'array',
      items: { type: 'object', properties: { ...fileProperties, packageName: { type: 'string' }, isReadOnly: { type: 'boolean' } } },
    },
  },
}

const fileBody = {
  type: 'object',
  required: ['text', 'version'],
  additionalProperties: false,
  properties: { text: { type: 'string' }, version: { type: ['string', 'null'] } },
}
