import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { outcome, startClient, text, v2, type Client } from './raw-client.ts'

let client: Client

beforeAll(async () => {
  client = await startClient()
})
afterAll(() => client.close())

const numbers = async (path: string) => (await client.get(path)).body.value.map(({ number }) => number)

describe('addresses', () => {
  test.each([
    ['notASet', '404 BadRequest_ResourceNotFound', "Resource not found for the segment 'notASet'."],
    ['customers(11111111-1111-1111-1111-111111111111)', '404 BadRequest_NotFound', 'Bad Request - Error in query syntax.'],
    ["customers('10000')", '404 BadRequest_NotFound', 'Bad Request - Error in query syntax.'],
    ['customers(10000)', '404 BadRequest_NotFound', 'Bad Request - Error in query syntax.'],
    ['salesOrderLines', '400 Application_DialogException', 'You must specify an Id or a Document Id to get the lines.'],
    ['customers?$filter=nope eq 1', '400 BadRequest', "Could not find a property named 'nope' on type 'Microsoft.NAV.customer'."],
    [
      'customers?$top=many',
      '400 BadRequest',
      "Invalid value 'many' for $top query option found. The $top query option requires a non-negative integer value.",
    ],
    ['customers?$expand=nope', '400 BadRequest', "Could not find a property named 'nope' on type 'Microsoft.NAV.customer'."],
    [
      "customers?$filter=number eq '1' or displayName eq 'x'",
      '501 BadRequest_MethodNotImplemented',
      "The 'OR' operator is not supported on distinct fields on an OData filter.",
    ],
    [
      "customers?$filter=number in ('10000')",
      '501 BadRequest_MethodNotImplemented',
      "The 'In' operator is not supported on an OData filter.",
    ],
    ["customers?$filter=number eq 'x", '400 BadRequest_InvalidRequestUrl', "Syntax error at position 10 in 'number eq 'x'."],
    [
      `salesOrders?$filter=externalDocumentNumber eq '${'x'.repeat(36)}'`,
      '400 Application_FilterErrorException',
      `The filter "='${'x'.repeat(36)}'" is not valid for the External Document No. field on the Sales Order Entity Buffer table. The length of the string is 36, but it must be less than or equal to 35 characters. Value: ${'X'.repeat(36)}`,
    ],
  ])('%s is refused', async (path, code, message) => {
    const answer = await client.get(path)

    expect([outcome(answer), text(answer)]).toEqual([code, message])
    expect(answer.body.error.message).toMatch(/ {2}CorrelationId: {2}[0-9a-f-]{36}\.$/)
  })

  test('a company is named in the path, the query or a header', async () => {
    for (const path of ["customers?company=CRONUS%20International%20Ltd.&$filter=number eq '10000'", 'customers'])
      expect((await client.get(`${v2}/${path}`, { company: 'CRONUS International Ltd.' })).status).toBe(200)
    expect(outcome(await client.get(`${v2}/customers`))).toBe('404 Internal_CompanyNotFound')
    expect(outcome(await client.get(`${v2}/companies(11111111-1111-1111-1111-111111111111)/customers`))).toBe(
      '404 Internal_CompanyNotFound',
    )
  })

  test('any tenant and environment will do, or an instance on-premises', async () => {
    for (const root of [
      '/v2.0/Production/api/v2.0',
      '/BC/api/v2.0',
      '/v1.0/contoso.com/api/v1.0',
      '/v1.0/contoso.com/sandbox/api/v1.0',
      '/api/v2.0',
    ])
      expect((await client.get(`${root}/companies`)).body.value[0]).toMatchObject({ name: 'CRONUS International Ltd.' })
  })

  test('ids of the demo company are the same at every start', async () => {
    const other = await startClient()

    const [here, there] = [await client.get('customers?$select=id,number'), await other.get('customers?$select=id,number')]
    await other.close()

    expect(there.body.value.slice(0, 5)).toEqual(here.body.value.slice(0, 5))
  })
})

describe('methods', () => {
  test.each([
    ['POST', `${v2}/companies`, '405 BadRequest_MethodNotAllowed'],
    ['PATCH', 'customers', '405 BadRequest_MethodNotAllowed'],
    ['DELETE', 'customers', '405 BadRequest_MethodNotAllowed'],
    ['PUT', 'customers', '405 BadRequest_MethodNotAllowed'],
    ['POST', 'dimensions', '405 BadRequest_MethodNotAllowed'],
    ['MERGE', 'customers', '405 BadRequest_MethodNotAllowed'],
  ])('%s %s', async (method, path, expected) => {
    expect(outcome(await client.send(method, path, {}))).toBe(expected)
  })

  test('a refused POST to the companies says what is meant', async () => {
    expect(text(await client.post(`${v2}/companies`, {}))).toBe(
      "'POST' requests for 'companies' of EdmType 'Entity' are not allowed within Microsoft Dynamics NAV OData web services.",
    )
  })
})

describe('etags', () => {
  test('PATCH and DELETE name a version', async () => {
    const made = await client.post('customers', { displayName: 'Etag' })
    const at = `customers(${String(made.body.id)})`
    const etag = String(made.body['@odata.etag'])
    const invalid =
      'Could not validate the client concurrency token required by the service. Please provide a valid token in the client request.'

    for (const header of [undefined, 'nonsense', 'W/"bm9uc2Vuc2U="', '']) {
      const answer = await client.send('PATCH', at, { city: 'A' }, header === undefined ? {} : { 'if-match': header })
      expect([header, outcome(answer), text(answer)]).toEqual([header, '400 BadRequest_InvalidToken', invalid])
    }
    const changed = await client.patch(at, { city: 'A' }, etag)
    const stale = await client.patch(at, { city: 'B' }, etag)
    const staleDelete = await client.delete(at, etag)

    expect(changed.status).toBe(200)
    expect([outcome(stale), text(stale)]).toEqual(['409 Request_EntityChanged', 'Another user has already changed the record.'])
    expect(outcome(staleDelete)).toBe('409 Request_EntityChanged')
    expect((await client.patch(at, { city: 'C' })).status).toBe(200)
    expect((await client.delete(at)).status).toBe(204)
    expect(outcome(await client.delete(at))).toBe('404 BadRequest_NotFound')
  })
})

