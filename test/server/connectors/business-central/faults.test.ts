import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { Agent, request } from 'undici'
import { connectorContext } from '../../../../server/auth/connector-context.ts'
import { businessCentral } from '../../../../server/connectors/business-central/index.ts'
import type { Change, Session } from '../../../../server/connectors/connector.ts'
import { type Sandbox, startBusinessCentralSandbox } from '../../../../server/sandbox/business-central/index.ts'
import { ManualClock } from '../../manual-clock.ts'
import { problemOf, schemas } from './open.ts'

/* The contract of RELIABILITY.md, section 3, over https with tokens of the authority: what each fault is, and what follows from it. */

let sandbox: Sandbox
const control = new Agent({ connect: { rejectUnauthorized: false } })
beforeAll(async () => {
  sandbox = await startBusinessCentralSandbox({ auth: true })
})
afterAll(async () => {
  await sandbox.close()
  await control.close()
})
beforeEach(() => sandbox.reset())

async function setFaults(...faults: object[]): Promise<void> {
  const { statusCode, body } = await request(`${sandbox.url}/_sandbox/faults`, {
    method: 'PUT',
    body: JSON.stringify(faults),
    dispatcher: control,
  })
  if (statusCode !== 200) throw new Error(await body.text())
}

/** A request has met with the fault that was set: it has left. */
async function faultMet(): Promise<void> {
  const used = async () => {
    const { body } = await request(`${sandbox.url}/_sandbox/faults`, { dispatcher: control })
    return ((await body.json()) as { used: number }[])[0]!.used
  }
  await expect.poll(used, { timeout: 20_000 }).toBe(1)
}

function open() {
  const stateFolder = mkdtempSync(join(tmpdir(), 'faults-'))
  const clock = new ManualClock(Date.now())
  const environment = { CA: sandbox.auth!.certificate, SECRET: 'sandbox-secret' }
  const { context, entra } = connectorContext({ schemas, stateFolder, environment, clock })
  const url = sandbox.url.replace('127.0.0.1', 'localhost')
  const auth = {
    kind: 'application',
    tenant: sandbox.auth!.tenant,
    clientId: sandbox.auth!.clients[0]!.id,
    secret: 'env:SECRET',
    authority: url,
  }
  const session = businessCentral.open(
    { name: 'acme-bc', connector: 'business-central', url, environment: 'Production', ca: 'env:CA', auth },
    context,
  )
  onTestFinished(async () => {
    await session.close()
    await entra.close()
    rmSync(stateFolder, { recursive: true })
  })
  const orders = session.target('salesOrders')!
  const match = { externalDocumentNumber: 'F-1', customerNumber: '10000' }
  const create: Change = {
    kind: 'create',
    target: orders,
    body: { ...match, salesOrderLines: [{ lineType: 'Item', lineObjectNumber: '1896-S', quantity: 1 }] },
  }
  const lookUp = async () => (await session.findAll([{ target: orders, match, everywhere: true, limit: 2 }]))[0]!.length
  return { session, clock, create, lookUp, orders }
}

/** Everything that arrived at the orders, whether it took effect or not. */
const posts = () => sandbox.ledger().filter(({ method, entitySet }) => method === 'POST' && entitySet === 'salesOrders')
const committed = () => posts().filter((entry) => entry.committed).length

/** Runs on until an attempt ends, skipping what it waits for. */
async function settle<Result>(clock: ManualClock, attempt: Promise<Result>): Promise<Result> {
  const progress = { isDone: false }
  const done = attempt.finally(() => (progress.isDone = true))
  done.catch(() => {})
  while (!progress.isDone) {
    await new Promise((resolve) => setTimeout(resolve, 5))
    if (!progress.isDone)
      await Promise.race([done.catch(() => {}), clock.skipSleep(1, 14_000), new Promise((resolve) => setTimeout(resolve, 50))])
  }
  return done
}

