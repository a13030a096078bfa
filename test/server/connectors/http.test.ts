import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { type Problem, ProblemError } from '../../../engine/index.ts'
import type { RequestEvent } from '../../../server/connectors/connector.ts'
import { type HttpSettings, createHttpClient, createPace, failureClassOf } from '../../../server/connectors/http.ts'
import { ManualClock } from '../manual-clock.ts'
import { answer, breakOff, faultServer, hangUp, silence } from './fault-server.ts'

function client(settings: Partial<HttpSettings> = {}) {
  const clock = new ManualClock()
  const events: RequestEvent[] = []
  const http = createHttpClient({
    connection: 'shop',
    clock,
    pace: createPace({ concurrent: 4, requests: 100, windowMs: 300_000 }, clock),
    readDeadlineMs: 120_000,
    writeDeadlineMs: 600_000,
    random: () => 0.5,
    log: (event) => events.push(event),
    ...settings,
  })
  onTestFinished(() => http.close())
  const read = (url: string) => http.send({ method: 'GET', url, headers: {} }, { writes: false })
  const write = (url: string) => http.send({ method: 'POST', url, headers: {}, body: '{}' }, { writes: true })
  return { clock, events, http, read, write }
}

async function problemOf(attempt: Promise<unknown>): Promise<Problem> {
  const error = await attempt.then(
    () => undefined,
    (error: unknown) => error,
  )
  if (!(error instanceof ProblemError)) throw new Error(`no problem, but ${String(error)}`)
  return error.problems[0]!
}

test('a read is tried again after a broken connection, waiting longer each time', async () => {
  const server = await faultServer(hangUp, breakOff, answer(200, { ok: true }))
  const { clock, read } = client()

  const reading = read(server.url)
  await clock.skipSleep(1_000, 1_001)
  await clock.skipSleep(2_000, 2_001)
  const { status, body } = await reading

  expect(status).toBe(200)
  expect(JSON.parse(body.toString())).toEqual({ ok: true })
  expect(server.requests).toHaveLength(3)
})

test.each([
  ['the connection breaks', hangUp],
  ['the answer breaks off in the middle', breakOff],
])('a write is never sent again when %s: what became of it is not known', async (_, fault) => {
  const server = await faultServer(fault, answer(201))
  const { write } = client()

  const problem = await problemOf(write(`${server.url}/orders`))

  expect(problem).toMatchObject({ code: 'delivery.outcome-unknown', class: 'ambiguous', parameters: { method: 'POST', path: '/orders' } })
  expect(server.requests).toHaveLength(1)
})

test('a write without an answer is given up at its deadline, by the clock', async () => {
  const server = await faultServer(silence)
  const { clock, write } = client({ writeDeadlineMs: 600_000 })

  const writing = problemOf(write(server.url))
  await expect.poll(() => server.requests.length, { timeout: 20_000 }).toBe(1)
  await clock.skipSleep(600_000)

  expect(await writing).toMatchObject({ class: 'ambiguous', parameters: { reason: 'ANSWER_TIMEOUT' } })
})

test('a refused connection had no effect, so a write is tried again, and is retryable in the end', async () => {
  const port = await freePort()
  const { clock, write } = client()

  const writing = problemOf(write(`http://127.0.0.1:${port}`))
  await clock.skipSleep(1_000, 1_001)
  await clock.skipSleep(2_000, 2_001)
  await clock.skipSleep(4_000, 4_001)

  expect(await writing).toMatchObject({
    code: 'transport.unreachable',
    class: 'retryable',
    parameters: { host: `127.0.0.1:${port}`, reason: 'ECONNREFUSED' },
  })
})

test('429 had no effect: a write waits as long as Retry-After says, and everybody with it', async () => {
  const server = await faultServer(answer(429, {}, { 'retry-after': '7' }), answer(201))
  const { clock, read, write } = client()

  const writing = write(server.url)
  await clock.skipSleep(7_000, 7_001)
  const other = read(server.url)

  expect((await writing).status).toBe(201)
  expect((await other).status).toBe(201)
  expect(server.requests).toHaveLength(3)
})

test('429 without Retry-After backs off with jitter', async () => {
  const server = await faultServer(answer(429), answer(429), answer(201))
  const { clock, write } = client()

  const writing = write(server.url)
  await clock.skipSleep(1_000, 1_001)
  await clock.skipSleep(2_000, 2_001)

  expect((await writing).status).toBe(201)
})

test('a Retry-After beyond patience goes up to whoever keeps the record', async () => {
  const server = await faultServer(answer(429, {}, { 'retry-after': '600' }))
  const { write } = client()

  const { status } = await write(server.url)

  expect(status).toBe(429)
  expect(server.requests).toHaveLength(1)
})

test('503 to a read is tried again, to a write it is answered as it is', async () => {
  const forReads = await faultServer(answer(503), answer(200))
  const forWrites = await faultServer(answer(503))
  const { clock, read, write } = client()

  const reading = read(forReads.url)
  await clock.skipSleep(1_000, 1_001)

  expect((await reading).status).toBe(200)
  expect((await write(forWrites.url)).status).toBe(503)
  expect(forWrites.requests).toHaveLength(1)
})

