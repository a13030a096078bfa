import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { outcome, startClient, text, v1, v2, type Client } from './raw-client.ts'

let client: Client
let desk: string
let chair: string

const find = async (set: string, filter: string) => (await client.get(`${set}?$filter=${encodeURIComponent(filter)}`)).body.value[0]!

beforeAll(async () => {
  client = await startClient()
  desk = String((await find('items', "number eq '1896-S'")).id)
  chair = String((await find('items', "number eq '1908-S'")).id)
})
afterAll(() => client.close())

const order = (body: object) => client.post('salesOrders?$expand=salesOrderLines', { customerNumber: '10000', ...body })
const firstLine = async (line: object, header: object = {}) => {
  const answer = await order({ ...header, salesOrderLines: [line] })
  expect(text(answer)).toBeUndefined()
  return (answer.body.salesOrderLines as unknown as Record<string, unknown>[])[0]!
}

describe('a sales order', () => {
  test('takes what it needs from its customer, and a number from the series', async () => {
    const answer = await order({ externalDocumentNumber: ' web-17 ' })

    expect(answer.status).toBe(201)
    expect(answer.body).toMatchObject({
      customerNumber: '10000',
      customerName: 'Adatum Corporation',
      billToName: 'Adatum Corporation',
      shipToAddressLine1: 'Station Road, 21',
      externalDocumentNumber: 'WEB-17',
      currencyCode: 'GBP',
      currencyId: '00000000-0000-0000-0000-000000000000',
      salesperson: 'JO',
      status: 'Draft',
      partialShipping: true,
      totalAmountIncludingTax: 0,
    })
    expect(answer.body.number).toMatch(/^10\d{4}$/)
    expect(answer.headers.get('location')).toContain(`salesOrders(${String(answer.body.id)})`)
    expect(answer.headers.get('etag')).toBe(answer.body['@odata.etag'])
  })

  test('is numbered without gaps, also after a refused one', async () => {
    const first = await order({})
    await order({ customerId: '11111111-1111-1111-1111-111111111111' })
    await order({ salesOrderLines: [{ itemId: desk, quantity: 1 }, { itemId: '11111111-1111-1111-1111-111111111111' }] })
    const second = await order({})

    expect(Number(second.body.number)).toBe(Number(first.body.number) + 1)
  })

  test('shows its lines only when they are expanded', async () => {
    const answer = await client.post('salesOrders', { customerNumber: '10000', salesOrderLines: [{ itemId: desk, quantity: 1 }] })

    expect(answer.body).not.toHaveProperty('salesOrderLines')
  })

  test('is made with all its lines or not at all', async () => {
    const before = await client.get('salesOrders?$count=true&$top=0')

    const answer = await order({
      salesOrderLines: [
        { itemId: desk, quantity: 1 },
        { itemId: chair, quantity: 1, notAProperty: 1 },
      ],
    })

    expect(outcome(answer)).toBe('400 BadRequest')
    expect((await client.get('salesOrders?$count=true&$top=0')).body['@odata.count']).toBe(before.body['@odata.count'])
  })

  test('accepts an external document number twice', async () => {
    const [first, second] = [await order({ externalDocumentNumber: 'TWICE' }), await order({ externalDocumentNumber: 'TWICE' })]

    expect([first.status, second.status]).toEqual([201, 201])
  })

  test('keeps the dates that were sent, whatever moved them in between', async () => {
    const answer = await order({ orderDate: '2026-01-10', postingDate: '2026-01-12', requestedDeliveryDate: '2026-02-01' })

    expect(answer.body).toMatchObject({ orderDate: '2026-01-10', postingDate: '2026-01-12', requestedDeliveryDate: '2026-02-01' })
  })

  test.each([
    [{ customerNumber: null }, '400 Application_DialogException', 'A "customerNumber" or a "customerId" must be provided.'],
    [{ customerNumber: 'NOBODY' }, '400 Application_DialogException', 'The sell-to customer cannot be found.'],
    [
      { customerNumber: '20000', customerId: 'of 10000' },
      '400 Application_DialogException',
      'The sell-to customer values do not match to a specific Customer.',
    ],
    [{ currencyCode: 'XXX' }, '400 Application_DialogException', 'The "currencyCode" does not match to a Currency.'],
    [{ currencyCode: 'JPY' }, '400 Internal_DataNotFoundFilter', 'There is no Currency Exchange Rate within the filter.'],
    [
      { number: 'MINE' },
      '400 Application_DialogException',
      'You may not enter numbers manually. If you want to enter numbers manually, please activate Manual Nos. in No. Series S-ORD.',
    ],
    [
      { shipToCountry: 'ZZ' },
      '400 Internal_InvalidTableRelation',
      'The field Ship-to Country/Region Code of table Sales Header contains a value (ZZ) that cannot be found in the related table (Country/Region).',
    ],
    [
      { paymentTermsId: '11111111-1111-1111-1111-111111111111' },
      '400 Application_DialogException',
      'The "paymentTermsId" does not match to a Payment Terms.',
    ],
    [
      { requestedDeliveryDate: '2026-02-30' },
      '400 BadRequest',
      "Unable to convert value to Date. Cannot convert the literal '2026-02-30' to the expected type 'Edm.Date'.",
    ],
  ])('refuses %j', async (body, code, message) => {
    const { id } = await find('customers', "number eq '10000'")

    const answer = await order(JSON.parse(JSON.stringify(body).replace('of 10000', String(id))) as object)

    expect([outcome(answer), text(answer)]).toEqual([code, message])
  })

  test('needs a customer with posting groups', async () => {
    const created = await client.post('customers', { displayName: 'New by API' })

    const answer = await order({ customerNumber: created.body.number })

    expect(outcome(answer)).toBe('400 Application_FieldValidationException')
    expect(text(answer)).toBe(
      `Gen. Bus. Posting Group must have a value in Customer: No.=${String(created.body.number)}. It cannot be zero or empty.`,
    )
  })

  test('counts the local currency as none, however it is said', async () => {
    for (const body of [{ currencyCode: 'GBP' }, { currencyCode: '' }, { currencyId: '00000000-0000-0000-0000-000000000000' }])
      expect((await order(body)).body).toMatchObject({ currencyCode: 'GBP', currencyId: '00000000-0000-0000-0000-000000000000' })
  })

  test('clears the ship-to code and keeps what was sent of the address', async () => {
    const answer = await order({ shipToName: 'Somebody', shipToCity: 'Leeds' })

    expect(answer.body).toMatchObject({ shipToName: 'Somebody', shipToCity: 'Leeds', shipToAddressLine1: 'Station Road, 21' })
  })
})

