import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { outcome, startClient, text, v1, type Client } from './raw-client.ts'

let client: Client
let desk: string

beforeAll(async () => {
  client = await startClient()
  desk = String((await client.get("items?$filter=number eq '1896-S'")).body.value[0]!.id)
})
afterAll(() => client.close())

const lines = (set: string) => `${set.slice(0, -1)}Lines`
const make = (set: string, body: object = {}) =>
  client.post(`${set}?$expand=${lines(set)}`, { customerNumber: '10000', [lines(set)]: [{ itemId: desk, quantity: 2 }], ...body })
const act = (set: string, id: unknown, action: string) => client.post(`${set}(${String(id)})/Microsoft.NAV.${action}`)
const at = (answer: { headers: Headers }) => answer.headers.get('location')!.replace(client.url, '')

describe('the open documents of the demo company', () => {
  test('are there, and the next numbers follow them', async () => {
    const numbers = async (set: string) =>
      (await client.get(`${set}?$filter=status eq 'Draft' or status eq 'Open'&$select=number,status`)).body.value

    expect((await numbers('salesOrders')).slice(0, 4)).toMatchObject([
      { number: '101001', status: 'Draft' },
      { number: '101002', status: 'Open' },
      { number: '101003', status: 'Draft' },
      { number: '101004', status: 'Draft' },
    ])
    expect((await client.get("salesInvoices?$filter=number eq '103001'")).body.value).toMatchObject([{ status: 'Open' }])
    expect((await client.get("salesInvoices?$filter=number eq '102001'")).body.value).toMatchObject([{ status: 'Draft' }])
    expect((await client.get("salesQuotes?$filter=number eq '1001'")).body.value).toMatchObject([{ status: 'Draft' }])
  })

  test('have the same ids at every start', async () => {
    const other = await startClient()

    const [here, there] = [
      await client.get("salesOrders?$filter=number eq '101001'&$select=id"),
      await other.get("salesOrders?$filter=number eq '101001'&$select=id"),
    ]
    await other.close()

    expect(there.body.value[0]!.id).toBe(here.body.value[0]!.id)
  })
})

describe.each([
  ['salesInvoices', { invoiceDate: '2026-02-01' }, /^10\d{4}$/],
  ['salesQuotes', { documentDate: '2026-02-01' }, /^1\d{3}$/],
  ['salesCreditMemos', { creditMemoDate: '2026-02-01' }, /^1\d{3}$/],
])('%s', (set, dates, number) => {
  test('are made with their lines in one, in both versions', async () => {
    const answer = await make(set, dates)
    const old = await client.post(`${v1}/${client.company}/${set}?$expand=${lines(set)}`, {
      customerNumber: '10000',
      [lines(set)]: [{ itemId: desk, quantity: 1 }],
    })

    expect(text(answer)).toBeUndefined()
    expect(answer.body).toMatchObject({
      ...dates,
      number: expect.stringMatching(number),
      status: 'Draft',
      totalAmountExcludingTax: 1298.8,
      totalAmountIncludingTax: 1623.5,
    })
    expect(answer.body[lines(set)]).toMatchObject([{ quantity: 2, unitPrice: 649.4 }])
    expect(old.body).toMatchObject({
      status: 'Draft',
      [lines(set)]: [{ lineType: 'Item', unitOfMeasure: { unitCode: 'PCS', unitName: 'Piece' } }],
    })
  })

  test('need a customer', async () => {
    const answer = await client.post(set, {})

    expect([outcome(answer), text(answer)]).toEqual([
      '400 Application_DialogException',
      'A "customerNumber" or a "customerId" must be provided.',
    ])
  })

  test('are deleted with their lines', async () => {
    const { body } = await make(set)

    expect((await client.delete(`${set}(${String(body.id)})`)).status).toBe(204)

    expect((await client.get(`${lines(set)}?$filter=documentId eq ${String(body.id)}`)).body.value).toEqual([])
  })
})

describe('bill-to addresses', () => {
  test('are written on quotes and credit memos only', async () => {
    const body = { billToAddressLine1: 'Elsewhere 1', billToCity: 'York' }

    expect((await make('salesQuotes', body)).body).toMatchObject(body)
    expect((await make('salesCreditMemos', body)).body).toMatchObject(body)
    for (const set of ['salesOrders', 'salesInvoices']) {
      const answer = await make(set, body)
      expect([outcome(answer), text(answer)]).toEqual(['400 BadRequest_InvalidOperation', "Control 'billToAddressLine1' is read-only."])
    }
  })
})

