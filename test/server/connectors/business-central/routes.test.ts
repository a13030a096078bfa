import { describe, expect, test } from 'vitest'
import type { Route, Session } from '../../../../server/connectors/connector.ts'
import { parseMetadata } from '../../../../server/connectors/business-central/metadata.ts'
import { findFirst, openSession, openWorld, problemOf, schemas } from './open.ts'

const webServices = 'business-central/web-services'
const extension = 'business-central/fieldloom-sales-v1.0'
const parameters = (...names: string[]) => ({
  type: 'object',
  properties: Object.fromEntries(names.map((name) => [name, { type: 'string' }])),
})

const routes: Record<string, Route> = {
  returnOrder: { kind: 'page', address: 'SalesReturnOrder', schema: `${webServices}/SalesReturnOrder` },
  returnOrderLine: { kind: 'page', address: 'SalesReturnOrderLines', schema: `${webServices}/SalesReturnOrderLines` },
  vatSetup: { kind: 'page', address: 'VATPostingSetup', schema: `${webServices}/VATPostingSetup` },
  workDescription: {
    kind: 'page',
    address: "SalesOrder(Document_Type='Order',No='{document.documentNo}')",
    schema: `${webServices}/SalesOrder`,
  },
  salesComment: { kind: 'api', address: 'fieldloom/sales/v1.0/salesCommentLines', schema: `${extension}/salesCommentLine` },
  headerExtras: { kind: 'api', address: 'api/fieldloom/sales/v1.0/salesHeaderExtras', schema: `${extension}/salesHeaderExtra` },
  setHeaderExtras: {
    kind: 'action',
    address: 'SalesIntegration_SetHeaderExtras',
    schema: { ...parameters('documentType', 'documentNo', 'reasonCode', 'yourReference'), required: ['documentType', 'reasonCode'] },
  },
  orderNote: { kind: 'action', address: 'SalesIntegration_AddOrderNote', schema: parameters('documentType', 'documentNo', 'note') },
}

async function openInstallation() {
  const world = await openWorld({ routes })
  const order = await world.session.send({
    kind: 'create',
    target: world.target('salesOrders'),
    body: { customerNumber: '10000', salesOrderLines: [{ lineType: 'Item', lineObjectNumber: '1896-S', quantity: 1 }] },
  })
  return { ...world, number: String(order.entity!.values['number']) }
}

const route = (session: Session, name: string) => session.target(name)!

