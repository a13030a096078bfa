import { expect, test } from 'vitest'
import type { Page, Session, Target } from '../../../../server/connectors/connector.ts'
import { answer, faultServer } from '../fault-server.ts'
import { openSession, openWorld, problemOf } from './open.ts'

const since = 'lastModifiedDateTime'
const guid = (end: number) => `00000000-0000-4000-8000-${String(end).padStart(12, '0')}`
const companies = answer(200, { value: [{ id: guid(1), name: 'CRONUS' }] })

async function readAll(session: Session, target: Target, cursor?: string): Promise<Page[]> {
  const pages: Page[] = []
  for (let next = cursor; ; next = pages.at(-1)!.cursor) {
    pages.push(await session.read!({ target, since, ...(next !== undefined && { cursor: next }) }))
    if (!pages.at(-1)!.more) return pages
  }
}

const numbers = (pages: readonly Page[]) => pages.flatMap(({ entities }) => entities.map(({ values }) => values['number']))

test('AC-01 the first reading has everything, the next one what changed since and a little more', async () => {
  const { session, clock, target } = await openWorld()
  const customers = target('customers')
  const first = await readAll(session, customers)
  clock.advance(Date.now() - clock.now())
  const { entity } = await session.send({ kind: 'create', target: customers, body: { displayName: 'Ann' } })

  const second = await readAll(session, customers, first.at(-1)!.cursor)

  expect(numbers(first)).toHaveLength(5)
  expect(numbers(second)).toContain(entity!.values['number'])
})

const row = (end: number, time: string) => ({ id: guid(end), number: String(end), [since]: time })

test('rows that share a time at the edge of a page, or come late, are not lost', async () => {
  const server = await faultServer(
    companies,
    answer(200, {
      value: [row(1, '2026-03-10T10:00:00Z'), row(2, '2026-03-10T10:00:00.5Z')],
      '@odata.nextLink': 'https://x.example/api/v2.0/items?$skiptoken=2',
    }),
    answer(200, { value: [row(3, '2026-03-10T10:00:00.5Z')] }),
    answer(200, { value: [row(3, '2026-03-10T10:00:00.5Z'), row(4, '2026-03-10T09:58:00Z')] }),
    answer(200, { value: [] }),
  )
  const { session } = openSession({ url: server.url })
  const items = session.target('items')!

  const first = await readAll(session, items)
  const second = await readAll(session, items, first.at(-1)!.cursor)
  const third = await readAll(session, items, second.at(-1)!.cursor)

  const queries = server.requests.slice(1).map(({ path }) => decodeURIComponent(path.replace(/^.*?\?/, '')))
  expect(numbers(first)).toEqual(['1', '2', '3'])
  expect(numbers(second)).toEqual(['3', '4'])
  expect(numbers(third)).toEqual([])
  expect(queries).toEqual([
    `$orderby=${since}`,
    '$skiptoken=2',
    `$filter=${since} ge 2026-03-10T09:50:00.500Z&$orderby=${since}`,
    `$filter=${since} ge 2026-03-10T09:50:00.500Z&$orderby=${since}`,
  ])
})

test('a reading that was interrupted goes on with the rest, or from its beginning where the rest is gone', async () => {
  const gone = answer(400, { error: { code: 'BadRequest', message: 'The skip token is not valid.' } })
  const server = await faultServer(
    companies,
    answer(200, { value: [row(1, '2026-03-10T10:00:00Z')], '@odata.nextLink': '/api/v2.0/items?$skiptoken=1' }),
    gone,
    answer(200, { value: [row(1, '2026-03-10T10:00:00Z'), row(2, '2026-03-10T11:00:00Z')] }),
  )
  const { session } = openSession({ url: server.url })
  const items = session.target('items')!

  const page = await session.read!({ target: items, since })
  const rest = await session.read!({ target: items, since, cursor: page.cursor })

  expect(page.more).toBe(true)
  expect(numbers([rest])).toEqual(['1', '2'])
  expect(rest.more).toBe(false)
})

test('a filter narrows what is read, and throttling is waited for', async () => {
  const server = await faultServer(companies, answer(429, {}, { 'retry-after': '3' }), answer(200, { value: [] }))
  const { session, clock } = openSession({ url: server.url })

  const reading = session.read!({
    target: session.target('items')!,
    since,
    match: { blocked: false },
    cursor: JSON.stringify({ from: '2026-03-10T10:00:00Z' }),
  })
  await clock.skipSleep(3_000, 3_001)
  await reading

  expect(decodeURIComponent(server.requests.at(-1)!.path)).toContain(`$filter=blocked eq false and ${since} ge 2026-03-10T09:50:00.000Z`)
  expect(server.requests.at(-1)!.headers['prefer']).toBe('odata.maxpagesize=500')
})

test('rows that are no records are problems, and the others go on', async () => {
  const server = await faultServer(companies, answer(200, { value: [null, row(1, '2026-03-10T10:00:00Z'), 'text', []] }))
  const { session } = openSession({ url: server.url })

  const page = await session.read!({ target: session.target('items')!, since })

  expect(numbers([page])).toEqual(['1'])
  expect(page.problems.map(({ code }) => code)).toEqual(Array(3).fill('bc.row-malformed'))
})

test.each([
  '',
  'yesterday',
  '[]',
  'null',
  '{"from":"soon"}',
  '{"from":"2999-01-01T00:00:00Z"}',
  '{"from":1.5}',
  '{"since":"x"}',
  '{"next":7}',
])('the absurd cursor %s is refused, not taken for the beginning', async (cursor) => {
  const { session, target } = await openWorld()

  expect(await problemOf(session.read!({ target: target('items'), since, cursor }))).toMatchObject({ code: 'source.cursor-invalid' })
})
