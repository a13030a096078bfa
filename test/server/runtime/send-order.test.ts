import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, onTestFinished, test } from 'vitest'
import { ProblemError, type Problem } from '../../../engine/index.ts'
import type { ConnectionSettings } from '../../../server/connectors/connector.ts'
import type { RecordResult } from '../../../server/runtime/run-flow.ts'
import { openOrderWorld, sampleOrder } from './order-world.ts'

/** An address that takes what is written back, after so many refusals. */
async function openEndpoint(refusals: number): Promise<{ url: string; taken: unknown[] }> {
  const taken: unknown[] = []
  let left = refusals
  const server = createServer((request, response) => {
    let text = ''
    request.on('data', (chunk) => (text += String(chunk)))
    request.on('end', () => {
      if (left-- > 0) return response.writeHead(503).end()
      taken.push(JSON.parse(text))
      response.writeHead(204).end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/orders`, taken }
}

const backTo =
  (endpoint: string) =>
  (settings: ConnectionSettings): ConnectionSettings =>
    settings.connector === 'files' ? { ...settings, endpoint } : settings

const without =
  (...names: string[]) =>
  (settings: ConnectionSettings): ConnectionSettings => ({
    ...settings,
    ...(settings.routes && { routes: Object.fromEntries(Object.entries(settings.routes).filter(([name]) => !names.includes(name))) }),
  })

async function refusal(send: () => Promise<unknown>): Promise<readonly Problem[]> {
  try {
    await send()
  } catch (error) {
    if (error instanceof ProblemError) return error.problems
    throw error
  }
  return []
}

describe('SO-H16 SO-X05 the number goes back', () => {
  test('SO-H16 to a configured address', async () => {
    const world = await openOrderWorld()
    const { url, taken } = await openEndpoint(0)

    const { outcome } = await world.sendOne(sampleOrder('2003'), { connection: backTo(url) })

    expect(taken).toEqual([{ resource: 'orders', at: { OrderID: 2003 }, set: { OrderID: outcome.number } }])
  })

  test('SO-X05 a write-back that fails for the moment is tried again on its own', async () => {
    const world = await openOrderWorld()
    const { url, taken } = await openEndpoint(5)

    const { outcome } = await world.sendOne(sampleOrder('2003'), { connection: backTo(url) })

    expect(outcome).toMatchObject({ state: 'confirmed', problems: [] })
    expect(taken).toHaveLength(1)
    expect(world.sandbox.ledger().filter(({ entitySet }) => entitySet === 'salesOrders')).toHaveLength(1)
  })

  test('SO-X05 a write-back that keeps failing leaves the order, which is not sent again', async () => {
    const world = await openOrderWorld()
    const { url } = await openEndpoint(Number.POSITIVE_INFINITY)

    const { outcome } = await world.sendOne(sampleOrder('2003'), { connection: backTo(url) })
    const again = await world.sendOne(sampleOrder('2003'))

    expect(outcome).toMatchObject({ state: 'retrying', problems: [{ code: 'delivery.step-unfinished' }, {}] })
    expect(again.outcome).toMatchObject({ state: 'confirmed', number: outcome.number })
    expect(world.sandbox.ledger().filter(({ entitySet }) => entitySet === 'salesOrders')).toHaveLength(1)
  })
})

describe('what must be there is looked up before anything is sent', () => {
  test('SO-T04 a location that Business Central does not have is told by setting and value', async () => {
    const world = await openOrderWorld()

    const { outcome } = await world.sendOne(sampleOrder('2007'), { settings: { LocationForReturnOrders: 'MOON' } })

    expect(outcome).toMatchObject({
      state: 'rejected',
      problems: [{ message: 'Setting LocationForReturnOrders: Business Central has no location MOON', at: { step: 'location' } }],
    })
    expect(world.sandbox.ledger()).toEqual([])
  })

  test('SO-X01 a pair of VAT groups that the setup lacks rejects the order, naming both', async () => {
    const world = await openOrderWorld(undefined, {})
    const order = sampleOrder('2001')
    order.OrderLines[1]!['Item'] = {
      ...(order.OrderLines[1]!['Item'] as object),
      FreeFields: [{ Name: 'VatProdPostingGroup', Value: 'LUXURY' }],
    }

    const { outcome } = await world.sendOne(order, { settings: { EnableDynamicItemVATPercentDeterminationDuringOrderSend: true } })

    expect(outcome).toMatchObject({
      state: 'rejected',
      problems: [{ message: 'Business Central has no VAT posting setup for business group NATIONAL and product group LUXURY' }],
    })
    expect(world.sandbox.ledger()).toEqual([])
  })

  test('SO-X01 one look-up for each pair and order, kept for other orders', async () => {
    const world = await openOrderWorld()

    const results = await world.send([sampleOrder('2001'), sampleOrder('2004'), sampleOrder('2005'), sampleOrder('2007')], {
      settings: { EnableDynamicItemVATPercentDeterminationDuringOrderSend: true },
    })

    expect(results.map(({ outcome }) => outcome.state)).toEqual(['confirmed', 'confirmed', 'confirmed', 'confirmed'])
    expect(world.requests.filter((request) => request.startsWith('GET VATPostingSetup'))).toHaveLength(1)
  })

  test('SO-B07 payment terms and a shipment method that are not there reject the order', async () => {
    const world = await openOrderWorld()
    const order = sampleOrder('2001')
    const customer = { ...(order['Customer'] as object), PaymentConditionCode: 'NEVER', DeliveryMethod: 'PARCEL' }

    const { outcome } = await world.sendOne({ ...order, Customer: customer })

    expect(outcome).toMatchObject({ state: 'rejected', problems: [{ message: 'Business Central has no payment terms NEVER' }] })
    expect(world.sandbox.ledger()).toEqual([])
  })
})

describe('what hangs on the document', () => {
  test('SO-X08 SO-X09 SO-N01 SO-N02 SO-N03 SO-H13 SO-H14 SO-B02 everything arrives, on any kind of document', async () => {
    const world = await openOrderWorld()
    const bytes = Buffer.from('a plan of the loom')
    const order = sampleOrder('2002', {
      Reference: 'R-1',
      Notes: 'Ring twice',
      Attachments: [{ Name: 'plan.txt', ContentType: 'text/plain', Content: bytes.toString('base64') }],
    })
    const settings = {
      SalesOrderDefaultReasonCode: 'APP',
      SalesOrderPortal4SalesProReasonCode: 'PORTAL',
      UpdateSalesHeaderShippingAddressUsingWebservice: true,
      SendOrderNoteToBackofficeUsingWebserviceCall: true,
      SendOrderNoteAsSalesCommentLine: true,
      MapOrderNotesToOrderWorkDescription: true,
    }

    const { outcome } = await world.sendOne(order, { settings })

    expect(outcome).toMatchObject({ state: 'confirmed', problems: [] })
    const number = String(outcome.number)
    const [extras] = await world.get(`api/fieldloom/sales/v1.0/salesHeaderExtras?$filter=number eq '${number}'`)
    expect(extras).toMatchObject({ reasonCode: 'PORTAL', yourReference: 'R-1', workDescription: 'Ring twice' })
    const [document] = await world.get(`salesOrders?$filter=number eq '${number}'`)
    expect(document).toMatchObject({ shipToName: 'Atelier Marchand, magasin Sud', shipToCity: 'Marseille' })
    expect(await world.get('ODataV4/SalesCommentLines')).toMatchObject([
      { Document_Type: 'Order', No: number, Line_No: 10_000, Comment: 'Ring twice' },
    ])
    const attachments = await world.get(`documentAttachments?$filter=parentId eq ${String(document!['id'])}`)
    expect(attachments).toMatchObject([{ fileName: 'plan.txt', byteSize: bytes.length, parentType: 'Sales_x0020_Order' }])
  })

  test('SO-B02 an attachment that does not arrive takes the order back', async () => {
    const world = await openOrderWorld()
    const order = sampleOrder('2003', {
      Attachments: [
        { Name: 'a.txt', Content: 'QQ==' },
        { Name: 'b.txt', Content: 'no base64!' },
      ],
    })

    const { outcome } = await world.sendOne(order)

    expect(outcome.state).toBe('rejected')
    expect(outcome.problems.at(-1)!.at.step).toBe('attachments')
    expect(await world.get(`salesOrders?$filter=externalDocumentNumber eq '2003'`)).toEqual([])
  })

  test('SO-B02 a return order gets its attachments too', async () => {
    const world = await openOrderWorld()

    const { outcome } = await world.sendOne(sampleOrder('2007', { Attachments: [{ Name: 'damage.txt', Content: 'QQ==' }] }))

    expect(outcome).toMatchObject({ state: 'confirmed', problems: [] })
    expect(world.sandbox.ledger().find(({ entitySet }) => entitySet === 'documentAttachments')!.body).toMatchObject({
      fileName: 'damage.txt',
    })
  })

  test('SO-N02 a failing comment takes the comments before it and the order back', async () => {
    const world = await openOrderWorld()
    await world.setFaults({ fault: 'refuse', method: 'POST', entitySet: 'SalesCommentLines', skip: 1, status: 400 })

    const { outcome } = await world.sendOne(sampleOrder('2003', { Notes: 'word '.repeat(40) }), {
      settings: { SendOrderNoteAsSalesCommentLine: true },
    })

    expect(outcome.state).toBe('rejected')
    expect(await world.get('ODataV4/SalesCommentLines')).toEqual([])
    expect(await world.get(`salesOrders?$filter=externalDocumentNumber eq '2003'`)).toEqual([])
  })
})

describe('SO-B08 attachments are read back', () => {
  const sha256 = (base64: unknown) =>
    createHash('sha256')
      .update(Buffer.from(String(base64), 'base64'))
      .digest('hex')
  const filesOf = (results: readonly RecordResult[]) =>
    results.flatMap(({ plan }) => plan.steps.filter(({ step }) => step === 'back')).map(({ request }) => request!.body)

  test.each([
    ['2003', 'read-order-attachments'],
    ['2005', 'read-invoice-attachments'],
  ])('SO-B08 the files of document %s, byte for byte, by the flow %s', async (key, flow) => {
    const world = await openOrderWorld()
    const files = [
      { Name: 'plan.txt', Content: Buffer.from('a plan of the loom').toString('base64') },
      { Name: 'photo.bin', Content: Buffer.from(Array.from({ length: 70_000 }, (_, index) => (index * 7919) % 256)).toString('base64') },
    ]
    const { outcome } = await world.sendOne(sampleOrder(key, { Attachments: files }))

    const results = await world.read(flow)

    const [body] = filesOf(results) as { at: unknown; set: { Attachments: { Name: string; Size: number; Content: string }[] } }[]
    expect(body).toMatchObject({ resource: 'orders', at: { OrderID: outcome.number } })
    const told = body!.set.Attachments.map(({ Name, Size, Content }) => [Name, Size, sha256(Content)])
    expect(told.toSorted()).toEqual([
      ['photo.bin', 70_000, sha256(files[1]!.Content)],
      ['plan.txt', 18, sha256(files[0]!.Content)],
    ])
    expect(results.every((each) => each.outcome.state === 'confirmed' || each.outcome.state === 'skipped')).toBe(true)
  })

  test('SO-B08 of files that are too large together names and sizes are told, and that the contents are not', async () => {
    const world = await openOrderWorld()
    const content = Buffer.alloc(250_001, 'x').toString('base64')
    const files = ['a.txt', 'b.txt'].map((Name) => ({ Name, Content: content }))
    await world.sendOne(sampleOrder('2003', { Attachments: files }))

    const results = await world.read('read-order-attachments')

    expect(filesOf(results)).toMatchObject([{ set: { Attachments: [{ Size: 250_001 }, { Size: 250_001 }] } }])
    expect(JSON.stringify(filesOf(results))).not.toContain('Content')
    expect(results.flatMap(({ outcome }) => outcome.problems)).toMatchObject([{ severity: 'warning', at: { step: 'sizes' } }])
  })

  test('SO-B02 a file of the same name and size with other bytes is not taken for the one that was to be attached', async () => {
    const world = await openOrderWorld()
    const attached = (Content: string) => sampleOrder('2003', { Attachments: [{ Name: 'plan.txt', Content }] })
    await world.sendOne(attached('QUI='))

    const again = await world.sendOne(attached('QUI='))
    const other = await world.sendOne(attached('QUM='))

    expect(again.outcome.state).toBe('confirmed')
    expect(other.outcome).toMatchObject({ state: 'dead' })
    expect(other.outcome.problems).toContainEqual(
      expect.objectContaining({
        code: 'delivery.same-key-other-content',
        at: expect.objectContaining({ step: 'attachments' }) as unknown,
      }),
    )
  })
})

describe('a route that the connection lacks', () => {
  test.each([
    ['orderNote', { SendOrderNoteToBackofficeUsingWebserviceCall: true }],
    ['salesComment', { SendOrderNoteAsSalesCommentLine: true }],
    ['workDescription', { MapOrderNotesToOrderWorkDescription: true }],
    ['headerExtras', { AddAdditionalDataToSalesHeadersUsingOptimizersALScript: true }],
    ['shipToAddress', { UpdateSalesHeaderShippingAddressUsingWebservice: true }],
    ['vatSetup', { EnableDynamicItemVATPercentDeterminationDuringOrderSend: true }],
    ['reasonCode', { SalesOrderDefaultReasonCode: 'APP' }],
  ])('SO-X07 %s is a problem when the flow is loaded, where a setting asks for it', async (route, settings) => {
    const world = await openOrderWorld()

    const problems = await refusal(() => world.send([], { settings, connection: without(route) }))
    const silent = await refusal(() => world.send([], { connection: without(route) }))

    expect(problems).toMatchObject([{ code: 'flow.route-missing', parameters: { route } }])
    expect(silent).toEqual([])
  })

  test('SO-X07 a record that needs one which no setting asks for is rejected before anything is sent', async () => {
    const world = await openOrderWorld()

    const results = await world.send([sampleOrder('2007'), sampleOrder('2003')], {
      connection: without('returnOrder', 'returnOrderLine', 'yourReference'),
    })

    expect(results.map(({ outcome }) => outcome.state)).toEqual(['rejected', 'confirmed'])
    expect(results[0]!.outcome.problems[0]).toMatchObject({
      code: 'flow.route-missing',
      at: { step: 'document' },
      parameters: { route: 'returnOrder' },
    })
  })
})

describe('settings', () => {
  test.each([
    [{ UseApiVersion3: true }, 'mapping.setting-unknown', 'UseApiVersion2'],
    [{ UseApiVersion2: 'yes' }, 'mapping.setting-wrong', 'boolean'],
    [{ MapSalesOrderYourReferenceToExternalDocumentNo: true, SendPrefixPlusOrderTimestampToMBC: true }, 'mapping.setting-wrong', ''],
    [
      { MapSalesOrderYourReferenceToExternalDocumentNo: true, MapSalesOrderWebshopReferenceToExternalDocumentNo: true },
      'mapping.setting-wrong',
      '',
    ],
    [{ MapSalesOrderWebshopReferenceToExternalDocumentNo: true, SendPrefixPlusOrderTimestampToMBC: true }, 'mapping.setting-wrong', ''],
  ])('SO-H13 SO-H17 %j are refused', async (settings, code, hint) => {
    const world = await openOrderWorld()

    const problems = await refusal(() => world.send([], { settings }))

    expect(problems[0]).toMatchObject({ code, hint: expect.stringContaining(hint) as string })
  })
})

describe('SO-X07 errors', () => {
  test('SO-X07 a refusal is told with request, response, code, path and what to do', async () => {
    const world = await openOrderWorld()
    const order = sampleOrder('2003')
    order.OrderLines[0]!['Item'] = { ...(order.OrderLines[0]!['Item'] as object), InternalItemCode: 'f1e1d300-0099-4f00-8a00-000000300099' }

    const { outcome } = await world.sendOne(order)

    expect(outcome.state).toBe('rejected')
    const [problem] = outcome.problems
    expect(problem).toMatchObject({ class: 'rejected', at: { flow: 'send-order', step: 'document', record: '2003' } })
    expect(problem!.code).toMatch(/^bc\./)
    expect(problem!.hint).not.toBe('')
    expect(JSON.stringify(problem!.details)).toContain('f1e1d300-0099-4f00-8a00-000000300099')
  })
})
