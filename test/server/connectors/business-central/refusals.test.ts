import { describe, expect, test } from 'vitest'
import { faultServer, answer } from '../fault-server.ts'
import { findFirst, openSession, openWorld, problemOf } from './open.ts'

const line = { lineType: 'Item', lineObjectNumber: '1896-S', quantity: 1 }

async function refusedOrder(body: object, acts: object[] = [], api = 'v2.0') {
  const { session, target, act } = await openWorld()
  for (const action of acts) await act(action)
  return problemOf(session.send({ kind: 'create', target: target('salesOrders', api), body: { customerNumber: '10000', ...body } }))
}

describe('a refusal is a problem with its class, its cause and its place in the request', () => {
  test('SO-X07 it keeps request, response, code and correlation ids', async () => {
    const { session, target } = await openWorld()
    const body = { customerNumber: '10000', colour: 'red' }

    const problem = await problemOf(session.send({ kind: 'create', target: target('salesOrders'), body }, { correlationId: 'run-7' }))

    expect(problem).toMatchObject({
      code: 'bc.property-unknown',
      class: 'rejected',
      at: { path: 'colour' },
      parameters: { property: 'colour', answeredCode: 'BadRequest' },
      details: {
        request: { method: 'POST', body },
        response: { status: 400, body: { error: { code: 'BadRequest' } } },
        correlationId: 'run-7',
        theirCorrelationId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      },
    })
  })

  test('a value that is too long, in the line that has it', async () => {
    const lines = [line, { ...line, description: 'x'.repeat(101) }]

    const problem = await refusedOrder({ salesOrderLines: lines })

    expect(problem).toMatchObject({
      code: 'bc.value-too-long',
      class: 'rejected',
      at: { path: 'salesOrderLines[1].description' },
      parameters: { property: 'description', length: '101', limit: '100' },
    })
  })

  test('SO-X01 a VAT pair that is not set up, naming both groups', async () => {
    const remove = { act: 'delete', table: 'VAT Posting Setup', key: ['DOMESTIC', 'STANDARD'] }

    const problem = await refusedOrder({ salesOrderLines: [line] }, [remove])

    expect(problem).toMatchObject({
      code: 'bc.vat-pair-missing',
      class: 'rejected',
      parameters: { business: 'DOMESTIC', product: 'STANDARD' },
      message: 'no VAT posting setup for business group “DOMESTIC” and product group “STANDARD”',
    })
  })

  test('a blocked customer and a blocked item', async () => {
    const customer = { act: 'change', table: 'Customer', key: ['10000'], fields: { Blocked: 'All' } }
    const item = { act: 'change', table: 'Item', key: ['1896-S'], fields: { Blocked: true } }

    const problems = [await refusedOrder({}, [customer]), await refusedOrder({ salesOrderLines: [line] }, [item])]

    expect(problems).toMatchObject([
      { code: 'bc.customer-blocked', class: 'rejected', parameters: { number: '10000', block: 'All' } },
      { code: 'bc.item-blocked', class: 'rejected', parameters: { number: '1896-S' } },
    ])
  })

  test('a reference that stands in no record, by the property that carries it', async () => {
    const problem = await refusedOrder({ customerId: '11111111-1111-4111-8111-111111111111', customerNumber: undefined })

    expect(problem).toMatchObject({ class: 'rejected', at: { path: 'customerId' } })
  })

  test('a currency that is not there', async () => {
    const problem = await refusedOrder({ currencyCode: 'XTS' })

    expect(problem).toMatchObject({ class: 'rejected', at: { path: 'currencyCode' }, parameters: { property: 'currencyCode' } })
  })

  test('a read-only property', async () => {
    const problem = await refusedOrder({ totalTaxAmount: 12 })

    expect(problem).toMatchObject({ code: 'bc.property-read-only', class: 'rejected', at: { path: 'totalTaxAmount' } })
  })

  test('a released order whose line is to change', async () => {
    const { session, target, act } = await openWorld()
    const order = { customerNumber: '10000', salesOrderLines: [line] }
    const { entity } = await session.send({ kind: 'create', target: target('salesOrders'), body: order })
    const made = await findFirst(session, { target: target('salesOrderLines'), match: { documentId: entity!.values['id'] } })
    await act({ act: 'release', number: entity!.values['number'] })

    const problem = await problemOf(session.send({ kind: 'update', entity: made, body: { quantity: 5 } }))

    expect(problem).toMatchObject({ code: 'bc.document-released', class: 'rejected' })
  })

  test('a number of our own where the series gives them', async () => {
    const problem = await refusedOrder({ number: 'MINE-1' })

    expect(problem).toMatchObject({ code: 'bc.number-not-ours', class: 'rejected', parameters: { series: 'S-ORD' } })
  })

  test('personal text that the answer repeats does not stand in the message', async () => {
    const name = 'Jonathan Livingston Seagull of the very long family name, care of the lighthouse keeper at the end of the pier'

    const problem = await refusedOrder({ shipToName: name })

    expect(problem).toMatchObject({ code: 'bc.value-too-long', at: { path: 'shipToName' } })
    expect(JSON.stringify({ ...problem, details: undefined })).not.toContain('Livingston')
  })
})