describe('a page that is published as a web service', () => {
  test('SO-T01 SO-T02 SO-T03 SO-LT01 SO-LT10 takes a return order and its lines one by one, and gives them up again', async () => {
    const { session } = await openInstallation()
    const header = { External_Document_No: 'r-1', Document_Type: 'Return Order', Your_Reference: 'A B', Sell_to_Customer_No: '10000' }
    const { entity: order } = await session.send({ kind: 'create', target: route(session, 'returnOrder'), body: header })
    const line = (Line_No: number) => ({
      Unit_Price: 10,
      Quantity: 2,
      No: '1896-S',
      Type: 'Item',
      Line_No,
      Document_No: order!.values['No'],
      Document_Type: 'Return Order',
    })

    const { entity: made } = await session.send({ kind: 'create', target: route(session, 'returnOrderLine'), body: line(10_000) })
    const found = await findFirst(session, {
      target: route(session, 'returnOrder'),
      match: { External_Document_No: 'r-1', Sell_to_Customer_No: '10000' },
    })
    const changed = await session.send({ kind: 'update', entity: made!, body: { Quantity: 3 } })
    const deleted = [await session.send({ kind: 'delete', entity: changed.entity! })]
    deleted.push(await session.send({ kind: 'delete', entity: (await session.readBack(found))! }))

    expect(session.differences(route(session, 'returnOrder'), header, order!)).toEqual([])
    expect(session.differences(route(session, 'returnOrderLine'), line(10_000), made!)).toEqual([])
    expect(changed.entity!.values).toMatchObject({ Quantity: 3, Line_No: 10_000 })
    expect(deleted.map(({ status }) => status)).toEqual([204, 204])
    expect(await session.readBack(found)).toBeUndefined()
  })

  test('SO-X01 answers look-ups, many in one batch', async () => {
    const { session, events } = await openInstallation()
    const pair = (business: string, product: string) => ({
      target: route(session, 'vatSetup'),
      match: { VAT_Bus_Posting_Group: business, VAT_Prod_Posting_Group: product },
    })

    const found = await session.findAll([pair('DOMESTIC', 'STANDARD'), pair('DOMESTIC', 'REDUCED'), pair('EU', 'NOTHING')])

    expect(found.map((each) => each.map(({ values }) => values['VAT_Percent']))).toEqual([[25], [10], []])
    expect(events.at(-1)!.path).toMatch(/ODataV4\/\$batch$/)
  })

  test('SO-N03 a record is changed by its address, which the body fills; the connector reads its version', async () => {
    const { session, sandbox, number } = await openInstallation()

    const { entity } = await session.send({
      kind: 'call',
      target: route(session, 'workDescription'),
      body: { document: { documentType: 'Order', documentNo: number }, WorkDescription: 'Ring twice' },
    })

    expect(entity!.values).toMatchObject({ No: number, WorkDescription: 'Ring twice' })
    expect(sandbox.ledger().at(-1)).toMatchObject({ method: 'PATCH', body: { WorkDescription: 'Ring twice' }, committed: true })
  })

  test('an address without its value is a problem before anything is sent', async () => {
    const { session, sandbox } = await openInstallation()
    const before = sandbox.ledger().length

    const problem = await problemOf(
      session.send({ kind: 'call', target: route(session, 'workDescription'), body: { WorkDescription: 'x' } }),
    )

    expect(problem).toMatchObject({ code: 'bc.placeholder-missing', parameters: { placeholder: 'document.documentNo' } })
    expect(sandbox.ledger()).toHaveLength(before)
  })
})

describe('a custom API', () => {
  test('SO-N02 SO-X08 is used like a standard one', async () => {
    const { session, number } = await openInstallation()
    const comment = { documentType: 'Order', number, lineNumber: 10_000, comment: 'Keep dry' }

    const made = await session.send({ kind: 'create', target: route(session, 'salesComment'), body: comment })
    const extras = await session.send({
      kind: 'call',
      target: route(session, 'headerExtras'),
      body: { documentType: 'Order', number, yourReference: 'PO 7' },
    })
    const found = await findFirst(session, { target: route(session, 'headerExtras'), match: { number, documentType: 'Order' } })

    expect(made.entity!.values).toMatchObject({ comment: 'Keep dry' })
    expect(extras.status).toBe(201)
    expect(found.values).toMatchObject({ yourReference: 'PO 7' })
  })
})