describe('a create that may have taken effect is ambiguous: sent once, and a look-up tells', () => {
  test.each([
    ['commit-then-reset', {}, 1],
    ['empty-body', {}, 1],
    ['broken-json', {}, 1],
    ['html', { status: 502 }, 1],
    ['html', { status: 200 }, 1],
    ['unavailable', {}, 0],
    ['unavailable', { retryAfter: 5 }, 0],
    ['lock-timeout', {}, 0],
    ['refuse', { status: 504, code: 'Unknown' }, 0],
    ['refuse', { status: 408, code: 'Unknown' }, 0],
    ['reset', {}, 0],
  ])('%s %o', async (fault, more, found) => {
    const { session, clock, create, lookUp } = open()
    await lookUp()
    await setFaults({ fault, ...more, method: 'POST', entitySet: 'salesOrders' })

    const problem = await settle(clock, problemOf(session.send(create)))

    expect(problem).toMatchObject({ class: 'ambiguous' })
    expect(await lookUp()).toBe(found)
    expect(committed()).toBe(found)
    expect(posts().length).toBeLessThanOrEqual(1)
  })

  test.each([
    ['commit-then-timeout', 1],
    ['timeout', 0],
  ])('%s: after the deadline', async (fault, found) => {
    const { session, clock, create, lookUp } = open()
    await lookUp()
    await setFaults({ fault, method: 'POST', entitySet: 'salesOrders' })

    const sending = problemOf(session.send(create))
    await faultMet()
    await clock.skipSleep(500_000)

    expect(await sending).toMatchObject({ code: 'delivery.outcome-unknown', class: 'ambiguous' })
    expect(await lookUp()).toBe(found)
  })

  test('commit-late: an early look-up misses it, a later one finds it', async () => {
    const { session, clock, create, lookUp } = open()
    await lookUp()
    await setFaults({ fault: 'commit-late', method: 'POST', entitySet: 'salesOrders', delayMs: 300 })

    const sending = problemOf(session.send(create))
    await faultMet()
    await clock.skipSleep(500_000)

    expect(await sending).toMatchObject({ class: 'ambiguous' })
    expect(await lookUp()).toBe(0)
    await expect.poll(committed, { timeout: 20_000 }).toBe(1)
    expect(await lookUp()).toBe(1)
  })

  test('slow-drip: an answer that does not end in time', async () => {
    const { session, clock, create, lookUp } = open()
    await lookUp()
    await setFaults({ fault: 'slow-drip', method: 'POST', entitySet: 'salesOrders', delayMs: 50 })

    const sending = problemOf(session.send(create))
    await expect.poll(committed, { timeout: 20_000 }).toBe(1)
    await clock.skipSleep(500_000)

    expect(await sending).toMatchObject({ class: 'ambiguous' })
    expect(await lookUp()).toBe(1)
  })

  test('a batch that holds together, whatever fails in it', async () => {
    const { session, create, lookUp } = open()
    await lookUp()
    const wrong: Change = { ...create, body: { customerNumber: 'NOBODY' } } as Change

    const problem = await problemOf(session.sendTogether!([create, wrong]))

    expect(problem).toMatchObject({ code: 'bc.batch-failed', class: 'ambiguous' })
    expect(await lookUp()).toBe(0)
  })

  test('a batch whose answer is lost', async () => {
    const { session, create, lookUp } = open()
    await lookUp()
    await setFaults({ fault: 'commit-then-reset', method: 'POST', entitySet: '$batch' })

    const problem = await problemOf(session.sendTogether!([create]))

    expect(problem).toMatchObject({ code: 'delivery.outcome-unknown', class: 'ambiguous' })
    expect(await lookUp()).toBe(1)
  })
})

describe('a create that certainly had no effect is sent again', () => {
  test.each([
    ['throttle', {}],
    ['throttle', { retryAfter: 2 }],
    ['unauthorized', {}],
  ])('%s %o', async (fault, more) => {
    const { session, clock, create, lookUp } = open()
    await lookUp()
    await setFaults({ fault, ...more, method: 'POST', entitySet: 'salesOrders' })

    const { status } = await settle(clock, session.send(create))

    expect(status).toBe(201)
    expect(committed()).toBe(1)
    expect(await lookUp()).toBe(1)
  })

  test('429 again and again goes up as retryable, with the time to wait', async () => {
    const { session, clock, create, lookUp } = open()
    await lookUp()
    await setFaults({ fault: 'throttle', method: 'POST', entitySet: 'salesOrders', times: 'always', retryAfter: 7 })

    const problem = await settle(clock, problemOf(session.send(create)))

    expect(problem).toMatchObject({ code: 'transport.throttled', class: 'retryable', parameters: { retryAfterMs: 7_000 } })
    expect(committed()).toBe(0)
  })

  test('401 that stays is a problem of the connection', async () => {
    const { session, clock, create, lookUp } = open()
    await lookUp()
    await setFaults({ fault: 'unauthorized', method: 'POST', entitySet: 'salesOrders', times: 'always' })

    const problem = await settle(clock, problemOf(session.send(create)))

    expect(problem).toMatchObject({ class: 'systemic' })
    expect(problem.code).toMatch(/^identity\./)
  })

  test('the token endpoint down is a problem of the connection, and nothing was sent', async () => {
    const { session, clock, create } = open()
    await setFaults({ fault: 'unavailable', entitySet: '$token', times: 'always' })

    const problem = await settle(clock, problemOf(session.send(create)))

    expect(problem).toMatchObject({ code: 'identity.authority-unavailable', class: 'systemic' })
    expect(posts()).toEqual([])
  })

  test('the token endpoint down for a moment is waited for', async () => {
    const { session, clock, create } = open()
    await setFaults({ fault: 'unavailable', entitySet: '$token', times: 2 })

    expect((await settle(clock, session.send(create))).status).toBe(201)
  })
})

