import { describe, expect, test } from 'vitest'
import { openOrderWorld, sampleOrder, useCharges } from './order-world.ts'

const apart = { UseExpandToSendOrderIncludingLines: false }

describe('SO-X03 header and lines in separate calls', () => {
  test.each([
    ['2001', 'salesOrders', 'salesOrderLines'],
    ['2005', 'salesInvoices', 'salesInvoiceLines'],
    ['2006', 'salesQuotes', 'salesQuoteLines'],
  ])('SO-X03 order %s is sent to %s, line by line', async (key, set, lines) => {
    const world = await openOrderWorld()
    const order = sampleOrder(key)

    const { outcome } = await world.sendOne(order, { settings: apart })

    expect(outcome.state).toBe('confirmed')
    const writes = world.sandbox.ledger().filter(({ entitySet }) => entitySet === set || entitySet === lines)
    expect(writes.map(({ method, entitySet }) => `${method} ${entitySet}`)).toEqual([
      `POST ${set}`,
      ...order.OrderLines.map(() => `POST ${lines}`),
    ])
    expect(writes[0]!.body).not.toHaveProperty(lines)
  })

  test('SO-X03 a line that fails takes the lines made so far and the header with it', async () => {
    const world = await openOrderWorld()
    await world.setFaults({ fault: 'fail-line', line: 2 })

    const { outcome } = await world.sendOne(sampleOrder('2001'), { settings: apart })

    expect(outcome).toMatchObject({ state: 'rejected', problems: [{ at: { step: 'document', record: '2001' } }] })
    expect(outcome.number).toBeUndefined()
    expect(
      world.sandbox
        .ledger()
        .filter(({ committed }) => committed)
        .map(({ method, entitySet }) => `${method} ${entitySet}`),
    ).toEqual(['POST salesOrders', 'POST salesOrderLines', 'DELETE salesOrderLines', 'DELETE salesOrders'])
    expect(await world.get(`salesOrders?$filter=externalDocumentNumber eq '2001'`)).toEqual([])
  })

  test('SO-X03 a delete that fails for the moment is tried again', async () => {
    const world = await openOrderWorld()
    await world.setFaults({ fault: 'fail-line', line: 2 }, { fault: 'lock-timeout', method: 'DELETE', entitySet: 'salesOrders', times: 2 })

    const { outcome } = await world.sendOne(sampleOrder('2001'), { settings: apart })

    expect(outcome.state).toBe('rejected')
    expect(await world.get(`salesOrders?$filter=externalDocumentNumber eq '2001'`)).toEqual([])
  })

  test('SO-X03 a delete that keeps failing ends in a state of its own, which names what was left behind', async () => {
    const world = await openOrderWorld()
    await world.setFaults(
      { fault: 'fail-line', line: 2 },
      { fault: 'refuse', method: 'DELETE', entitySet: 'salesOrders', status: 400, times: 'always' },
    )

    const { outcome } = await world.sendOne(sampleOrder('2001'), { settings: apart })

    const [left] = await world.get(`salesOrders?$filter=externalDocumentNumber eq '2001'`)
    expect(outcome.state).toBe('dead')
    expect(outcome.problems.at(-1)).toMatchObject({
      code: 'delivery.undo-incomplete',
      message: expect.stringContaining(`salesOrders ${String(left!['number'])}`) as string,
      parameters: { remains: `salesOrders ${String(left!['number'])}` },
    })
  })

  test('SO-X03 SO-LT10 a line of a return order that fails takes the return order back', async () => {
    const world = await openOrderWorld()
    await world.setFaults({ fault: 'fail-line', line: 2 })

    const { outcome } = await world.sendOne(sampleOrder('2007'))

    expect(outcome.state).toBe('rejected')
    expect(await world.get('ODataV4/SalesReturnOrder')).toEqual([])
    expect(await world.get('ODataV4/SalesReturnOrderLines')).toEqual([])
  })
})

