import { connect } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { outcome, startClient, text, type Client } from './raw-client.ts'

let client: Client

beforeEach(async () => {
  client = await startClient()
})
afterEach(() => client.close())

const ledger = async () => (await client.control('GET', 'ledger')).body as unknown as Record<string, unknown>[]
const order = (reference: string) => client.post('salesOrders', { customerNumber: '10000', externalDocumentNumber: reference })
const exists = async (reference: string) =>
  (await client.get(`salesOrders?$filter=externalDocumentNumber eq '${reference}'`)).body.value.length > 0
const set = (...faults: object[]) => client.control('PUT', 'faults', faults)

/** A request whose answer is not waited for. */
async function abandon(reference: string): Promise<unknown> {
  const gone = new AbortController()
  setTimeout(() => gone.abort(), 100)
  return fetch(`${client.url}/v2.0/t/e/api/v2.0/${client.company}/salesOrders`, {
    method: 'POST',
    signal: gone.signal,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ customerNumber: '10000', externalDocumentNumber: reference }),
  }).catch((error: unknown) => error)
}

describe('the ledger', () => {
  test('has every write in order, the refused ones too', async () => {
    const made = await order('A')
    const at = `salesOrders(${String(made.body.id)})`
    await client.post('salesOrders', { nope: 1 })
    await client.patch(at, { email: 'a@b.c' })
    await client.get(at)
    await client.post(`${at}/salesOrderLines`, { description: 'x' })
    await client.delete(at)

    expect(await ledger()).toMatchObject([
      {
        seq: 1,
        method: 'POST',
        entitySet: 'salesOrders',
        key: made.body.id,
        status: 201,
        committed: true,
        body: { externalDocumentNumber: 'A' },
      },
      { seq: 2, method: 'POST', entitySet: 'salesOrders', key: null, status: 400, committed: false, body: { nope: 1 } },
      { seq: 3, method: 'PATCH', entitySet: 'salesOrders', key: made.body.id, status: 200, committed: true, body: { email: 'a@b.c' } },
      { seq: 4, method: 'POST', entitySet: 'salesOrderLines', status: 201, committed: true, body: { description: 'x' } },
      { seq: 5, method: 'DELETE', entitySet: 'salesOrders', key: made.body.id, status: 204, committed: true, body: null },
    ])
  })

  test('a reset empties it, and the company is as new', async () => {
    const first = await order('A')
    await set({ fault: 'unavailable', times: 'always' })

    expect((await client.control('POST', 'reset')).status).toBe(204)

    expect(await ledger()).toEqual([])
    expect(await exists('A')).toBe(false)
    expect((await order('B')).body.number).toBe(first.body.number)
  })
})