describe('what is refused is not sent again', () => {
  test('SO-X03 a line that fails takes its order along in a deep insert', async () => {
    const { session, create, lookUp } = open()
    await setFaults({ fault: 'fail-line', entitySet: 'salesOrderLines', line: 1 })

    const problem = await problemOf(session.send(create))

    expect(problem).toMatchObject({ code: 'bc.refused', class: 'rejected' })
    expect(await lookUp()).toBe(0)
    expect(posts()).toHaveLength(1)
  })
})

describe('a failing DELETE during undo', () => {
  test.each([
    [{ fault: 'refuse', status: 500, code: 'Internal_ServerError' }, 'ambiguous'],
    [{ fault: 'refuse', status: 412, code: 'Unknown' }, 'conflict'],
    [{ fault: 'refuse', status: 409, code: 'Request_EntityChanged' }, 'conflict'],
  ])('%o is %s, and the record stands', async (fault, failureClass) => {
    const { session, create, lookUp } = open()
    const { entity } = await session.send(create)
    await setFaults({ ...fault, method: 'DELETE', entitySet: 'salesOrders' })

    const problem = await problemOf(session.send({ kind: 'delete', entity: entity! }))

    expect(problem).toMatchObject({ class: failureClass })
    expect(await lookUp()).toBe(1)
  })

  test('404 counts as undone', async () => {
    const { session, create } = open()
    const { entity } = await session.send(create)
    await setFaults({ fault: 'refuse', status: 404, code: 'BadRequest_NotFound', method: 'DELETE', entitySet: 'salesOrders' })

    expect(await session.send({ kind: 'delete', entity: entity! })).toMatchObject({ status: 404 })
  })

  test('404 of a proxy does not', async () => {
    const { session, create } = open()
    const { entity } = await session.send(create)
    await setFaults({ fault: 'html', status: 404, method: 'DELETE', entitySet: 'salesOrders' })

    expect(await problemOf(session.send({ kind: 'delete', entity: entity! }))).toMatchObject({ code: 'transport.foreign-answer' })
  })
})

describe('a read is tried again after any trouble of the moment', () => {
  const reads: [string, (session: Session) => Promise<unknown>, string][] = [
    ['one question', (session) => session.findAll([{ target: session.target('items')!, match: { number: '1896-S' } }]), 'items'],
    [
      'a batch of questions',
      (session) => session.findAll(['1896-S', '1900-S'].map((number) => ({ target: session.target('items')!, match: { number } }))),
      '$batch',
    ],
  ]
  test.each(
    ['unavailable', 'throttle', 'reset', 'lock-timeout', 'commit-then-reset', 'unauthorized'].flatMap((fault) =>
      reads.map(([name, read, entitySet]) => [fault, name, read, entitySet] as const),
    ),
  )('%s on %s', async (fault, _, read, entitySet) => {
    const { session, clock, lookUp } = open()
    await lookUp()
    await setFaults({ fault, entitySet, times: fault === 'unauthorized' ? 1 : 2 })

    const found = (await settle(clock, read(session))) as unknown[][]

    expect(found.map((each) => each.length)).toEqual(found.map(() => 1))
  })

  test('of a batch only the questions that met with trouble are asked again', async () => {
    const { session, clock, lookUp } = open()
    await lookUp()
    await setFaults(
      { fault: 'throttle', method: 'GET', entitySet: 'items' },
      { fault: 'lock-timeout', method: 'GET', entitySet: 'items', skip: 1 },
    )
    const items = session.target('items')!

    const found = await settle(
      clock,
      session.findAll(['1896-S', '1900-S', '1908-S'].map((number) => ({ target: items, match: { number } }))),
    )

    expect(found.map(([item]) => item!.values['number'])).toEqual(['1896-S', '1900-S', '1908-S'])
  })
})

test('no problem of any fault carries a secret or a token', async () => {
  const { session, clock, create } = open()
  const problems = []
  for (const fault of ['refuse', 'unavailable', 'empty-body', 'html', 'commit-then-reset']) {
    await setFaults({ fault, method: 'POST', entitySet: 'salesOrders' })
    problems.push(await settle(clock, problemOf(session.send(create))))
  }
  const text = JSON.stringify(problems)

  expect(problems).toHaveLength(5)
  expect(text).not.toContain('sandbox-secret')
  expect(text).not.toMatch(/bearer|eyJ/i)
})
