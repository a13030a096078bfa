import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { ConnectionSettings, ConnectorContext, Page, Session, Target } from '../../../../server/connectors/connector.ts'
import { files } from '../../../../server/connectors/files/index.ts'
import { findFirst, problemOf } from '../business-central/open.ts'
import { answer, faultServer } from '../fault-server.ts'
import { ManualClock } from '../../manual-clock.ts'

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'files-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return folder
}

function open(keys: Partial<ConnectionSettings>, context: Partial<ConnectorContext> = {}) {
  const clock = new ManualClock()
  const session = files.open(
    { name: 'orders', connector: 'files', ...keys },
    { clock, schemas: { get: () => undefined }, secret: () => 's3cret', ...context },
  )
  onTestFinished(() => session.close())
  return { session, clock, target: session.target('orders')! }
}

async function readAll(session: Session, target: Target, cursor?: string): Promise<Page[]> {
  const pages: Page[] = []
  for (let next = cursor; ;) {
    const page = await session.read!({ target, ...(next !== undefined && { cursor: next }) })
    pages.push(page)
    next = page.cursor
    if (!page.more) return pages
  }
}

test('files of a folder are read in the order of their names, whatever they hold', async () => {
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'a.json'), '\uFEFF[{"OrderID":1},{"OrderID":2}]')
  writeFileSync(join(folder, 'b.ndjson'), '{"OrderID":3}\r\n\n{"OrderID":4}')
  writeFileSync(join(folder, 'c.json'), '{"OrderID":5}')
  writeFileSync(join(folder, 'c.json.results.ndjson'), '{"at":{}}')
  writeFileSync(join(folder, 'notes.txt'), 'nothing')
  const { session, target } = open({ path: folder })

  const [page] = await readAll(session, target)

  expect(page!.entities.map(({ values }) => values['OrderID'])).toEqual([1, 2, 3, 4, 5])
  expect(page!.problems).toEqual([])
})

test('a reading goes on where the last one stood, page by page, also in a file that has grown', async () => {
  const folder = temporaryFolder()
  const file = join(folder, 'orders.ndjson')
  writeFileSync(file, Array.from({ length: 250 }, (_, index) => `{"OrderID":${index}}\n`).join(''))
  const { session, target } = open({ path: file })
  const pages = await readAll(session, target)

  appendFileSync(file, '{"OrderID":250}\n{"OrderID":2')
  const [half] = await readAll(session, target, pages.at(-1)!.cursor)
  appendFileSync(file, '51}\n')
  const [rest] = await readAll(session, target, half!.cursor)

  expect(pages.map(({ entities, more }) => [entities.length, more])).toEqual([
    [100, true],
    [100, true],
    [50, false],
  ])
  expect(half!.entities.map(({ values }) => values)).toEqual([{ OrderID: 250 }])
  expect(rest!.entities.map(({ values }) => values)).toEqual([{ OrderID: 251 }])
})

test('rows that are no records are problems of their own, and the others go on', async () => {
  const folder = temporaryFolder()
  const deep = '{"a":'.repeat(200) + '1' + '}'.repeat(200)
  const rows = [
    '{"OrderID":1}',
    'no json',
    '[1]',
    deep,
    '{"Customer":{"__proto__":{"admin":true}}}',
    `{"Notes":"${'x'.repeat(5_300_000)}"}`,
    '{"OrderID":2}',
  ]
  writeFileSync(join(folder, 'orders.ndjson'), rows.join('\n'))
  const { session, target } = open({ path: folder })

  const [page] = await readAll(session, target)

  expect(page!.entities.map(({ values }) => values['OrderID'])).toEqual([1, 2])
  expect(page!.problems.map(({ code, at }) => [code, at.record])).toEqual([
    ['source.malformed', 'orders.ndjson, line 2'],
    ['source.not-an-object', 'orders.ndjson, line 3'],
    ['source.too-deep', 'orders.ndjson, line 4'],
    ['source.forbidden-key', 'orders.ndjson, line 5'],
    ['source.too-large', 'orders.ndjson, line 6'],
  ])
})