describe('posting', () => {
  test('a draft invoice keeps its id and gets a new number; then it is closed', async () => {
    const draft = await make('salesInvoices', { externalDocumentNumber: 'POSTED-1', customerPurchaseOrderReference: 'PO 9' })
    const posted = await act('salesInvoices', draft.body.id, 'post')
    const { body } = await client.get(`salesInvoices(${String(draft.body.id)})?$expand=salesInvoiceLines`)

    expect([posted.status, posted.body]).toEqual([204, ''])
    expect(body).toMatchObject({
      status: 'Open',
      externalDocumentNumber: 'POSTED-1',
      totalAmountIncludingTax: 1623.5,
      remainingAmount: 1623.5,
    })
    expect(body.number).toMatch(/^103\d{3}$/)
    expect(body.salesInvoiceLines).toMatchObject([{ quantity: 2, unitPrice: 649.4, amountExcludingTax: 1298.8 }])
    expect(
      (await client.get("salesInvoices?$filter=externalDocumentNumber eq 'POSTED-1' and customerNumber eq '10000'")).body.value,
    ).toHaveLength(1)
    for (const answer of [
      await act('salesInvoices', draft.body.id, 'post'),
      await client.patch(`salesInvoices(${String(draft.body.id)})`, { email: 'a@b.c' }),
      await client.post(`salesInvoices(${String(draft.body.id)})/salesInvoiceLines`, { itemId: desk }),
      await client.delete(`salesInvoices(${String(draft.body.id)})`),
    ])
      expect(outcome(answer)).toBe('400 Application_DialogException')
    expect(text(await act('salesInvoices', draft.body.id, 'post'))).toBe('The action can be applied to a draft invoice only.')
  })

  test('an order is shipped and invoiced in one, and is gone; the invoice names it', async () => {
    const order = await make('salesOrders', { externalDocumentNumber: 'SHIPPED-1' })

    const done = await act('salesOrders', order.body.id, 'shipAndInvoice')
    const invoice = await client.get(at(done))

    expect(done.status).toBe(204)
    expect(invoice.body).toMatchObject({
      orderNumber: order.body.number,
      orderId: order.body.id,
      externalDocumentNumber: 'SHIPPED-1',
      totalAmountIncludingTax: 1623.5,
    })
    expect(outcome(await client.get(`salesOrders(${String(order.body.id)})`))).toBe('404 BadRequest_NotFound')
    expect(
      (await client.get(`salesShipments?$filter=orderNumber eq '${String(order.body.number)}'&$expand=salesShipmentLines`)).body.value,
    ).toMatchObject([{ externalDocumentNumber: 'SHIPPED-1', salesShipmentLines: [{ quantity: 2 }] }])
  })

  test('an order that is shipped in part stays, with what was shipped', async () => {
    const order = await make('salesOrders')
    const [line] = order.body.salesOrderLines as unknown as { id: string }[]
    await client.patch(`salesOrderLines(${line!.id})`, { shipQuantity: 1 })

    await act('salesOrders', order.body.id, 'shipAndInvoice')

    const { body } = await client.get(`salesOrders(${String(order.body.id)})?$expand=salesOrderLines`)
    expect(body.fullyShipped).toBe(false)
    expect(body.salesOrderLines).toMatchObject([{ quantity: 2, shippedQuantity: 1, invoicedQuantity: 1, shipQuantity: 1 }])
    expect(text(await client.patch(`salesOrderLines(${line!.id})`, { shipQuantity: 5 }))).toBe('You cannot ship more than 1 units.')
  })

  test('a quote becomes an order or an invoice, and is gone', async () => {
    const [first, second] = [await make('salesQuotes', { externalDocumentNumber: 'Q' }), await make('salesQuotes')]

    const order = await client.get(`${at(await act('salesQuotes', first.body.id, 'makeOrder'))}?$expand=salesOrderLines`)
    const invoice = await client.get(at(await act('salesQuotes', second.body.id, 'makeInvoice')))

    expect(order.body).toMatchObject({ externalDocumentNumber: 'Q', status: 'Draft', salesOrderLines: [{ quantity: 2 }] })
    expect(invoice.body).toMatchObject({ status: 'Draft', totalAmountIncludingTax: 1623.5 })
    expect(outcome(await client.get(`salesQuotes(${String(first.body.id)})`))).toBe('404 BadRequest_NotFound')
  })

  test('an invoice is cancelled, or corrected by a credit memo', async () => {
    const [cancelled, corrected] = [await make('salesInvoices'), await make('salesInvoices')]
    expect(text(await act('salesInvoices', cancelled.body.id, 'cancel'))).toBe('The action can be applied to a posted invoice only.')
    for (const { body } of [cancelled, corrected]) await act('salesInvoices', body.id, 'post')

    await act('salesInvoices', cancelled.body.id, 'cancel')
    const memo = await client.get(at(await act('salesInvoices', corrected.body.id, 'makeCorrectiveCreditMemo')))

    expect((await client.get(`salesInvoices(${String(cancelled.body.id)})`)).body.status).toBe('Canceled')
    expect(text(await act('salesInvoices', cancelled.body.id, 'cancel'))).toBe(
      'The invoice cannot be canceled because it has already been canceled.',
    )
    expect(memo.body).toMatchObject({ status: 'Draft', invoiceId: corrected.body.id })
  })

  test('what has no lines is not posted', async () => {
    const invoice = await client.post('salesInvoices', { customerNumber: '10000' })
    const memo = await client.post('salesCreditMemos', { customerNumber: '10000' })

    expect(text(await act('salesInvoices', invoice.body.id, 'post'))).toBe('There is nothing to post.')
    expect(text(await act('salesCreditMemos', memo.body.id, 'post'))).toBe('Please add at least one line item to the credit memo.')
  })

  test('an action that the entity does not have is not implemented', async () => {
    const order = await make('salesOrders')

    const answer = await act('salesOrders', order.body.id, 'release')

    expect([outcome(answer), text(answer)]).toEqual(['501 BadRequest_MethodNotImplemented', 'Entity does not support bound actions'])
  })

  test('the set-up that has gone since is missed', async () => {
    const own = await startClient()
    const draft = await own.post('salesInvoices', { customerNumber: '10000', salesInvoiceLines: [{ itemId: desk, quantity: 1 }] })
    await own.control('POST', 'act', { act: 'delete', table: 'VAT Posting Setup', key: ['DOMESTIC', 'STANDARD'] })

    const answer = await own.post(`salesInvoices(${String(draft.body.id)})/Microsoft.NAV.post`)
    await own.close()

    expect(outcome(answer)).toBe('400 Internal_RecordNotFound')
  })
})