describe('an action', () => {
  test('SO-N01 of a codeunit gets its parameters', async () => {
    const { session, sandbox, number } = await openInstallation()
    const body = { documentType: 'Order', documentNo: number, note: 'Leave at the door' }

    const sent = await session.send({ kind: 'call', target: route(session, 'orderNote'), body })

    expect(sent.status).toBe(204)
    expect(sandbox.ledger().at(-1)).toMatchObject({ method: 'POST', entitySet: 'SalesIntegration_AddOrderNote', body, committed: true })
  })

  test('SO-X08 of a codeunit gets a text that is left out as an empty one, because it takes all its parameters', async () => {
    const { session, sandbox, number } = await openInstallation()

    const sent = await session.send({
      kind: 'call',
      target: route(session, 'setHeaderExtras'),
      body: { documentType: 'Order', documentNo: number, yourReference: 'PO 7' },
    })

    expect(sent.status).toBe(204)
    expect(sandbox.ledger().at(-1)!.body).toEqual({ documentType: 'Order', documentNo: number, reasonCode: '', yourReference: 'PO 7' })
  })

  test('bound to a record: an invoice is posted, a quote becomes an order that is answered', async () => {
    const { session, target } = await openInstallation()
    const lines = [{ lineType: 'Item', lineObjectNumber: '1896-S', quantity: 1 }]
    const invoice = await session.send({
      kind: 'create',
      target: target('salesInvoices'),
      body: { customerNumber: '10000', externalDocumentNumber: 'I-1', salesInvoiceLines: lines },
    })
    const quote = await session.send({
      kind: 'create',
      target: target('salesQuotes'),
      body: { customerNumber: '10000', externalDocumentNumber: 'Q-1', salesQuoteLines: lines },
    })

    const posted = await session.send({
      kind: 'call',
      target: target('salesInvoices.post'),
      at: { id: invoice.entity!.values['id'] },
      body: {},
    })
    const made = await session.send({
      kind: 'call',
      target: target('salesQuotes.makeOrder'),
      at: { id: quote.entity!.values['id'] },
      body: {},
    })
    const after = await session.readBack(invoice.entity!)

    expect(posted.status).toBe(204)
    expect(after!.values['status']).toBe('Open')
    expect(made.entity?.target.resource).toBe('salesOrders')
    expect(made.entity?.values).toMatchObject({ externalDocumentNumber: 'Q-1' })
  })
})

describe('SO-X06 what was finished is found, in the shape of what was asked for', () => {
  const match = { externalDocumentNumber: 'K-1', customerNumber: '10000' }
  const lines = [{ lineType: 'Item', lineObjectNumber: '1896-S', quantity: 2, unitPrice: 50 }]

  test.each(['v1.0', 'v2.0'])('an order that was shipped and invoiced, by API %s', async (api) => {
    const { session, target } = await openInstallation()
    const body = { externalDocumentNumber: 'K-1', customerNumber: '10000', salesOrderLines: lines }
    const { entity } = await session.send({ kind: 'create', target: target('salesOrders'), body })
    await session.send({ kind: 'call', target: target('salesOrders.shipAndInvoice'), at: { id: entity!.values['id'] }, body: {} })
    const query = { target: target('salesOrders', api), match, limit: 2, expand: ['salesOrderLines'] }

    const [open, everywhere] = await session.findAll([query, { ...query, everywhere: true }])

    expect(open).toEqual([])
    expect(everywhere).toHaveLength(1)
    expect(everywhere![0]).toMatchObject({
      finished: true,
      target: { resource: 'salesInvoices' },
      values: { number: entity!.values['number'] },
    })
    if (api === 'v2.0') expect(session.differences(target('salesOrders'), body, everywhere![0]!)).toEqual([])
  })

  test('an invoice of the same reference that came of no order is not taken for one', async () => {
    const { session, target } = await openInstallation()
    const body = { externalDocumentNumber: 'K-1', customerNumber: '10000', salesInvoiceLines: lines }
    await session.send({ kind: 'create', target: target('salesInvoices'), body })

    const [found] = await session.findAll([{ target: target('salesOrders'), match, everywhere: true }])

    expect(found).toEqual([])
  })

  test('a posted invoice stays in its set', async () => {
    const { session, target } = await openInstallation()
    const body = { externalDocumentNumber: 'K-1', customerNumber: '10000', salesInvoiceLines: lines }
    const { entity } = await session.send({ kind: 'create', target: target('salesInvoices'), body })
    await session.send({ kind: 'call', target: target('salesInvoices.post'), at: { id: entity!.values['id'] }, body: {} })

    const [found] = await session.findAll([{ target: target('salesInvoices'), match, everywhere: true, expand: ['salesInvoiceLines'] }])

    expect(found).toMatchObject([{ values: { id: entity!.values['id'] } }])
    expect(session.differences(target('salesInvoices'), body, found![0]!)).toEqual([])
  })

  test('a quote that became an order', async () => {
    const { session, target } = await openInstallation()
    const body = { externalDocumentNumber: 'K-1', customerNumber: '10000', salesQuoteLines: lines }
    const { entity } = await session.send({ kind: 'create', target: target('salesQuotes'), body })
    await session.send({ kind: 'call', target: target('salesQuotes.makeOrder'), at: { id: entity!.values['id'] }, body: {} })

    const found = await findFirst(session, { target: target('salesQuotes'), match, everywhere: true, expand: ['salesQuoteLines'] })

    expect(found).toMatchObject({ finished: true, target: { resource: 'salesOrders' } })
    expect(session.differences(target('salesQuotes'), body, found)).toEqual([])
  })

  test('a return order that was posted is a credit memo', async () => {
    const { session, target } = await openInstallation()
    await session.send({ kind: 'create', target: target('salesCreditMemos'), body: match })
    const asked = { External_Document_No: 'k-1', Sell_to_Customer_No: '10000' }

    const found = await findFirst(session, { target: route(session, 'returnOrder'), match: asked, everywhere: true })

    expect(found).toMatchObject({ finished: true, target: { resource: 'salesCreditMemos' }, values: { External_Document_No: 'K-1' } })
  })
})