describe('a fault', () => {
  test('before the request: it has no effect and stands in the ledger', async () => {
    await set(
      { fault: 'throttle', retryAfter: 3, method: 'POST' },
      { fault: 'unavailable', method: 'POST', times: 2 },
      { fault: 'unauthorized', method: 'POST' },
    )

    const answers = [await order('A'), await order('A'), await order('A'), await order('A'), await order('A')]

    expect(answers.map(({ status }) => status)).toEqual([429, 503, 503, 401, 201])
    expect(answers[0]!.headers.get('retry-after')).toBe('3')
    expect(answers[1]!.headers.get('retry-after')).toBeNull()
    expect((await ledger()).map(({ status, committed }) => [status, committed])).toEqual([
      [429, false],
      [503, false],
      [503, false],
      [401, false],
      [201, true],
    ])
  })

  test('the lock of another user', async () => {
    await set({ fault: 'lock-timeout' })

    const answer = await order('A')

    expect([outcome(answer), text(answer)]).toEqual([
      '500 Internal_ServerError',
      'The operation could not complete because a record in the Sales Header table was locked by another user. Please retry the activity.',
    ])
  })

  test.each(['reset', 'timeout'])('%s: the client learns nothing, and nothing was done', async (fault) => {
    await set({ fault })

    expect(await abandon('A')).toBeInstanceOf(Error)

    expect(await exists('A')).toBe(false)
  })

  test.each(['commit-then-timeout', 'commit-then-reset'])('%s: the client learns nothing, and it is done', async (fault) => {
    await set({ fault })

    const answer = await abandon('A')
    const read = answer instanceof Response ? await answer.text().catch((error: unknown) => error) : answer

    expect(read).toBeInstanceOf(Error)
    expect(await exists('A')).toBe(true)
    expect(await ledger()).toMatchObject([{ status: 201, committed: true }])
  })

  test('commit-late: it is done after the client has gone', async () => {
    await set({ fault: 'commit-late' })

    await abandon('A')

    await expect.poll(() => exists('A')).toBe(true)
  })

  test('answers that cannot be read', async () => {
    await set({ fault: 'empty-body' }, { fault: 'broken-json' }, { fault: 'html' }, { fault: 'slow-drip', delayMs: 0 })

    const [empty, broken, page, slow] = [await order('A'), await order('B'), await order('C'), await order('D')]

    expect([empty.status, empty.body]).toEqual([201, ''])
    expect(broken.status).toBe(201)
    expect(broken.body).toBeTypeOf('string')
    expect([page.status, page.headers.get('content-type')]).toEqual([502, 'text/html; charset=utf-8'])
    expect(slow.body).toMatchObject({ externalDocumentNumber: 'D' })
    for (const reference of ['A', 'B', 'C', 'D']) expect(await exists(reference)).toBe(true)
  })

  test('a proxy that gave up before Business Central saw the request', async () => {
    await set({ fault: 'html', commit: false, status: 504 })

    expect((await order('A')).status).toBe(504)
    expect(await exists('A')).toBe(false)
  })

  test('a line that fails: alone, or in a deep insert that then leaves nothing', async () => {
    const made = await order('A')
    await set({ fault: 'fail-line', line: 2, entitySet: 'salesOrderLines', times: 2, code: 'Application_DialogException', message: 'No.' })

    const lines = `salesOrders(${String(made.body.id)})/salesOrderLines`
    const one = await client.post(lines, { description: '1' })
    const two = await client.post(lines, { description: '2' })
    const deep = await client.post('salesOrders', {
      customerNumber: '10000',
      externalDocumentNumber: 'B',
      salesOrderLines: [{ description: '1' }, { description: '2' }],
    })

    expect([one.status, outcome(two), text(two), outcome(deep)]).toEqual([
      201,
      '400 Application_DialogException',
      'No.',
      '400 Application_DialogException',
    ])
    expect(await exists('B')).toBe(false)
  })

  test('a failing DELETE, with any status', async () => {
    const made = await order('A')
    await set(
      { fault: 'refuse', method: 'DELETE', status: 500 },
      { fault: 'refuse', method: 'DELETE', status: 412, code: 'Request_EntityChanged' },
    )

    const at = `salesOrders(${String(made.body.id)})`

    expect([(await client.delete(at)).status, (await client.delete(at)).status, (await client.delete(at)).status]).toEqual([500, 412, 204])
  })

  test('here or there, now or later, sometimes: the same for the same seed', async () => {
    await set({ fault: 'unavailable', entitySet: 'salesQuotes' })
    expect((await order('A')).status).toBe(201)
    await set({ fault: 'unavailable', skip: 1 })
    expect([(await order('B')).status, (await order('C')).status]).toEqual([201, 503])

    const draw = async () => {
      await client.control('PUT', 'faults', { seed: 7, faults: [{ fault: 'unavailable', probability: 0.5, times: 'always' }] })
      const statuses: number[] = []
      for (let count = 0; count < 10; count += 1) statuses.push((await client.get('customers?$top=1')).status)
      return statuses
    }
    const first = await draw()

    expect(new Set(first)).toEqual(new Set([200, 503]))
    expect(await draw()).toEqual(first)
  })

  test('a wrong rule is refused and says why', async () => {
    const unknown = await client.control('PUT', 'faults', [{ fault: 'explode' }])
    const misspelt = await client.control('PUT', 'faults', [{ fault: 'refuse', often: 2 }])

    expect([unknown.status, misspelt.status]).toEqual([400, 400])
    expect(unknown.body.error.message).toContain("there is no fault 'explode'")
    expect(misspelt.body.error.message).toContain("'often' is unknown")
  })
})

describe('limits', () => {
  test('the request that is too many gets 429 until the window has moved on', async () => {
    let now = Date.UTC(2026, 2, 1)
    const own = await startClient({ clock: () => new Date(now), limits: { requests: 3, windowMs: 1000 } })

    const statuses = async () => [
      (await own.get('items?$top=1')).status,
      (await own.get('items?$top=1')).status,
      (await own.get('items?$top=1')).status,
    ]
    const before = await statuses() // the first request of three found the company
    now += 1001
    const after = await statuses()
    await own.close()

    expect([before, after]).toEqual([
      [200, 200, 429],
      [200, 200, 200],
    ])
  })

  test('five at once are processed, the next ones wait, and the rest gets 429', async () => {
    await client.control('PUT', 'limits', { concurrent: 1, queued: 1 })
    await set({ fault: 'slow-drip', delayMs: 1 })

    const answers = await Promise.all([1, 2, 3].map(() => client.get('items?$top=1&$select=number')))

    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 429])
  })
})

describe('whatever comes over the socket', () => {
  test('the sandbox lives on', async () => {
    for (const raw of [
      'GET / HTTP/1.1\r\n\r\n',
      'nonsense\r\n\r\n',
      'POST /v2.0/t/e/api/v2.0/%E0%A4%A HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\n{',
      'GET /%00%ff HTTP/1.1\r\nHost: x\r\n\r\n',
    ])
      await new Promise<void>((resolve) => {
        const socket = connect(Number(new URL(client.url).port), '127.0.0.1', () => socket.end(raw))
        socket
          .on('error', () => resolve())
          .on('close', () => resolve())
          .resume()
      })
    for (const path of [
      '/',
      '/api',
      '/v2.0/a/b/api/v9.9/x',
      '/_sandbox/none',
      '/v2.0/t/e/api/v2.0/companies(',
      "/v2.0/t/e/api/v2.0/companies('a')('b')",
    ])
      expect((await client.get(path)).status).toBeGreaterThanOrEqual(400)

    expect((await client.get('customers')).status).toBe(200)
  })
})
