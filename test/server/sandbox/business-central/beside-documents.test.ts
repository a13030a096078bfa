import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { outcome, startClient, text, v1, type Client } from './raw-client.ts'

let client: Client
beforeAll(async () => {
  client = await startClient()
})
afterAll(() => client.close())

const one = async (set: string, filter: string) => (await client.get(`${set}?$filter=${encodeURIComponent(filter)}`)).body.value[0]!
const guid = '11111111-1111-1111-1111-111111111111'

describe('dimensions', () => {
  const order = async () => String((await client.post('salesOrders', { customerNumber: '10000' })).body.id)

  test('are set on documents and lines, and the two global ones show on the document', async () => {
    const at = `salesOrders(${await order()})`
    const dimension = await one('dimensions', "code eq 'DEPARTMENT'")
    const made = await client.post(`${at}/dimensionSetLines`, { code: 'DEPARTMENT', valueCode: 'SALES' })
    const more = await client.post('dimensionSetLines', {
      parentId: at.slice(12, -1),
      parentType: 'Sales Order',
      code: 'AREA',
      valueCode: 'EUROPE',
    })
    const seen = await client.get(`${at}?$expand=dimensionSetLines`)
    const changed = await client.patch(`${at}/dimensionSetLines(${String(dimension.id)})`, { valueCode: 'ADM' })
    const deleted = await client.delete(`${at}/dimensionSetLines(${String(dimension.id)})`)

    expect(made.body).toMatchObject({
      id: dimension.id,
      displayName: 'Department',
      valueDisplayName: 'Sales',
      parentType: 'Sales_x0020_Order',
    })
    expect(outcome(more)).toBe('400 BadRequest_InvalidOperation')
    expect(seen.body).toMatchObject({ shortcutDimension1Code: 'SALES', dimensionSetLines: [{ code: 'DEPARTMENT', valueCode: 'SALES' }] })
    expect(changed.body.valueCode).toBe('ADM')
    expect(deleted.status).toBe(204)
    expect((await client.get(at)).body.shortcutDimension1Code).toBe('')
  })

  test('are the header data too', async () => {
    const { body } = await client.post('salesOrders?$expand=dimensionSetLines,salesOrderLines($expand=dimensionSetLines)', {
      customerNumber: '10000',
      shortcutDimension1Code: 'sales',
      shortcutDimension2Code: 'LARGE',
      salesOrderLines: [{ description: 'x' }],
    })
    const wrong = await client.post('salesOrders', { customerNumber: '10000', shortcutDimension1Code: 'LARGE' })

    expect(body.dimensionSetLines).toMatchObject([
      { code: 'CUSTOMERGROUP', valueCode: 'LARGE' },
      { code: 'DEPARTMENT', valueCode: 'SALES' },
    ])
    expect(body.salesOrderLines).toMatchObject([{ dimensionSetLines: [{ valueCode: 'LARGE' }, { valueCode: 'SALES' }] }])
    expect(text(wrong)).toBe(
      'The field Shortcut Dimension 1 Code of table Sales Header contains a value (LARGE) that cannot be found in the related table (Dimension Value).',
    )
  })

  test.each([
    [{}, 'The "id" or "code" field must be filled in.'],
    [{ code: 'AREA' }, 'The "valueId" or "valueCode" field must be filled in.'],
    [{ code: 'NONE', valueCode: 'X' }, 'The "code" does not match to a Dimension.'],
    [{ code: 'AREA', valueCode: 'NONE' }, 'The "valueCode" does not match to a Dimension Value.'],
    [{ id: guid, valueCode: 'X' }, 'The "id" does not match to a Dimension.'],
  ])('refuse %j', async (body, message) => {
    const answer = await client.post(`salesOrders(${await order()})/dimensionSetLines`, body)

    expect([outcome(answer), text(answer)]).toEqual(['400 Application_DialogException', message])
  })

  test('stand once on a document', async () => {
    const at = `salesOrders(${await order()})/dimensionSetLines`
    await client.post(at, { code: 'AREA', valueCode: 'EUROPE' })

    expect(text(await client.post(at, { code: 'AREA', valueCode: 'AMERICA' }))).toContain('already exists')
    expect(text(await client.get('dimensionSetLines'))).toBe('You must get to the parent first to get to the dimension set line.')
    expect(text(await client.post('dimensionSetLines', { code: 'AREA', valueCode: 'EUROPE' }))).toBe(
      'You must get to the parent first to create a dimension set line.',
    )
  })

  test('of a customer go to the documents', async () => {
    const customer = await one('customers', "number eq '50000'")
    const dimension = await one('dimensions', "code eq 'CUSTOMERGROUP'")
    const value = await one('dimensionValues', "code eq 'SMALL'")
    const made = await client.post(`customers(${String(customer.id)})/defaultDimensions`, {
      dimensionId: dimension.id,
      dimensionValueId: value.id,
      postingValidation: 'Code Mandatory',
    })
    const listed = await client.get(`defaultDimensions?$filter=parentId eq ${String(customer.id)}`)

    expect(made.body).toMatchObject({
      parentType: 'Customer',
      parentId: customer.id,
      dimensionCode: 'CUSTOMERGROUP',
      dimensionValueCode: 'SMALL',
      postingValidation: 'Code_x0020_Mandatory',
    })
    expect(listed.body.value).toHaveLength(1)
    expect((await client.post('salesOrders', { customerNumber: '50000' })).body.shortcutDimension2Code).toBe('SMALL')
  })
})

