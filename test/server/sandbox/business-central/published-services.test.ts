import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { outcome, startClient, text, type Client } from './raw-client.ts'

const services = "/v2.0/tenant/Production/ODataV4/Company('CRONUS%20International%20Ltd.')"
const extension = '/v2.0/tenant/Production/api/fieldloom/sales/v1.0'

let client: Client
let number: string
let id: string

beforeAll(async () => {
  client = await startClient()
  const order = await client.post('salesOrders', { customerNumber: '10000' })
  number = String(order.body.number)
  id = String(order.body.id)
})
afterAll(() => client.close())

describe('return orders by page 6630, published as a web service', () => {
  const make = (body: object = {}) =>
    client.post(`${services}/SalesReturnOrder`, { Document_Type: 'Return Order', Sell_to_Customer_No: '10000', ...body })
  const line = (document: unknown, place: number, more: object = {}) => ({
    Document_No: document,
    Document_Type: 'Return Order',
    Line_No: place,
    Type: 'Item',
    No: '1896-S',
    Quantity: 1,
    Unit_Price: 10,
    ...more,
  })

  test('a header, then its lines one by one, with places that the client gives', async () => {
    const header = await make({ Your_Reference: 'A B', External_Document_No: 'x-1' })
    const lines = [
      await client.post(
        `${services}/SalesReturnOrderLines`,
        line(header.body.No, 10_000, { Line_Discount_Percent: 5, Shipment_Date: '2026-04-01', Location_Code: 'MAIN' }),
      ),
      await client.post(`${services}/SalesReturnOrderLines`, line(header.body.No, 20_000, { Description: 'Own text' })),
    ]

    expect(header.status).toBe(201)
    expect(header.body).toMatchObject({
      Document_Type: 'Return Order',
      Sell_to_Customer_Name: 'Adatum Corporation',
      Your_Reference: 'A B',
      External_Document_No: 'X-1',
      Status: 'Open',
    })
    expect(header.body.No).toMatch(/^1\d{3}$/)
    expect(lines.map(({ status }) => status)).toEqual([201, 201])
    expect(lines[0]!.body).toMatchObject({
      Line_No: 10_000,
      Unit_Price: 10,
      Line_Discount_Percent: 5,
      Line_Amount: 9.5,
      Location_Code: 'MAIN',
      Shipment_Date: '2026-04-01',
      VAT_Percent: 25,
    })
    expect(lines[1]!.body).toMatchObject({ Description: 'Own text' })
    const found = await client.get(`${services}/SalesReturnOrderLines?$filter=Document_No eq '${String(header.body.No)}'`)
    expect(found.body.value).toHaveLength(2)
  })

  test('a place twice, a document that is not there, another type: refused', async () => {
    const header = await make()
    await client.post(`${services}/SalesReturnOrderLines`, line(header.body.No, 10_000))

    const twice = await client.post(`${services}/SalesReturnOrderLines`, line(header.body.No, 10_000))
    const nowhere = await client.post(`${services}/SalesReturnOrderLines`, line('NONE', 10_000))
    const item = await client.post(`${services}/SalesReturnOrderLines`, line(header.body.No, 20_000, { No: 'NONE' }))
    const other = await make({ Document_Type: 'Order' })
    const nested = await make({ SalesReturnOrderLines: [] })

    expect([outcome(twice), text(twice)]).toEqual([
      '400 Internal_EntityWithSameKeyExists',
      `The Sales Line already exists. Identification fields and values: Document Type='Return Order',Document No.='${String(header.body.No)}',Line No.='10,000'`,
    ])
    expect([outcome(nowhere), text(nowhere)]).toEqual([
      '400 Internal_RecordNotFound',
      "The Sales Header does not exist. Identification fields and values: Document Type='Return Order',No.='NONE'",
    ])
    expect(text(item)).toBe('The field No. of table Sales Line contains a value (NONE) that cannot be found in the related table (Item).')
    expect(outcome(other)).toBe('400 Application_FieldValidationException')
    expect(outcome(nested)).toBe('400 BadRequest')
  })

  test('found by key, changed and deleted with an etag', async () => {
    const header = await make()
    const at = `${services}/SalesReturnOrder(Document_Type='Return%20Order',No='${String(header.body.No)}')`

    expect((await client.get(at)).body.No).toBe(header.body.No)
    expect((await client.get(`${services}/SalesReturnOrder('Return%20Order','${String(header.body.No)}')`)).status).toBe(200)
    expect(outcome(await client.send('PATCH', at, { Your_Reference: 'x' }))).toBe('400 BadRequest_InvalidToken')
    expect((await client.patch(at, { Your_Reference: 'x' }, String(header.body['@odata.etag']))).body.Your_Reference).toBe('x')
    expect((await client.delete(at)).status).toBe(204)
    expect(outcome(await client.get(at))).toBe('404 BadRequest_NotFound')
  })

  test('show up in the read-only sets of the standard API', async () => {
    const header = await make({ Your_Reference: 'seen' })

    const { body } = await client.get(`salesReturnOrders?$filter=number eq '${String(header.body.No)}'`)

    expect(body.value).toMatchObject([{ sellToCustomerNumber: '10000', yourReference: 'seen' }])
  })
})

