import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startClient, v1, v2, type Client } from './raw-client.ts'

const folder = fileURLToPath(new URL('../../../../schemas/business-central/', import.meta.url))

interface Schema {
  entitySet: string
  operations: string[]
  properties: Record<string, { enum?: string[]; deepInsert?: boolean }>
}

const schemas = ['v1.0', 'v2.0'].flatMap((version) =>
  readdirSync(join(folder, version))
    .map((file) => JSON.parse(readFileSync(join(folder, version, file), 'utf8')) as Schema)
    .filter(({ entitySet }) => entitySet),
)

let client: Client
beforeAll(async () => {
  client = await startClient()
})
afterAll(() => client.close())

/** The sandbox may refuse anything, in the words of Business Central; it may not fail. */
function expectAnswered({ status, body }: { status: number; body: { error?: { code: string; message: string } } }): void {
  if (status >= 500 && status !== 501) expect([status, body]).toBe('an answer')
  if (status >= 400) expect(body.error?.code).toBeTypeOf('string')
}

const root = fc.constantFrom(v1, v2)
const set = fc.constantFrom(...new Set(schemas.map(({ entitySet }) => entitySet)))
const creatable = schemas.filter(({ operations }) => operations.includes('POST'))

const value = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.string({ maxLength: 300 }),
  fc.constantFrom('10000', '1896-S', 'EUR', '2026-02-28', '00000000-0000-0000-0000-000000000000', -1, 0, 1e15, 1e308, true, null, ''),
  fc.double(),
  fc.uuid(),
)

/** Bodies that are half right: names of the entity, with values of any kind. */
const body = fc
  .constantFrom(...creatable)
  .chain((schema) =>
    fc.tuple(
      fc.constant(schema.entitySet),
      fc.dictionary(fc.constantFrom(...Object.keys(schema.properties)), value, { maxKeys: 6 }),
      fc.constantFrom<Record<string, unknown>>({}, { customerNumber: '10000' }, { displayName: 'A' }, { code: 'A' }),
    ),
  )

test('any body that names properties of the entity is answered', async () => {
  await fc.assert(
    fc.asyncProperty(root, body, async (at, [name, sent, more]) => {
      expectAnswered(await client.post(`${at}/${client.company}/${name}`, { ...more, ...sent }))
    }),
    { numRuns: 600 },
  )
})

test('any line is answered', async () => {
  const line = schemas.find(({ entitySet }) => entitySet === 'salesOrderLines')!
  const lines = fc.array(fc.dictionary(fc.constantFrom(...Object.keys(line.properties)), value, { maxKeys: 5 }), { maxLength: 3 })

  await fc.assert(
    fc.asyncProperty(root, lines, async (at, salesOrderLines) => {
      expectAnswered(await client.post(`${at}/${client.company}/salesOrders`, { customerNumber: '10000', salesOrderLines }))
    }),
    { numRuns: 300 },
  )
})

test('any query is answered', async () => {
  const word = fc.constantFrom(
    'number',
    'eq',
    "'10000'",
    'and',
    'or',
    'not',
    '(',
    ')',
    'contains',
    ',',
    'in',
    'null',
    '1',
    'true',
    'id',
    'any',
    '/',
    ':',
    'x',
    '$it',
    '$',
    ';',
    '=',
    '*',
    'asc',
  )
  const option = fc.oneof(
    fc.array(word, { maxLength: 12 }).map((words) => words.join(' ')),
    fc.string(),
  )
  const name = fc.constantFrom(
    '$filter',
    '$select',
    '$expand',
    '$orderby',
    '$top',
    '$skip',
    '$count',
    '$skiptoken',
    '$schemaversion',
    '$search',
    '$unknown',
    'company',
  )

  await fc.assert(
    fc.asyncProperty(root, set, fc.dictionary(name, option, { maxKeys: 3 }), async (at, entitySet, options) => {
      expectAnswered(await client.get(`${at}/${client.company}/${entitySet}?${new URLSearchParams(options).toString()}`))
    }),
    { numRuns: 600 },
  )
})

test('any path and method is answered', async () => {
  const segment = fc.oneof(
    set,
    fc.constantFrom(
      'companies',
      '$batch',
      '$metadata',
      '$count',
      '$value',
      'Microsoft.NAV.post',
      "customers('1')",
      'salesOrders(a=1,b=2)',
      'picture',
      'salesOrderLines',
      '()',
      'x(',
    ),
    fc.string().map(encodeURIComponent),
  )
  const method = fc.constantFrom('GET', 'POST', 'PATCH', 'DELETE', 'PUT', 'HEAD', 'OPTIONS', 'MERGE')

  await fc.assert(
    fc.asyncProperty(method, root, fc.boolean(), fc.array(segment, { maxLength: 4 }), value, async (verb, at, inside, segments, sent) => {
      const path = [at, ...(inside ? [client.company] : []), ...segments].join('/')
      const answer = await client.send(verb, path, verb === 'GET' || verb === 'HEAD' ? undefined : sent === undefined ? null : sent, {
        'if-match': '*',
      })
      if (verb === 'HEAD') expect(answer.status === 501 || answer.status < 500).toBe(true)
      else expectAnswered(answer)
    }),
    { numRuns: 600 },
  )
})

test('and after all of it, an order is taken', async () => {
  expect((await client.post('salesOrders', { customerNumber: '20000' })).status).toBe(201)
})