describe('reading', () => {
  test('filters', async () => {
    expect(await numbers("items?$filter=unitPrice gt 400 and startswith(displayName,'A')")).toEqual(['1896-S', '1920-S', '1996-S'])
    expect(await numbers("items?$filter=number eq '1896-s' or number eq '1900-S'")).toEqual(['1896-S', '1900-S'])
    expect(await numbers("items?$schemaversion=2.1&$filter=number in ('1896-S','1900-S')")).toEqual(['1896-S', '1900-S'])
    expect(await numbers("items?$filter=not contains(displayName,'Chair') and type eq 'Inventory'&$top=2")).toEqual(['1896-S', '1906-S'])
    expect(await numbers('items?$filter=blocked eq false&$orderby=unitPrice desc,number&$top=2&$skip=1')).toEqual(['1896-S', '1920-S'])
  })

  test('a lambda is taken and has no effect', async () => {
    expect((await numbers("customers?$filter=defaultDimensions/any(d: d/dimensionCode eq 'NONE')")).length).toBeGreaterThan(4)
  })

  test('selects, expands and counts', async () => {
    const { body } = await client.get(
      "customers?$filter=number eq '10000'&$select=number&$count=true&$expand=paymentTerm($select=code),currency",
    )

    expect(body['@odata.count']).toBe(1)
    expect(body.value[0]).toEqual({
      '@odata.etag': expect.any(String),
      number: '10000',
      paymentTerm: expect.objectContaining({ code: '1M(8D)' }),
      currency: null,
    })
  })

  test('goes on from page to page, also when a record comes in between', async () => {
    const first = await client.get('items?$select=number&$top=7', { prefer: 'odata.maxpagesize=5' })
    const next = await client.get(String(first.body['@odata.nextLink']).replace(client.url, ''))

    expect(first.body.value).toHaveLength(5)
    expect(first.headers.get('preference-applied')).toBe('odata.maxpagesize=5')
    expect(next.body.value).toHaveLength(2)
    expect(next.body).not.toHaveProperty('@odata.nextLink')
    expect(outcome(await client.get('items?$skiptoken=nonsense'))).toBe('400 BadRequest')
    expect(outcome(await client.get('items', { prefer: 'odata.maxpagesize=20001' }))).toBe('413 BadRequest')
  })
})

describe('bodies', () => {
  test.each([
    ['nothing', ''],
    ['no JSON', '{'],
    ['a list', '[]'],
    ['a text', '"x"'],
    ['null', 'null'],
    ['deep', '['.repeat(100_000)],
    ['deep and closed', `{"displayName":${'['.repeat(5_000)}${']'.repeat(5_000)}}`],
  ])('%s is refused', async (_, body) => {
    const answer = await client.send('POST', 'customers', body, { 'content-type': 'application/json' })

    expect(outcome(answer)).toBe('400 BadRequest')
  })

  test('another type than JSON is refused', async () => {
    expect((await client.send('POST', 'customers', '<a/>', { 'content-type': 'application/xml' })).status).toBe(415)
  })

  test('annotations are passed over, names of the prototype are not', async () => {
    const annotated = await client.post('customers', { '@odata.etag': 'x', 'displayName@odata.type': '#String', displayName: 'A' })
    const hostile = await client.send('POST', 'customers', '{"displayName":"A","__proto__":{"number":"B"},"constructor":1}')

    expect(annotated.status).toBe(201)
    expect(outcome(hostile)).toBe('400 BadRequest')
    expect(({} as Record<string, unknown>).number).toBeUndefined()
  })

  test('a nested PATCH is refused', async () => {
    const { body } = await client.post('salesOrders', { customerNumber: '10000' })

    expect(outcome(await client.patch(`salesOrders(${String(body.id)})`, { salesOrderLines: [{ description: 'x' }] }))).toBe(
      '400 BadRequest',
    )
  })

  test('what is announced as larger than 350 MB is refused before it comes', async () => {
    const status = await new Promise<string>((resolve, reject) => {
      const socket = connect(Number(new URL(client.url).port), '127.0.0.1', () =>
        socket.write(`POST ${v2}/${client.company}/customers HTTP/1.1\r\nHost: x\r\nContent-Length: ${351 * 2 ** 20}\r\n\r\n`),
      )
      socket.on('error', reject).on('data', (data) => {
        resolve(String(data).split('\r\n')[0]!)
        socket.destroy()
      })
    })

    expect(status).toContain('413')
  })

  test('metadata can be left out', async () => {
    const { body } = await client.get('customers?$count=true&$top=1&$select=number', { accept: 'application/json;odata.metadata=none' })

    expect(Object.keys(body)).toEqual(['@odata.count', 'value'])
    expect(body.value).toEqual([{ number: '10000' }])
  })

  test('Prefer: return=minimal and $select shrink the answer', async () => {
    const minimal = await client.post('customers', { displayName: 'Small' }, { prefer: 'return=minimal' })
    const selected = await client.post('customers?$select=number', { displayName: 'Small' })

    expect([minimal.status, minimal.body]).toEqual([204, ''])
    expect(minimal.headers.get('location')).toContain('/customers(')
    expect(Object.keys(selected.body)).toEqual(['@odata.context', '@odata.etag', 'number'])
  })
})
