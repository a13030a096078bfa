import { describe, expect, test } from 'vitest'
import type { Target } from '../../../../server/connectors/connector.ts'
import { findFirst, openWorld, problemOf } from './open.ts'

const match = { externalDocumentNumber: 'SHOP-1', customerNumber: '10000' }

function orderOf(lines: object[] = [{ lineType: 'Item', lineObjectNumber: '1896-S', quantity: 2, unitPrice: 100 }], header: object = {}) {
  return { salesOrderLines: lines, externalDocumentNumber: 'SHOP-1', customerNumber: '10000', ...header }
}

describe.each(['v1.0', 'v2.0'])('a sales order by API %s', (api) => {
  const line = api === 'v1.0' ? { description: 'A note' } : { lineType: 'Item', lineObjectNumber: '1896-S', quantity: 2, unitPrice: 100 }

  test('SO-X04 goes in one deep insert and comes back with its lines', async () => {
    const { session, sandbox, target } = await openWorld()

    const { entity, status } = await session.send({ kind: 'create', target: target('salesOrders', api), body: orderOf([line]) })

    expect(status).toBe(201)
    expect(entity!.values).toMatchObject({ number: expect.stringMatching(/^1010\d\d$/), salesOrderLines: [line] })
    expect(entity!.etag).toMatch(/^W\//)
    expect(Object.keys(entity!.values).filter((name) => name.includes('@'))).toEqual([])
    expect(sandbox.ledger()).toHaveLength(1)
  })

  test('is found by its key, read back, changed and deleted', async () => {
    const { session, target } = await openWorld()
    const orders = target('salesOrders', api)
    await session.send({ kind: 'create', target: orders, body: orderOf([line]) })

    const found = await findFirst(session, { target: orders, match, limit: 2 })
    const changed = await session.send({ kind: 'update', entity: found, body: { email: 'a@example.org' } })
    const back = await session.readBack(changed.entity!, ['salesOrderLines'])
    const deleted = await session.send({ kind: 'delete', entity: back! })
    const gone = await session.readBack(back!)
    const again = await session.send({ kind: 'delete', entity: back! })

    expect(changed.entity!.values).toMatchObject({ email: 'a@example.org' })
    expect(back!.values).toMatchObject({ email: 'a@example.org', salesOrderLines: [{ sequence: 10000 }] })
    expect(deleted.status).toBe(204)
    expect(gone).toBeUndefined()
    expect(again.status).toBe(404)
  })
})

test('keys are sent in the order of the schema, so that a price survives its item and quantity', async () => {
  const { session, target } = await openWorld()
  const line = { discountPercent: 10, unitPrice: 100, quantity: 2, lineObjectNumber: '1896-S', lineType: 'Item' }

  const { entity } = await session.send({ kind: 'create', target: target('salesOrders'), body: orderOf([line]) })

  expect(entity!.values['salesOrderLines']).toMatchObject([{ quantity: 2, unitPrice: 100, discountPercent: 10, amountExcludingTax: 180 }])
})

test('a line is created below its order, and deleted alone', async () => {
  const { session, target } = await openWorld()
  const { entity: order } = await session.send({ kind: 'create', target: target('salesOrders'), body: { customerNumber: '10000' } })
  const line = { lineType: 'Item', lineObjectNumber: '1896-S', quantity: 3 }

  const { entity } = await session.send({ kind: 'create', target: target('salesOrderLines'), body: line, parent: order! })
  const before = await session.readBack(order!, ['salesOrderLines'])
  await session.send({ kind: 'delete', entity: entity! })
  const after = await session.readBack(order!, ['salesOrderLines'])

  expect(before!.values['salesOrderLines']).toMatchObject([{ quantity: 3 }])
  expect(after!.values['salesOrderLines']).toEqual([])
})

test('a line by API v1.0, where lines stand only below their order, is read, changed and deleted', async () => {
  const { session, target } = await openWorld()
  const lines = target('salesOrderLines', 'v1.0')
  const { entity: order } = await session.send({ kind: 'create', target: target('salesOrders', 'v1.0'), body: { customerNumber: '10000' } })
  await session.send({ kind: 'create', target: lines, body: { description: 'first' }, parent: order! })

  const found = await findFirst(session, { target: lines, match: { documentId: order!.values['id'], description: 'first' } })
  const changed = await session.send({ kind: 'update', entity: found, body: { description: 'second' } })
  const deleted = await session.send({ kind: 'delete', entity: changed.entity! })

  expect(changed.entity!.values).toMatchObject({ description: 'second' })
  expect(deleted.status).toBe(204)
})

test('a change that was based on an older version is a conflict', async () => {
  const { session, target } = await openWorld()
  const { entity } = await session.send({ kind: 'create', target: target('salesOrders'), body: orderOf() })
  await session.send({ kind: 'update', entity: entity!, body: { email: 'a@example.org' } })

  const problem = await problemOf(session.send({ kind: 'update', entity: entity!, body: { email: 'b@example.org' } }))

  expect(problem).toMatchObject({ code: 'bc.record-changed', class: 'conflict' })
})

test('the request of a change is shown without sending it', async () => {
  const { session, sandbox, target, url } = await openWorld()

  const request = await session.request({ kind: 'create', target: target('salesOrders'), body: orderOf() })

  expect(request).toMatchObject({
    method: 'POST',
    url: expect.stringMatching(`^${url}/api/v2.0/companies\\([0-9a-f-]{36}\\)/salesOrders\\?\\$expand=salesOrderLines$`),
    headers: { 'accept-language': 'en-US', 'content-type': 'application/json' },
  })
  expect(Object.keys(request.body as object)).toEqual(['customerNumber', 'externalDocumentNumber', 'salesOrderLines'])
  expect(sandbox.ledger()).toEqual([])
})

test('the look-ups of one record are one $batch, and their answers stand in order', async () => {
  const { session, events, target } = await openWorld()
  const queries = [
    { target: target('paymentTerms'), match: { code: '14 days' } },
    { target: target('customers'), match: { number: '20000' } },
    { target: target('shipmentMethods'), match: { code: 'NOWHERE' } },
    { target: target('salesOrders'), match, everywhere: true, limit: 2 },
  ]

  const found = await session.findAll(queries)

  expect(found.map((each) => each.map(({ values }) => values['code'] ?? values['number']))).toEqual([['14 DAYS'], ['20000'], [], []])
  expect(events.map(({ method, path }) => `${method} ${path.replace(/^.*\/api\//, '')}`)).toEqual([
    'GET v2.0/companies',
    'POST v2.0/$batch',
  ])
})

test('more than a hundred look-ups are as many batches as they need', async () => {
  const { session, events, target } = await openWorld()
  const items = target('items')
  const numbers = Array.from({ length: 120 }, (_, index) => (index % 2 === 0 ? '1896-S' : `NONE-${index}`))

  const found = await session.findAll(numbers.map((number) => ({ target: items, match: { number } })))

  expect(found.map((each) => each.length)).toEqual(numbers.map((number) => (number === '1896-S' ? 1 : 0)))
  expect(events.filter(({ path }) => path.endsWith('$batch'))).toHaveLength(2)
})

test('values in a filter are quoted and encoded, whatever stands in them', async () => {
  const { session, target } = await openWorld()
  const customers = target('customers')
  const names = ["O'Neil & Söhne + 100% #1 / ?", "' or displayName ne '", 'a,b;c(d)=e']
  for (const displayName of names) await session.send({ kind: 'create', target: customers, body: { displayName } })

  const found = await session.findAll(names.map((displayName) => ({ target: customers, match: { displayName } })))
  const [single] = await session.findAll([{ target: customers, match: { displayName: names[0]! } }])

  expect(found.map((each) => each.map(({ values }) => values['displayName']))).toEqual(names.map((name) => [name]))
  expect(single).toHaveLength(1)
})

test.each([
  ['a GUID', { id: 'no-guid' }],
  ['a number', { unitPrice: 'cheap' }],
  ['true or false', { blocked: 'perhaps' }],
])('a value that cannot be %s is refused before anything is sent', async (expected, wrong) => {
  const { session, events, target } = await openWorld()

  const problem = await problemOf(session.findAll([{ target: target('items'), match: wrong }]))

  expect(problem).toMatchObject({ code: 'bc.value-unfit', class: 'rejected', parameters: { expected } })
  expect(events.filter(({ path }) => path.includes('items'))).toEqual([])
})

test('several changes hold together or not at all', async () => {
  const { session, sandbox, target } = await openWorld()
  const customers = target('customers')
  const change = (displayName: string) => ({ kind: 'create' as const, target: customers, body: { displayName } })

  const made = await session.sendTogether!([change('One'), change('Two')])
  const problem = await problemOf(session.sendTogether!([change('Three'), change('')]))
  const [left] = await session.findAll([{ target: customers, match: { displayName: 'Three' } }])

  expect(made!.map(({ status, entity }) => [status, entity!.values['displayName']])).toEqual([
    [201, 'One'],
    [201, 'Two'],
  ])
  expect(problem).toMatchObject({ code: 'bc.batch-failed', class: 'ambiguous' })
  expect(left).toEqual([])
  expect(sandbox.ledger().filter(({ committed }) => committed)).toHaveLength(2)
})

test.each(['CRONUS International Ltd.', 'cronus international ltd.', 'My Company', undefined])(
  'company %s is chosen by its name',
  async (company) => {
    const { session, target } = await openWorld(company === undefined ? {} : { company })

    const [found] = await session.findAll([{ target: target('customers'), match: {} }])

    expect(found).toHaveLength(company === 'My Company' ? 0 : 5)
  },
)

test('an unknown company is a problem of the connection that names those there are', async () => {
  const { session, target } = await openWorld({ company: 'Elsewhere' })

  const problem = await problemOf(session.findAll([{ target: target('customers'), match: {} }]))

  expect(problem).toMatchObject({ code: 'bc.company-unknown', class: 'systemic' })
  expect(problem.cause).toContain('“CRONUS International Ltd.”')
})

test('what a step can name', async () => {
  const { session } = await openWorld()

  const names = session.resources('v2.0')

  expect(names).toContain('salesOrders')
  expect(session.target('salesOrder')).toBeUndefined()
  expect((session.target('salesInvoices.post', 'v2.0') as Target).route).toMatchObject({ kind: 'action' })
  expect(session.resources('v1.0')).not.toContain('locations')
})
