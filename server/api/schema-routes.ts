import { createHash } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import type { SchemaSource } from '../../engine/index.ts'

/**
 * All schemas of sources and targets in one answer: the engine's worker cannot ask for one when it meets its name,
 * and the browser keeps them until one changes.
 */
export function schemaRoutes(app: FastifyInstance, schemas: () => SchemaSource): void {
  app.get('/api/schemas', async (request, reply) => {
    const source = schemas()
    const body = JSON.stringify(Object.fromEntries([...(source.names?.() ?? [])].map((name) => [name, source.get(name)])))
    const etag = `"${createHash('sha256').update(body).digest('base64url')}"`
    void reply.header('etag', etag).header('cache-control', 'private, no-cache').type('application/json')
    return request.headers['if-none-match'] === etag ? reply.code(304).send() : reply.send(body)
  })
}