describe('AC-32 the schema of a route is taken from $metadata', () => {
  test.each([
    ['a page', routes['returnOrderLine']!],
    ['a custom API', routes['salesComment']!],
  ])('of %s it has the names, types, lengths and keys of the installation', async (_, { kind, address, schema }) => {
    const { session } = await openInstallation()

    const described = (await session.describe!({ kind, address })) as { key: string[]; properties: Record<string, Record<string, unknown>> }
    const known = schemas.get(schema as string)!

    expect(described.key).toEqual(known.key)
    expect(Object.keys(described.properties).sort()).toEqual(Object.keys(known.properties!).sort())
    for (const [name, { type, maxLength, format, code }] of Object.entries(known.properties!))
      expect({ name, ...described.properties[name] }).toMatchObject({
        name,
        type,
        ...(maxLength && { maxLength }),
        ...(format && { format }),
        ...(code && { code }),
      })
  })

  test('keys that reset others come before them', async () => {
    const { session } = await openInstallation()

    const described = (await session.describe!(routes['returnOrderLine']!)) as { properties: object }
    const names = Object.keys(described.properties)

    const order = ['Type', 'No', 'Quantity', 'Unit_Price', 'Line_Discount_Percent'].map((name) => names.indexOf(name))
    expect(order).toEqual([...order].sort((a, b) => a - b))
  })

  test('of an action it has the parameters', async () => {
    const { session } = await openInstallation()

    expect(await session.describe!(routes['orderNote']!)).toMatchObject({
      properties: { documentType: { type: 'string' }, note: { type: 'string' } },
      required: ['documentType', 'documentNo', 'note'],
      additionalProperties: false,
    })
  })

  test('a schema taken from there serves the route', async () => {
    const { session, url } = await openInstallation()
    const described = await session.describe!({ kind: 'page', address: 'SalesReturnOrder' })
    const own = openSession({ url, routes: { returns: { kind: 'page', address: 'SalesReturnOrder', schema: described! } } }).session

    const { entity } = await own.send({
      kind: 'create',
      target: own.target('returns')!,
      body: { Document_Type: 'Return Order', Sell_to_Customer_No: '10000' },
    })

    expect((await own.send({ kind: 'delete', entity: entity! })).status).toBe(204)
  })

  test('what the installation does not have is told by its absence', async () => {
    const { session } = await openInstallation()

    expect(await session.describe!({ kind: 'page', address: 'Nowhere' })).toBeUndefined()
  })

  test.each(['', 'no xml', '<a><b></a>', '<!DOCTYPE x [<!ENTITY a "b">]><edmx:Edmx/>', '<html/>'])('%s is no metadata', (text) => {
    expect(parseMetadata(text)).toBeUndefined()
  })
})