const guid = '5d115c9c-44e3-ea11-bb43-000d3a2feca1'

/** An order that is already known, so that each request goes straight to the fault. */
async function answeredBy(...behaviours: Parameters<typeof faultServer>) {
  const server = await faultServer(answer(200, { value: [{ id: guid, name: 'CRONUS' }] }), ...behaviours)
  const { session, clock } = openSession({ url: server.url })
  const orders = session.target('salesOrders')!
  const create = () => problemOf(session.send({ kind: 'create', target: orders, body: { customerNumber: '1' } }))
  const find = () => problemOf(session.findAll([{ target: orders, match: { number: '1' } }]))
  return { server, session, clock, create, find, orders }
}

describe('the class of a failure follows from status and code, never from the text', () => {
  test.each([
    [400, 'Application_DialogException', 'bc.refused', 'rejected'],
    [400, 'Application_FieldValidationException', 'bc.field-refused', 'rejected'],
    [400, 'Application_CallbackNotAllowed', 'bc.dialog-in-code', 'rejected'],
    [400, 'Application_EvaluateException', 'bc.value-refused', 'rejected'],
    [400, 'Internal_InvalidTableRelation', 'bc.reference-not-found', 'rejected'],
    [400, 'Internal_EntityWithSameKeyExists', 'bc.same-key-exists', 'conflict'],
    [404, 'Internal_CompanyNotFound', 'bc.company-unknown', 'systemic'],
    [404, 'Internal_TenantUnavailable', 'bc.tenant-unavailable', 'systemic'],
    [403, 'Authorization_RequestDenied', 'bc.permission-missing', 'rejected'],
    [404, 'BadRequest_ResourceNotFound', 'bc.resource-unknown', 'rejected'],
    [405, 'BadRequest_MethodNotAllowed', 'bc.operation-not-offered', 'rejected'],
    [400, 'BadRequest_InvalidToken', 'bc.etag-refused', 'conflict'],
    [409, 'Request_EntityChanged', 'bc.record-changed', 'conflict'],
    [412, 'Unheard_Of', 'bc.record-changed', 'conflict'],
    [400, 'Unheard_Of', 'bc.refused', 'rejected'],
    [401, 'Authentication_InvalidCredentials', 'identity.credentials-refused', 'systemic'],
    [500, 'Internal_ServerError', 'bc.server-error', 'ambiguous'],
    [500, 'Application_DialogException', 'bc.server-error', 'ambiguous'],
    [408, 'Unknown', 'bc.server-error', 'ambiguous'],
    [504, 'Unknown', 'bc.server-error', 'ambiguous'],
  ])('%i %s is %s: %s', async (status, code, expected, failureClass) => {
    const message = 'Der Datensatz ist gesperrt. Please retry the activity.  CorrelationId:  4bf52a6c-fb2b-4f3e-9a9c-6d5f0f6f7a11.'
    const { create } = await answeredBy(answer(status, { error: { code, message } }))

    expect(await create()).toMatchObject({ code: expected, class: failureClass })
  })

  test.each([
    ['a page of a proxy with 502', 502, 'delivery.outcome-unknown', 'ambiguous'],
    ['a page of a firewall with 403', 403, 'transport.foreign-answer', 'systemic'],
    ['a page of a gateway with 404', 404, 'transport.foreign-answer', 'systemic'],
    ['a sign-in page with 200', 200, 'delivery.outcome-unknown', 'ambiguous'],
    ['a redirect', 302, 'transport.foreign-answer', 'systemic'],
  ])('%s', async (_, status, code, failureClass) => {
    const { create } = await answeredBy(answer(status, '<html>Hello</html>', { 'content-type': 'text/html' }))

    expect(await create()).toMatchObject({ code, class: failureClass })
  })

  test('201 without a body leaves open what was made', async () => {
    const { create } = await answeredBy(answer(201, ''))

    expect(await create()).toMatchObject({ code: 'delivery.outcome-unknown', class: 'ambiguous' })
  })

  test('what is only told by the text never changes the class', async () => {
    const error = {
      code: 'Internal_ServerError',
      message: "Blocked must be equal to 'No'  in Item: No.=1896-S. Please retry the activity.",
    }
    const { create } = await answeredBy(answer(500, { error }))

    expect(await create()).toMatchObject({ code: 'bc.server-error', class: 'ambiguous' })
  })

  test('a long Retry-After goes up with the problem', async () => {
    const { create } = await answeredBy(
      answer(429, { error: { code: 'Application_TooManyRequests', message: '' } }, { 'retry-after': '900' }),
    )

    expect(await create()).toMatchObject({ code: 'transport.throttled', class: 'retryable', parameters: { retryAfterMs: 900_000 } })
  })

  test('on-premises without services it says what to switch on', async () => {
    const server = await faultServer(answer(405, ''))
    const { session } = openSession({ url: server.url })

    const problem = await problemOf(session.findAll([{ target: session.target('items')!, match: {} }]))

    expect(problem).toMatchObject({ code: 'bc.service-off', class: 'systemic' })
    expect(problem.hint).toContain('ODataServicesEnabled')
  })
})