describe('sums', () => {
  test('an invoice discount is spread over the lines and lowers the tax', async () => {
    const order = await client.post('salesOrders', {
      customerNumber: '10000',
      salesOrderLines: [
        { itemId: desk, quantity: 1, unitPrice: 100 },
        { itemId: desk, quantity: 1, unitPrice: 50 },
      ],
    })

    const { body } = await client.patch(`salesOrders(${String(order.body.id)})?$expand=salesOrderLines`, { discountAmount: 10 })

    expect(body).toMatchObject({ discountAmount: 10, totalAmountExcludingTax: 140, totalTaxAmount: 35, totalAmountIncludingTax: 175 })
    expect(body.salesOrderLines).toMatchObject([
      { amountExcludingTax: 100, invoiceDiscountAllocation: 6.67, netAmount: 93.33 },
      { amountExcludingTax: 50, invoiceDiscountAllocation: 3.33, netAmount: 46.67 },
    ])
  })

  test('tax is rounded over the lines of one rate together', async () => {
    const answer = await make('salesOrders', { salesOrderLines: [1, 2, 3].map(() => ({ itemId: desk, quantity: 1, unitPrice: 0.02 })) })

    expect(answer.body).toMatchObject({ totalAmountExcludingTax: 0.06, totalTaxAmount: 0.02, totalAmountIncludingTax: 0.08 })
  })

  test('prices with tax are taken apart', async () => {
    const { body } = await make('salesOrders', { pricesIncludeTax: true, salesOrderLines: [{ itemId: desk, quantity: 1, unitPrice: 125 }] })

    expect(body).toMatchObject({ pricesIncludeTax: true, totalAmountExcludingTax: 100, totalTaxAmount: 25, totalAmountIncludingTax: 125 })
  })

  test('another currency prices the lines anew', async () => {
    const order = await make('salesOrders')

    const { body } = await client.patch(`salesOrders(${String(order.body.id)})?$expand=salesOrderLines`, { currencyCode: 'EUR' })

    expect(body).toMatchObject({ currencyCode: 'EUR', salesOrderLines: [{ unitPrice: 1005.574 }] })
  })
})