describe('a line', () => {
  test('takes description, unit, price and tax from its item', async () => {
    expect(await firstLine({ itemId: desk, quantity: 2 })).toMatchObject({
      lineType: 'Item',
      lineObjectNumber: '1896-S',
      description: 'ATHENS Desk',
      unitOfMeasureCode: 'PCS',
      unitPrice: 649.4,
      quantity: 2,
      taxCode: 'STANDARD',
      taxPercent: 25,
      amountExcludingTax: 1298.8,
      totalTaxAmount: 324.7,
      amountIncludingTax: 1623.5,
    })
  })

  test('loses a price and a discount that come before the quantity', async () => {
    const line = await firstLine({ itemId: desk, unitPrice: 10, discountPercent: 50, quantity: 2 })

    expect(line).toMatchObject({ unitPrice: 649.4, discountPercent: 0, discountAmount: 0 })
  })

  test('keeps them where they come after it', async () => {
    const line = await firstLine({ itemId: desk, quantity: 3, unitPrice: 10.01, discountPercent: 33.333 })

    expect(line).toMatchObject({ unitPrice: 10.01, discountPercent: 33.333, discountAmount: 10.01, amountExcludingTax: 20.02 })
  })

  test('takes the discount that comes last', async () => {
    const percentLast = await firstLine({ itemId: desk, quantity: 1, unitPrice: 200, discountAmount: 10, discountPercent: 50 })
    const amountLast = await firstLine({ itemId: desk, quantity: 1, unitPrice: 200, discountPercent: 50, discountAmount: 10 })

    expect(percentLast).toMatchObject({ discountPercent: 50, discountAmount: 100 })
    expect(amountLast).toMatchObject({ discountPercent: 5, discountAmount: 10 })
  })

  test('rounds half away from zero: the amount to the cent, the price to its own precision, the quantity to 5 places', async () => {
    const line = await firstLine({ itemId: desk, quantity: 1.000005, unitPrice: 2.345005, discountPercent: 0 })

    expect(line).toMatchObject({ quantity: 1.00001, unitPrice: 2.34501, amountExcludingTax: 2.35 })
  })

  test('prices in the currency of the order', async () => {
    const line = await firstLine({ itemId: desk, quantity: 1 }, { currencyCode: 'EUR' })

    expect(line.unitPrice).toBe(1005.574) // 649.4 / 0.6458, to 0.001
  })

  test('shows no tax where the customer owes it', async () => {
    const line = await firstLine({ itemId: desk, quantity: 1 }, { customerNumber: '40000' })

    expect(line).toMatchObject({ taxPercent: 0, totalTaxAmount: 0, taxCode: 'STANDARD' })
  })

  test('is a comment when it names nothing', async () => {
    expect(await firstLine({ description: 'Please ring twice' })).toMatchObject({
      lineType: 'Comment',
      description: 'Please ring twice',
      quantity: 0,
    })
  })

  test('takes a unit of its item, and the price of that unit', async () => {
    expect(await firstLine({ itemId: chair, unitOfMeasureCode: 'SET', quantity: 1 })).toMatchObject({
      unitOfMeasureCode: 'SET',
      unitPrice: 739.8,
    })
  })

  test('takes a variant of its item', async () => {
    const { id } = await find('itemVariants', "code eq 'WALNUT'")

    expect(await firstLine({ itemId: desk, itemVariantId: id, quantity: 1 })).toMatchObject({
      itemVariantId: id,
      description: 'ATHENS Desk, walnut',
    })
  })

  test('stands where it is told, or 10000 after the last', async () => {
    const answer = await order({ salesOrderLines: [{ description: 'a', sequence: 5 }, { description: 'b' }] })

    expect((answer.body.salesOrderLines as unknown as { sequence: number }[]).map(({ sequence }) => sequence)).toEqual([5, 10005])
  })

  test.each([
    [{ itemId: '11111111-1111-1111-1111-111111111111' }, '400 Application_DialogException', 'Item does not exist.'],
    [{ lineType: 'Item', lineObjectNumber: 'NONE' }, '400 Application_DialogException', 'Item does not exist.'],
    [
      { lineType: 'Invalid Type' },
      '400 Unknown',
      "'Invalid Type' is not an option. The existing options are: Comment,Account,Item,Resource,Fixed Asset,Charge,Allocation Account",
    ],
    [{ itemId: 'desk', shippedQuantity: 1 }, '400 BadRequest_InvalidOperation', "Control 'shippedQuantity' is read-only."],
    [
      { itemId: 'desk', quantity: 1, discountPercent: 101 },
      '400 Application_FieldValidationException',
      'The value must be less than or equal to 100. Value: 101.',
    ],
    [
      { itemId: 'desk', taxCode: 'NONE' },
      '400 Internal_RecordNotFound',
      "The VAT Posting Setup does not exist. Identification fields and values: VAT Bus. Posting Group='DOMESTIC',VAT Prod. Posting Group='NONE'",
    ],
    [
      { itemId: 'desk', unitOfMeasureCode: 'PALLET' },
      '400 Internal_InvalidTableRelation',
      'The field Unit of Measure Code of table Sales Line contains a value (PALLET) that cannot be found in the related table (Item Unit of Measure).',
    ],
    [
      { itemId: 'desk', accountId: '22222222-2222-2222-2222-222222222222' },
      '400 Application_DialogException',
      'Both "itemId" and "accountId" are specified. Specify only one of them.',
    ],
    [
      { description: 'x'.repeat(101) },
      '400 Application_StringExceededLength',
      `The length of the string is 101, but it must be less than or equal to 100 characters. Value: ${'x'.repeat(101)}`,
    ],
  ])('refuses %j', async (line, code, message) => {
    const answer = await order({ salesOrderLines: [JSON.parse(JSON.stringify(line).replace('"desk"', `"${desk}"`))] })

    expect([outcome(answer), text(answer)]).toEqual([code, message])
  })

  test('is added, changed and deleted below its document, whose sums and etag follow', async () => {
    const made = await order({})
    const at = `salesOrders(${String(made.body.id)})`
    const added = await client.post(`${at}/salesOrderLines`, { itemId: desk, quantity: 1 })
    const again = await client.post(`${at}/salesOrderLines`, { sequence: added.body.sequence, itemId: desk })
    const changed = await client.patch(
      `${at}/salesOrderLines(${String(added.body.id)})`,
      { unitPrice: 100 },
      String(added.body['@odata.etag']),
    )
    const moved = await client.patch(`salesOrderLines(${String(added.body.id)})`, { sequence: 5 })
    const sums = await client.get(at)
    const deleted = await client.delete(`salesOrderLines(${String(added.body.id)})`, String(changed.body['@odata.etag']))

    expect(added.status).toBe(201)
    expect(text(again)).toBe('You cannot insert a line because a line already exists.')
    expect(changed.status).toBe(200)
    expect(text(moved)).toBe('The value for sequence cannot be modified. Delete and insert the line again.')
    expect(sums.body).toMatchObject({ totalAmountExcludingTax: 100, totalTaxAmount: 25, totalAmountIncludingTax: 125 })
    expect(sums.body['@odata.etag']).not.toBe(made.body['@odata.etag'])
    expect(deleted.status).toBe(204)
    expect((await client.get(at)).body.totalAmountIncludingTax).toBe(0)
  })

  test('cannot be touched once the order is released', async () => {
    const made = await order({ salesOrderLines: [{ itemId: desk, quantity: 1 }] })
    const [line] = made.body.salesOrderLines as unknown as { id: string }[]
    await client.control('POST', 'act', { act: 'release', documentType: 'Order', number: made.body.number })

    const expected = `Status must be equal to 'Open' in Sales Header: Document Type=Order, No.=${String(made.body.number)}. Current value is 'Released'.`
    for (const answer of [
      await client.patch(`salesOrderLines(${line!.id})`, { quantity: 2 }),
      await client.post(`salesOrders(${String(made.body.id)})/salesOrderLines`, { itemId: desk }),
      await client.delete(`salesOrderLines(${line!.id})`),
    ])
      expect([outcome(answer), text(answer)]).toEqual(['400 Application_FieldValidationException', expected])
    expect((await client.get(`salesOrders(${String(made.body.id)})`)).body.status).toBe('Open')
  })
})