describe('SO-X04 one call', () => {
  test('SO-X04 header and lines go in one deep insert, and a failing line leaves nothing to take back', async () => {
    const world = await openOrderWorld()
    await world.setFaults({ fault: 'fail-line', line: 2 })

    const refused = await world.sendOne(sampleOrder('2001'))
    const sent = await world.sendOne(sampleOrder('2001'))

    expect([refused.outcome.state, sent.outcome.state]).toEqual(['rejected', 'confirmed'])
    const writes = world.sandbox.ledger().map(({ method, entitySet, committed }) => `${method} ${entitySet} ${committed}`)
    expect(writes.slice(0, 2)).toEqual(['POST salesOrders false', 'POST salesOrders true'])
    expect(writes.filter((write) => write.startsWith('DELETE'))).toEqual([])
  })

  test('SO-X04 what fails after the document takes the document back', async () => {
    const world = await openOrderWorld()
    await world.setFaults({ fault: 'refuse', method: 'POST', entitySet: 'SalesIntegration_SetYourReference', status: 400 })

    const { outcome } = await world.sendOne(sampleOrder('2001'))

    expect(outcome).toMatchObject({ state: 'rejected' })
    expect(outcome.problems).toContainEqual(expect.objectContaining({ at: expect.objectContaining({ step: 'reference' }) as unknown }))
    expect(await world.get(`salesOrders?$filter=externalDocumentNumber eq '2001'`)).toEqual([])
  })
})