test('a link to the next page is followed on our own host, whatever host it names', async () => {
  const page = (numbers: string[], next?: string) =>
    answer(200, { value: numbers.map((number) => ({ id: guid, number })), ...(next && { '@odata.nextLink': next }) })
  const server = await faultServer(
    answer(200, { value: [{ id: guid, name: 'CRONUS' }] }),
    page(['1', '2'], `https://elsewhere.example/v2.0/t/e/api/v2.0/companies(${guid})/items?$skiptoken=abc%2Bd`),
    page(['3']),
  )
  const { session } = openSession({ url: `${server.url}/v2.0/t/e` })

  const [found] = await session.findAll([{ target: session.target('items')!, match: {} }])

  expect(found!.map(({ values }) => values['number'])).toEqual(['1', '2', '3'])
  expect(server.requests.at(-1)!.path).toBe(`/v2.0/t/e/api/v2.0/companies(${guid})/items?$skiptoken=abc%2Bd`)
})

test('records that the filter let through by mistake are not answered', async () => {
  const { server, session, orders } = await answeredBy(
    answer(200, {
      value: [
        { id: guid, number: 'S-1' },
        { id: guid, number: 's-2 ' },
      ],
    }),
  )

  const [found] = await session.findAll([{ target: orders, match: { number: 'S-2' } }])

  expect(found!.map(({ values }) => values['number'])).toEqual(['s-2 '])
  expect(decodeURIComponent(server.requests.at(-1)!.path)).toContain("$filter=number eq 'S-2'")
})