describe('the set-up behind a document', () => {
  test.each([
    ['Customer', ['10000'], { Blocked: 'All' }, 'You cannot create this type of document when Customer 10000 is blocked with type All'],
    ['Item', ['1896-S'], { Blocked: true }, "Blocked must be equal to 'No' in Item: No.=1896-S. Current value is 'Yes'."],
    [
      'Item',
      ['1896-S'],
      { 'Gen. Prod. Posting Group': 'NEW' },
      "The General Posting Setup does not exist. Identification fields and values: Gen. Bus. Posting Group='DOMESTIC',Gen. Prod. Posting Group='NEW'",
    ],
    [
      'Customer',
      ['10000'],
      { 'Customer Posting Group': '' },
      'Customer Posting Group must have a value in Customer: No.=10000. It cannot be zero or empty.',
    ],
    ['No. Series', ['S-ORD'], { 'Last No. Used': '102999' }, 'You cannot assign new numbers from the number series S-ORD.'],
    [
      'No. Series',
      ['S-ORD'],
      { 'Starting Date': '2999-01-01' },
      /^You cannot assign new numbers from the number series S-ORD on \d{4}-\d\d-\d\d\.$/,
    ],
    [
      'No. Series',
      ['S-ORD'],
      { 'Default Nos.': false },
      'It is not possible to assign numbers automatically. If you want the program to assign numbers automatically, please activate Default Nos. in No. Series S-ORD.',
    ],
    ['No. Series', ['S-ORD'], { 'Last No. Used': '1234567890123456789' }, 'Number series can only use up to 18 digit numbers.'],
  ])('%s %j with %j is refused', async (table, key, fields, message) => {
    const own = await startClient()
    await own.control('POST', 'act', { act: 'change', table, key, fields })

    const answer = await own.post('salesOrders', { customerNumber: '10000', salesOrderLines: [{ itemId: desk, quantity: 1 }] })
    await own.close()

    expect(answer.status).toBe(400)
    if (message instanceof RegExp) expect(text(answer)).toMatch(message)
    else expect(text(answer)).toBe(message)
  })
})