describe('attachments', () => {
  test('of a document are made, then filled, and verified by their size', async () => {
    const order = await client.post('salesOrders', { customerNumber: '10000' })
    const made = await client.post('documentAttachments', { parentType: 'Sales Order', parentId: order.body.id, fileName: 'order.txt' })
    const content = `documentAttachments(${String(made.body.id)})/attachmentContent`
    const bytes = new TextEncoder().encode('Hello € world')
    const unguarded = await client.send('PATCH', content, bytes)
    const written = await client.send('PATCH', content, bytes, { 'if-match': String(made.body['@odata.etag']) })
    const listed = await client.get(`salesOrders(${String(order.body.id)})/documentAttachments`)
    const read = await fetch(`${client.url}/v2.0/t/e/api/v2.0/${client.company}/${content}`)

    expect(made.body).toMatchObject({ parentType: 'Sales_x0020_Order', byteSize: 0, fileName: 'order.txt' })
    expect(made.body['attachmentContent@odata.mediaEditLink']).toContain(content)
    expect(outcome(unguarded)).toBe('400 BadRequest_InvalidToken')
    expect(written.status).toBe(204)
    expect(listed.body.value).toMatchObject([{ byteSize: bytes.length }])
    expect(new Uint8Array(await read.arrayBuffer())).toEqual(bytes)
    expect((await client.delete(`documentAttachments(${String(made.body.id)})`)).status).toBe(204)
  })

  test('are found through their parent, which must be there', async () => {
    expect(outcome(await client.get('documentAttachments'))).toBe('400 Application_DialogException')
    expect(outcome(await client.post('documentAttachments', { fileName: 'x' }))).toBe('400 Application_DialogException')
    expect(outcome(await client.post('documentAttachments', { parentType: 'Sales Order', parentId: guid, fileName: 'x' }))).toBe(
      '400 Internal_RecordNotFound',
    )
    expect(outcome(await client.post('documentAttachments', { parentType: 'Sales Orders', parentId: guid }))).toBe('400 Unknown')
    expect(
      text(
        await client.post('attachments', { parentType: 'Item', parentId: (await one('items', "number eq '1896-S'")).id, fileName: 'x' }),
      ),
    ).toBe('Parent type Item is not supported. Use documentAttachments API instead.')
  })

  test('in v1.0 are named by parent and id', async () => {
    const order = await client.post('salesOrders', { customerNumber: '10000' })
    const made = await client.post(`${v1}/${client.company}/attachments`, { parentId: order.body.id, fileName: 'a.txt' })
    const at = `${v1}/${client.company}/attachments(parentId=${String(order.body.id)},id=${String(made.body.id)})`

    expect((await client.send('PATCH', `${at}/content`, new Uint8Array([1, 2, 3]), { 'if-match': '*' })).status).toBe(204)
    expect((await client.get(at)).body.byteSize).toBe(3)
    expect(text(await client.post(`${v1}/${client.company}/attachments`, { fileName: 'x' }))).toBe(
      'You must specify a parentId in the request body.',
    )
  })

  test('a stream cannot stand in the body', async () => {
    const order = await client.post('salesOrders', { customerNumber: '10000' })

    expect(
      outcome(await client.post('documentAttachments', { parentType: 'Sales Order', parentId: order.body.id, attachmentContent: 'eA==' })),
    ).toBe('400 BadRequest')
  })

  test('pictures and printed documents come with their parent', async () => {
    const item = await one('items', "number eq '1896-S'")
    const at = `items(${String(item.id)})/picture`
    const empty = await client.get(at)
    const written = await client.send('PATCH', `${at}/pictureContent`, new Uint8Array([1, 2]), {
      'if-match': String(empty.body['@odata.etag']),
    })
    const order = await client.post('salesOrders', { customerNumber: '10000' })
    const pdf = await client.get(`salesOrders(${String(order.body.id)})/pdfDocument/pdfDocumentContent`)

    expect(empty.body).toMatchObject({ id: item.id, parentType: 'Item' })
    expect(written.status).toBe(204)
    expect(String(pdf.body)).toMatch(/^%PDF-1/)
    expect(text(await client.get('pictures'))).toBe('You must get to the parent first to get to the picture.')
  })
})

describe('journals', () => {
  test('have their lines below them, each kind its own', async () => {
    const payments = await one('customerPaymentJournals', "code eq 'GENERAL'")
    const lines = `customerPaymentJournals(${String(payments.id)})/customerPayments`
    const made = [
      await client.post(lines, { customerNumber: '10000', amount: -100, documentNumber: 'P1' }),
      await client.post('customerPayments', { journalId: payments.id, amount: -5 }),
    ]
    const orphan = await client.post('customerPayments', { amount: -5 })
    const journals = await client.get('journals')

    expect(made.map(({ body }) => [body.lineNumber, body.journalDisplayName, body.amount])).toEqual([
      [10_000, 'GENERAL', -100],
      [20_000, 'GENERAL', -5],
    ])
    expect(text(orphan)).toBe('You must specify a journal batch ID or a journal ID to get a journal line.')
    expect(journals.body.value.map(({ code }) => code)).toEqual(['DEFAULT', 'MONTHLY'])
    expect((await client.get(`journals(${String(journals.body.value[0]!.id)})/journalLines`)).body.value).toEqual([])
  })
})

describe('a writer', () => {
  test('that asked for a replica is refused', async () => {
    const answer = await client.post('customers', { displayName: 'A' }, { 'data-access-intent': 'ReadOnly' })

    expect(outcome(answer)).toBe('400 BadRequest')
    expect((await client.get('customers', { 'data-access-intent': 'ReadOnly' })).status).toBe(200)
  })
})
