import { expect, test } from 'vitest'
import type { ConnectionSettings } from '../../../../server/connectors/connector.ts'
import { type OrderWorld, openOrderWorld, sampleOrder } from '../../runtime/order-world.ts'

/* RELIABILITY.md, section 3, from end to end: after each fault of the sandbox the record ends as it must, and the ledger says why. */

interface Expected {
  readonly state: string
  /** Requests that arrived, and those of them that took effect. */
  readonly posts: number
  readonly committed: number
  /** Look-ups after the first POST, before anything else was done. */
  readonly looks: 'none' | 'some'
}

const once = { state: 'confirmed', posts: 1, committed: 1 } as const
const adopted: Expected = { ...once, looks: 'some' }
/** It was not found, and not found soon after is no proof of absence: nothing is sent again. */
const open: Expected = { state: 'ambiguous', posts: 1, committed: 0, looks: 'some' }
const sentAgain: Expected = { state: 'confirmed', posts: 2, committed: 1, looks: 'none' }
const refused: Expected = { state: 'rejected', posts: 1, committed: 0, looks: 'none' }

const matrix: readonly (readonly [name: string, fault: object, expected: Expected])[] = [
  ['commit, then the connection breaks in the body', { fault: 'commit-then-reset' }, adopted],
  ['201 with an empty body', { fault: 'empty-body' }, adopted],
  ['201 with half of its JSON', { fault: 'broken-json' }, adopted],
  ['a proxy’s page after the commit', { fault: 'html', status: 502 }, adopted],
  ['a proxy’s page with 200', { fault: 'html', status: 200 }, adopted],
  ['a proxy’s page instead of the commit', { fault: 'html', status: 502, commit: false }, open],
  ['503', { fault: 'unavailable' }, open],
  ['503 with Retry-After', { fault: 'unavailable', retryAfter: 2 }, open],
  ['a lock that was not had in time', { fault: 'lock-timeout' }, open],
  ['504', { fault: 'refuse', status: 504, code: 'Unknown' }, open],
  ['408', { fault: 'refuse', status: 408, code: 'Unknown' }, open],
  ['an unknown 500', { fault: 'refuse', status: 500, code: 'Somebody_Knows' }, open],
  ['429', { fault: 'throttle' }, sentAgain],
  ['429 with Retry-After', { fault: 'throttle', retryAfter: 2 }, sentAgain],
  ['401 once', { fault: 'unauthorized' }, sentAgain],
  ['a refusal', { fault: 'refuse', status: 400, code: 'Application_DialogException' }, refused],
  ['a failing line', { fault: 'fail-line', entitySet: 'salesOrderLines', line: 1 }, refused],
]

const committedIn = ({ sandbox }: OrderWorld) =>
  sandbox.ledger().filter(({ method, entitySet, committed }) => method === 'POST' && entitySet === 'salesOrders' && committed).length

/** What became of an order that met with a fault. */
async function meet(world: OrderWorld, fault: object): Promise<Expected> {
  // A refused token is asked for again, so there has to be one.
  const connection = (settings: ConnectionSettings): ConnectionSettings =>
    settings.connector === 'business-central' ? { ...settings, auth: { kind: 'token', token: 'env:T' } } : settings
  world.sandbox.reset()
  world.requests.length = 0
  await world.setFaults({ method: 'POST', entitySet: 'salesOrders', ...fault })

  const { outcome } = await world.sendOne(sampleOrder('2001'), { connection })

  const [first = '', ...after] = world.requests.slice(world.requests.findIndex(isPost))
  const again = after.findIndex(isPost)
  const looks = (again < 0 ? after : after.slice(0, again)).filter((line) => /^(GET salesOrders|POST \$batch)/.test(line))
  return {
    state: outcome.state,
    posts: [first, ...after].filter(isPost).length,
    committed: committedIn(world),
    looks: looks.length > 0 ? 'some' : 'none',
  }
}

const isPost = (line: string) => line.startsWith('POST salesOrders ')

test('SO-X06 after each fault the next action is the one that is safe: never a second POST without proof of absence', async () => {
  const world = await openOrderWorld()

  const found: [string, Expected][] = []
  for (const [name, fault] of matrix) found.push([name, await meet(world, fault)])

  expect(found).toEqual(matrix.map(([name, , expected]) => [name, expected]))
})

test('SO-X06 a record whose outcome was unknown is looked up before it is ever sent again', async () => {
  const world = await openOrderWorld()
  await world.setFaults({ fault: 'unavailable', method: 'POST', entitySet: 'salesOrders' })
  const first = await world.sendOne(sampleOrder('2001'))
  await world.setFaults()
  const before = world.requests.length

  const second = await world.sendOne(sampleOrder('2001'))

  const requests = world.requests.slice(before).filter((line) => /salesOrders|\$batch/.test(line))
  expect([first.outcome.state, second.outcome.state]).toEqual(['ambiguous', 'confirmed'])
  expect(requests[0]).toMatch(/^POST \$batch 200|^GET salesOrders 200/)
  expect(requests.findIndex((line) => line === 'POST salesOrders 201')).toBeGreaterThan(0)
  expect(committedIn(world)).toBe(1)
})