describe('the same order in both versions', () => {
  test('v1.0 shows and takes addresses as one value', async () => {
    const address = { street: 'New Street 5\r\nBack yard', city: 'York', state: '', countryLetterCode: 'GB', postalCode: 'YO1' }
    const made = await client.post(`${v1}/${client.company}/salesOrders`, { customerNumber: '10000', shippingPostalAddress: address })
    const seen = await client.get(`${v2}/${client.company}/salesOrders(${String(made.body.id)})`)

    expect(made.body.shippingPostalAddress).toEqual(address)
    expect(seen.body).toMatchObject({
      shipToAddressLine1: 'New Street 5',
      shipToAddressLine2: 'Back yard',
      shipToCity: 'York',
      shipToPostCode: 'YO1',
    })
  })

  test('v1.0 names lines by document and place, and needs the whole address', async () => {
    const made = await client.post(`${v1}/${client.company}/salesOrders?$expand=salesOrderLines`, {
      customerNumber: '10000',
      salesOrderLines: [{ itemId: desk, quantity: 1, lineDetails: { number: '1' } }],
    })
    const [line] = made.body.salesOrderLines as unknown as Record<string, unknown>[]
    const at = `${v1}/${client.company}/salesOrders(${String(made.body.id)})`
    const changed = await client.patch(`${at}/salesOrderLines('${String(line!.id)}')`, { quantity: 4 })
    const incomplete = await client.patch(at, { shippingPostalAddress: { street: 'A', city: 'B', countryLetterCode: 'GB' } })
    const top = await client.get(`${v1}/${client.company}/salesOrderLines`)

    expect(line).toMatchObject({
      id: `${String(made.body.id)}-10000`,
      lineType: 'Item',
      lineDetails: { number: '1896-S', displayName: 'ATHENS Desk' },
    })
    expect(changed.body.quantity).toBe(4)
    expect([outcome(incomplete), text(incomplete)]).toEqual(['400 Application_DialogException', 'postalCode must be specified.'])
    expect(outcome(top)).toBe('404 BadRequest_ResourceNotFound')
  })
})