describe('other published pages', () => {
  test('the order page has what the API lacks', async () => {
    const at = `${services}/SalesOrder('Order','${number}')`
    const changed = await client.patch(at, { WorkDescription: 'Behind the house', Your_Reference: 'PO 1' })

    expect(changed.body).toMatchObject({ No: number, WorkDescription: 'Behind the house', Your_Reference: 'PO 1' })
  })

  test('partialShipping is its shipping advice, and a new ship-to address clears the ship-to code', async () => {
    const at = `${services}/SalesOrder('Order','${number}')`
    await client.post(`${services}/ShipToAddresses`, { Customer_No: '10000', Code: 'DOCK', Name: 'The dock' })
    const coded = await client.patch(at, { Ship_to_Code: 'DOCK' })
    await client.patch(`salesOrders(${id})`, { partialShipping: false, shipToCity: 'Leeds' })

    const { body } = await client.get(at)

    expect(coded.body).toMatchObject({ Ship_to_Code: 'DOCK', Ship_to_Name: 'The dock', Shipping_Advice: 'Partial' })
    expect(body).toMatchObject({ Ship_to_Code: '', Ship_to_Name: 'The dock', Ship_to_City: 'Leeds', Shipping_Advice: 'Complete' })
  })

  test('their code cannot ask anybody', async () => {
    await client.post(`salesOrders(${id})/salesOrderLines`, { description: 'x' })

    const answer = await client.patch(`${services}/SalesOrder('Order','${number}')`, { Sell_to_Customer_No: '20000' })

    expect(outcome(answer)).toBe('400 Application_CallbackNotAllowed')
  })

  test('comment lines hold 80 characters', async () => {
    const comment = (place: number, length: number) =>
      client.post(`${services}/SalesCommentLines`, { Document_Type: 'Order', No: number, Line_No: place, Comment: 'x'.repeat(length) })

    expect((await comment(10_000, 80)).status).toBe(201)
    expect(outcome(await comment(20_000, 81))).toBe('400 Application_StringExceededLength')
    expect(outcome(await comment(10_000, 1))).toBe('400 Internal_EntityWithSameKeyExists')
  })

  test('the VAT posting setup can be looked up by its pair', async () => {
    const { body } = await client.get(
      `${services}/VATPostingSetup?$filter=VAT_Bus_Posting_Group eq 'DOMESTIC' and VAT_Prod_Posting_Group eq 'STANDARD'`,
    )

    expect(body.value).toMatchObject([{ VAT_Percent: 25, VAT_Calculation_Type: 'Normal VAT' }])
  })

  test('locations, reason codes and ship-to addresses', async () => {
    expect((await client.get(`${services}/Locations('MAIN')`)).body.Name).toBe('Main Warehouse')
    expect((await client.get(`${services}/ReasonCodes`)).body.value.length).toBeGreaterThan(0)
    const made = await client.post(`${services}/ShipToAddresses`, { Customer_No: '10000', Code: 'YARD', Name: 'The yard', City: 'Hull' })
    expect(made.status).toBe(201)
    const used = await client.patch(`${services}/SalesOrder('Order','${number}')`, { Ship_to_Code: 'YARD' })
    expect(used.body).toMatchObject({ Ship_to_Code: 'YARD', Ship_to_Name: 'The yard', Ship_to_City: 'Hull' })
  })

  test('companies are named in the address', async () => {
    expect((await client.get('/v2.0/t/e/ODataV4/Company')).body.value[0]).toMatchObject({ Name: 'CRONUS International Ltd.' })
    expect((await client.get(`/v2.0/t/e/ODataV4/SalesOrder?company=CRONUS%20International%20Ltd.`)).status).toBe(200)
    expect(outcome(await client.get("/v2.0/t/e/ODataV4/Company('Nobody')/SalesOrder"))).toBe('404 Internal_CompanyNotFound')
  })
})