describe('SO-X06 SO-B03 duplicates', () => {
  test.each([
    ['2001', 'salesOrders'],
    ['2005', 'salesInvoices'],
    ['2006', 'salesQuotes'],
    ['2007', 'SalesReturnOrder'],
  ])('SO-X06 order %s that is there already is adopted, and its number written back', async (key, set) => {
    const world = await openOrderWorld()

    const [first, second] = await world.send([sampleOrder(key), sampleOrder(key)])

    expect([first!.outcome.state, second!.outcome.state]).toEqual(['confirmed', 'confirmed'])
    expect(second!.outcome.number).toBe(first!.outcome.number)
    expect(second!.plan.steps.find(({ step }) => step === 'document')).toMatchObject({ state: 'adopt' })
    expect(world.sandbox.ledger().filter(({ method, entitySet }) => method === 'POST' && entitySet === set)).toHaveLength(1)
  })

  test('SO-X06 SO-N02 SO-B01 comments and charges that are there already are adopted', async () => {
    useCharges({ FREIGHT: { lineType: 'Account', number: '8350' } })
    const world = await openOrderWorld()
    const order = sampleOrder('2007', { Notes: 'Ring twice', Charges: [{ Code: 'FREIGHT', Description: 'Freight', Amount: 5 }] })

    const [first, second] = await world.send([order, order], { settings: { SendOrderNoteAsSalesCommentLine: true } })

    expect([first!.outcome, second!.outcome]).toMatchObject([
      { state: 'confirmed', problems: [] },
      { state: 'confirmed', problems: [], number: first!.outcome.number },
    ])
    expect(await world.get('ODataV4/SalesReturnOrderLines')).toHaveLength(order.OrderLines.length + 1)
    expect(await world.get('ODataV4/SalesCommentLines')).toHaveLength(1)
  })

  test.each([
    ['another quantity', (order: ReturnType<typeof sampleOrder>) => (order.OrderLines[0]!['Quantity'] = 13)],
    ['another price', (order: ReturnType<typeof sampleOrder>) => (order.OrderLines[0]!['Price'] = 8)],
    ['a line more', (order: ReturnType<typeof sampleOrder>) => order.OrderLines.push({ ...order.OrderLines[0] })],
    ['a line less', (order: ReturnType<typeof sampleOrder>) => order.OrderLines.pop()],
  ])('SO-X06 found with %s it is dead, and never sent again', async (_, change) => {
    const world = await openOrderWorld()
    const order = sampleOrder('2001')
    await world.sendOne(sampleOrder('2001'))
    change(order)
    const before = world.sandbox.ledger().length

    const { outcome } = await world.sendOne(order)

    expect(outcome).toMatchObject({ state: 'dead' })
    expect(outcome.problems).toContainEqual(expect.objectContaining({ code: 'delivery.same-key-other-content' }))
    expect(world.sandbox.ledger()).toHaveLength(before)
  })

  test('SO-X06 an order that was shipped and invoiced is found among the posted documents', async () => {
    const world = await openOrderWorld()
    const { outcome } = await world.sendOne(sampleOrder('2003'))
    const [order] = await world.get(`salesOrders?$filter=number eq '${String(outcome.number)}'`)
    await world.post(`salesOrders(${String(order!['id'])})/Microsoft.NAV.shipAndInvoice`)

    const again = await world.sendOne(sampleOrder('2003'))

    expect(again.outcome).toMatchObject({ state: 'confirmed', number: outcome.number })
    expect(await world.get(`salesOrders?$filter=externalDocumentNumber eq '2003'`)).toEqual([])
  })

  test('SO-X06 the same reference of another customer is another order', async () => {
    const world = await openOrderWorld()
    const settings = { MapSalesOrderYourReferenceToExternalDocumentNo: true }
    const [one, other] = [sampleOrder('2001', { YourReference: 'PO 1' }), sampleOrder('2004', { YourReference: 'PO 1' })]

    const results = await world.send([one, other], { settings })

    expect(results.map(({ outcome }) => outcome.state)).toEqual(['confirmed', 'confirmed'])
    expect(new Set(results.map(({ outcome }) => outcome.number)).size).toBe(2)
  })

  test('SO-X06 an answer that never came is looked up before anything is sent again', async () => {
    const world = await openOrderWorld()
    await world.setFaults({ fault: 'commit-then-reset', method: 'POST', entitySet: 'salesOrders' })

    const { outcome } = await world.sendOne(sampleOrder('2003'))

    expect(outcome.state).toBe('confirmed')
    expect(await world.get(`salesOrders?$filter=externalDocumentNumber eq '2003'`)).toHaveLength(1)
  })

  test('SO-X06 a request that was lost is not sent again before its absence is proven', async () => {
    const world = await openOrderWorld()
    await world.setFaults({ fault: 'reset', method: 'POST', entitySet: 'salesOrders' })

    const { outcome } = await world.sendOne(sampleOrder('2003'))

    expect(outcome).toMatchObject({ state: 'ambiguous', problems: [{ code: 'delivery.outcome-unresolved' }] })
    expect(world.requests.filter((request) => request.startsWith('POST salesOrders'))).toHaveLength(1)
  })
})

test('SO-B07 SO-B01 SO-T04 what was looked up for one order is known for the others', async () => {
  useCharges({ FREIGHT: { lineType: 'Account', number: '8350' }, WRAPPING: { lineType: 'Item', number: 'SHUT-6' } })
  const world = await openOrderWorld()
  const Charges = ['FREIGHT', 'WRAPPING'].map((Code) => ({ Code, Description: Code, Amount: 5 }))
  const kept = ['paymentTerms', 'shipmentMethods', 'accounts', 'items', 'locations']
  await world.setFaults(...kept.map((entitySet) => ({ fault: 'refuse', method: 'GET', entitySet, skip: 1, times: 'always', status: 400 })))

  const results = await world.send(
    ['2001', '2004', '2007', '2003', '2007'].map((key, index) => sampleOrder(key, { OrderID: 4001 + index, Notes: null, Charges })),
    { settings: { LocationForReturnOrders: 'MAIN', UseApiVersion2: false } },
  )

  expect(results.map(({ outcome: { state, problems } }) => [state, problems])).toEqual(results.map(() => ['confirmed', []]))
  expect(await world.faults()).toEqual(kept.map((entitySet) => expect.objectContaining({ entitySet, seen: 1 })))
})