test('401 asks for another token once', async () => {
  const server = await faultServer(answer(401), answer(200), answer(401), answer(401))
  const refusals: (string | undefined)[] = []
  const { read } = client({
    authorisation: {
      header: async (refused) => {
        refusals.push(refused)
        return refused ? 'Bearer fresh' : 'Bearer stale'
      },
      whyRefused: () => {
        throw new Error('not asked')
      },
    },
  })

  const first = await read(server.url)
  const second = await read(server.url)

  expect([first.status, second.status]).toEqual([200, 401])
  expect(refusals).toEqual([undefined, 'Bearer stale', undefined, 'Bearer stale'])
  expect(server.requests.map(({ headers }) => headers.authorization)).toEqual([
    'Bearer stale',
    'Bearer fresh',
    'Bearer stale',
    'Bearer fresh',
  ])
})

test('after five failures in a row the system is left alone, then one request tries', async () => {
  const server = await faultServer(hangUp, hangUp, hangUp, hangUp, hangUp, answer(200))
  const { clock, read, write } = client()
  for (let count = 0; count < 5; count++) await problemOf(write(server.url))

  const resting = await problemOf(write(server.url))
  clock.advance(15_000)
  const probe = await read(server.url)

  expect(resting).toMatchObject({ code: 'transport.circuit-open', class: 'systemic', parameters: { retryAfterMs: 15_000 } })
  expect(probe.status).toBe(200)
  expect(server.requests).toHaveLength(6)
})

test('every request carries a correlation id that the log keeps, and the log has no query', async () => {
  const server = await faultServer(answer(200))
  const { events, http } = client()

  await http.send(
    { method: 'GET', url: `${server.url}/customers?$filter=email%20eq%20'a@b.c'`, headers: {} },
    { writes: false, correlationId: 'c-1' },
  )

  expect(server.requests[0]!.headers['client-request-id']).toBe('c-1')
  expect(events).toEqual([{ connection: 'shop', method: 'GET', path: '/customers', status: 200, durationMs: 0, correlationId: 'c-1' }])
})

test('whoever gives up while a read waits gets the own reason back, and the system is not blamed', async () => {
  const server = await faultServer(silence)
  const { http } = client()
  const stop = new AbortController()

  const reading = http.send({ method: 'GET', url: server.url, headers: {} }, { writes: false, signal: stop.signal })
  await expect.poll(() => server.requests.length, { timeout: 20_000 }).toBe(1)
  stop.abort(new Error('shutting down'))

  await expect(reading).rejects.toThrow('shutting down')
})

test('whoever gives up while a write waits learns that it may have taken effect', async () => {
  const server = await faultServer(silence)
  const { http } = client()
  const stop = new AbortController()

  const writing = problemOf(http.send({ method: 'POST', url: server.url, headers: {}, body: '{}' }, { writes: true, signal: stop.signal }))
  await expect.poll(() => server.requests.length, { timeout: 20_000 }).toBe(1)
  stop.abort(new Error('shutting down'))

  expect(await writing).toMatchObject({ class: 'ambiguous' })
})

test('no more requests run at once than the limit, in the order in which they came', async () => {
  const clock = new ManualClock()
  const pace = createPace({ concurrent: 2, requests: 100, windowMs: 1_000 }, clock)
  const order: number[] = []
  const leaves: (() => void)[] = []
  for (const index of [1, 2, 3, 4])
    void pace.enter().then((leave) => {
      order.push(index)
      leaves.push(leave)
    })

  await Promise.resolve()
  const before = [...order]
  leaves[0]!()
  leaves[0]!()
  await new Promise(setImmediate)

  expect(before).toEqual([1, 2])
  expect(order).toEqual([1, 2, 3])
})

test('no more requests begin within the window than the limit', async () => {
  const clock = new ManualClock()
  const pace = createPace({ concurrent: 100, requests: 3, windowMs: 300_000 }, clock)
  const times: number[] = []
  const start = clock.now()
  const enter = async () => {
    const leave = await pace.enter()
    times.push(clock.now() - start)
    leave()
  }
  const all = Promise.all([enter(), enter(), enter(), enter(), enter()])
  await new Promise(setImmediate)

  await clock.skipSleep()
  await all

  expect(times).toEqual([0, 0, 0, 300_000, 300_000])
})

test('who gives up waiting for a turn makes room for the others', async () => {
  const pace = createPace({ concurrent: 1, requests: 10, windowMs: 1_000 }, new ManualClock())
  const leave = await pace.enter()
  const impatient = new AbortController()
  const waits = [pace.enter(impatient.signal), pace.enter()] as const

  impatient.abort(new Error('enough'))
  await expect(waits[0]).rejects.toThrow('enough')
  leave()

  expect(await waits[1]).toBeTypeOf('function')
})

test('the class of a failure follows from the status and from whether it was a write', () => {
  const classes = [400, 401, 403, 404, 408, 409, 412, 413, 422, 429, 500, 503, 504, 302].map((status) => [
    status,
    failureClassOf(status, false),
    failureClassOf(status, true),
  ])

  expect(classes).toEqual([
    [400, 'rejected', 'rejected'],
    [401, 'systemic', 'systemic'],
    [403, 'rejected', 'rejected'],
    [404, 'rejected', 'rejected'],
    [408, 'retryable', 'ambiguous'],
    [409, 'conflict', 'conflict'],
    [412, 'conflict', 'conflict'],
    [413, 'rejected', 'rejected'],
    [422, 'rejected', 'rejected'],
    [429, 'retryable', 'retryable'],
    [500, 'retryable', 'ambiguous'],
    [503, 'retryable', 'ambiguous'],
    [504, 'retryable', 'ambiguous'],
    [302, 'systemic', 'systemic'],
  ])
})

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}