describe("an extension's own API", () => {
  const at = () => `${extension}/${client.company}`

  test('further header data', async () => {
    const by = { documentType: 'Order', number }
    const changed = await client.post(`${at()}/salesHeaderExtras`, {
      ...by,
      reasonCode: 'portal',
      yourReference: 'PO 2',
      shippingAgentCode: 'DHL',
    })
    const patched = await client.patch(`${at()}/salesHeaderExtras(${id})`, { workDescription: 'long text' })
    const unknown = await client.post(`${at()}/salesHeaderExtras`, { ...by, reasonCode: 'NONE' })
    const nowhere = await client.post(`${at()}/salesHeaderExtras`, { ...by, number: 'NONE' })

    expect(changed.body).toMatchObject({ id, reasonCode: 'PORTAL', yourReference: 'PO 2', shippingAgentCode: 'DHL' })
    expect(patched.body).toMatchObject({ workDescription: 'long text', reasonCode: 'PORTAL' })
    expect(text(unknown)).toBe(
      'The field Reason Code of table Sales Header contains a value (NONE) that cannot be found in the related table (Reason Code).',
    )
    expect(outcome(nowhere)).toBe('400 Internal_RecordNotFound')
  })

  test('comment lines, notes, VAT posting setup', async () => {
    const comments = [
      await client.post(`${at()}/salesCommentLines`, { documentType: 'Order', number, comment: 'a' }),
      await client.post(`${at()}/salesCommentLines`, { documentType: 'Order', number, comment: 'b' }),
    ]
    const note = await client.post(`${at()}/orderNotes`, { documentType: 'Order', number, note: 'x'.repeat(1000) })
    const vat = await client.get(`${at()}/vatPostingSetups?$filter=vatBusinessPostingGroup eq 'EU'`)

    expect(comments.map(({ body }) => body.lineNumber)).toEqual([20_000, 30_000].map((place) => place))
    expect(note.status).toBe(201)
    expect(vat.body.value.map((row) => row.vatCalculationType)).toEqual([
      'Normal_x0020_VAT',
      'Reverse_x0020_Charge_x0020_VAT',
      'Reverse_x0020_Charge_x0020_VAT',
    ])
  })

  test('return orders with their lines in one', async () => {
    const answer = await client.post(`${at()}/salesReturnOrders?$expand=salesReturnOrderLines`, {
      customerNumber: '10000',
      salesReturnOrderLines: [
        { lineType: 'Item', lineObjectNumber: '1896-S', quantity: 1 },
        { lineType: 'Item', lineObjectNumber: '1900-S', quantity: 2, unitPrice: 5 },
      ],
    })

    expect(answer.status).toBe(201)
    expect(answer.body.salesReturnOrderLines).toMatchObject([
      { lineNumber: 10_000, unitPrice: 649.4 },
      { lineNumber: 20_000, unitPrice: 5 },
    ])
  })
})

describe('unbound actions', () => {
  const act = (name: string, body: object) =>
    client.post(`/v2.0/t/e/ODataV4/SalesIntegration_${name}?company=${encodeURIComponent('CRONUS International Ltd.')}`, body)

  test('change the document that they name', async () => {
    const by = { documentType: 'Order', documentNo: number }
    const done = [
      await act('AddOrderNote', { ...by, note: 'Ring twice' }),
      await act('SetHeaderExtras', { ...by, reasonCode: 'APP', yourReference: 'PO 3' }),
      await act('SetWorkDescription', { ...by, workDescription: 'long' }),
      await act('SetShipToAddress', {
        ...by,
        name: 'N',
        address: 'A 1',
        address2: '',
        city: 'C',
        county: '',
        postCode: 'P',
        countryCode: 'GB',
        contact: '',
      }),
    ]

    expect(done.map(({ status }) => status)).toEqual([204, 204, 204, 204])
    expect((await client.get(`salesOrders(${id})`)).body).toMatchObject({ shipToName: 'N', shipToAddressLine1: 'A 1', shipToCity: 'C' })
  })

  test('want all their parameters, as text, and no other', async () => {
    const missing = await act('AddOrderNote', { documentType: 'Order', documentNo: number })
    const unknown = await act('AddOrderNote', { documentType: 'Order', documentNo: number, note: '', more: 1 })
    const nested = await act('AddOrderNote', { documentType: 'Order', documentNo: { no: number }, note: '' })
    const nowhere = await act('AddOrderNote', { documentType: 'Order', documentNo: 'NONE', note: '' })

    expect([missing, unknown, nested, nowhere].map(outcome)).toEqual([
      '400 BadRequest',
      '400 BadRequest',
      '400 BadRequest',
      '400 Internal_RecordNotFound',
    ])
  })
})

describe('what is not published', () => {
  test('an API version, as in the releases before it', async () => {
    const own = await startClient({ seed: { remove: { services: ['v2.0'] } } }, '/BC140/api/v1.0')

    const [old, newer] = [await own.get('customers'), await own.get('/BC140/api/v2.0/companies')]
    await own.close()

    expect([outcome(old), outcome(newer)]).toEqual(['200', '404 BadRequest_ResourceNotFound'])
  })

  test('is not found', async () => {
    const own = await startClient({
      seed: { remove: { services: ['SalesReturnOrder', 'SalesIntegration_AddOrderNote', 'fieldloom/sales/v1.0/orderNotes'] } },
    })

    const answers = [
      await own.get(`${services}/SalesReturnOrder`),
      await own.post(`${services}/SalesIntegration_AddOrderNote`, {}),
      await own.get(`${extension}/${own.company}/orderNotes`),
    ]
    const metadata = await own.get('/v2.0/t/e/ODataV4/$metadata')
    await own.close()

    expect(answers.map(outcome)).toEqual(Array.from({ length: 3 }, () => '404 BadRequest_ResourceNotFound'))
    expect(String(metadata.body)).not.toContain('"SalesReturnOrder"')
    expect(String(metadata.body)).toContain('"SalesReturnOrderLines"')
  })
})