test('an absurd cursor is refused, not taken for the beginning', async () => {
  const { session, target } = open({ path: temporaryFolder() })

  const problems = await Promise.all(
    ['', 'yesterday', '[]', '{"a":-1}', '{"a":"b"}', 'null'].map((cursor) => problemOf(session.read!({ target, cursor }))),
  )

  expect(new Set(problems.map(({ code }) => code))).toEqual(new Set(['source.cursor-invalid']))
})

test('a path that is not there is a problem of the connection', async () => {
  const { session, target } = open({ path: '/nowhere/orders' })

  expect(await problemOf(session.read!({ target }))).toMatchObject({ code: 'source.path-missing', class: 'systemic' })
})

test('no path leads out of the workspace, links included', async () => {
  const folder = temporaryFolder()
  const workspace = join(folder, 'workspace')
  mkdirSync(workspace)
  writeFileSync(join(folder, 'secret.json'), '{}')
  symlinkSync(join(folder, 'secret.json'), join(workspace, 'link.json'))

  const attempts = ['../secret.json', join(folder, 'secret.json'), 'link.json'].map(async (path) => {
    const { session, target } = open({ path, results: 'r.ndjson' }, { folder: workspace })
    return problemOf(session.read!({ target }))
  })

  expect((await Promise.all(attempts)).map(({ code }) => code)).toEqual([
    'source.path-outside',
    'source.path-outside',
    'source.path-outside',
  ])
})

test('SO-H16 SO-X05 what a flow writes back stands beside the records, and is known after a restart', async () => {
  const path = join(temporaryFolder(), 'orders.ndjson')
  writeFileSync(path, '{"OrderID":1001}\n')
  const first = open({ path })
  const found = await findFirst(first.session, { target: first.target, match: {}, at: { OrderID: 1001 } })

  await first.session.send({ kind: 'update', entity: found, body: { OrderID: 'S-101001' } })
  appendFileSync(`${path}.results.ndjson`, '{"resource":"orders","at":{"Ord') // a crash in the middle of a line
  const second = open({ path })
  await second.session.send({ kind: 'update', entity: { target: second.target, values: { OrderID: 1002 } }, body: { OrderID: 'S-101002' } })
  const third = open({ path })
  const known = await third.session.findAll([1001, 1002, 1003].map((OrderID) => ({ target: third.target, match: { OrderID } })))

  expect(known.map(([entity]) => entity!.values)).toEqual([{ OrderID: 'S-101001' }, { OrderID: 'S-101002' }, { OrderID: 1003 }])
  expect(readFileSync(`${path}.results.ndjson`, 'utf8').split('\n')).toHaveLength(4)
  expect(readFileSync(path, 'utf8')).toBe('{"OrderID":1001}\n')
})

test('SO-X05 what a flow writes back goes to an endpoint by PUT, again after trouble', async () => {
  const server = await faultServer(answer(503), answer(204, ''))
  const { session, clock, target } = open({ endpoint: `${server.url}/results`, token: 'env:SHOP' })

  const sending = session.send({ kind: 'update', entity: { target, values: { OrderID: 7 } }, body: { OrderID: 'S-7' } })
  await clock.skipSleep(1, 10_000)
  await sending

  expect(server.requests).toHaveLength(2)
  expect(server.requests[1]).toMatchObject({ method: 'PUT', path: '/results', headers: { authorization: 'Bearer s3cret' } })
  expect(JSON.parse(server.requests[1]!.body)).toEqual({ resource: 'orders', at: { OrderID: 7 }, set: { OrderID: 'S-7' } })
})

test('an endpoint that refuses is a problem with its class', async () => {
  const server = await faultServer(answer(422))
  const { session, target } = open({ endpoint: server.url })

  const problem = await problemOf(session.send({ kind: 'update', entity: { target, values: { OrderID: 7 } }, body: { OrderID: 'S-7' } }))

  expect(problem).toMatchObject({ code: 'source.update-refused', class: 'rejected', parameters: { status: 422 } })
})

test('files are not created or deleted by flows', async () => {
  const { session, target } = open({ path: temporaryFolder() })

  expect(await problemOf(session.send({ kind: 'create', target, body: {} }))).toMatchObject({ code: 'source.read-only', class: 'rejected' })
})
