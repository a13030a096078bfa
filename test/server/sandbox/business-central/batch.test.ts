import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { outcome, startClient, text, v2, type Client } from './raw-client.ts'

let client: Client

beforeAll(async () => {
  client = await startClient()
})
afterAll(() => client.close())

interface Part {
  id: string
  status: number
  headers: Record<string, string>
  body?: Record<string, unknown> & { error?: { code: string } }
}

const batch = (requests: object[], headers: Record<string, string> = {}) => client.post(`${v2}/$batch`, { requests }, headers)
const parts = (answer: { body: object }) => (answer.body as { responses: Part[] }).responses
const create = (id: string, reference: string, more: object = {}) => ({
  id,
  method: 'POST',
  url: `${client.company}/salesOrders`,
  headers: { 'Content-Type': 'application/json' },
  body: { customerNumber: '10000', externalDocumentNumber: reference, ...more },
})
const wrong = (id: string) => create(id, 'WRONG', { customerNumber: 'NOBODY' })
const exists = async (reference: string) =>
  (await client.get(`salesOrders?$filter=externalDocumentNumber eq '${reference}'`)).body.value.length > 0
const ledger = async () =>
  (await client.control('GET', 'ledger')).body as unknown as {
    committed: boolean
    status: number
    body: { externalDocumentNumber?: string }
  }[]

describe('a batch', () => {
  test('answers 200, and each operation its own status', async () => {
    const answer = await batch([
      { id: '1', method: 'GET', url: `${client.company}/items?$top=1&$select=number` },
      create('2', 'B-1'),
      { id: '3', method: 'GET', url: `salesOrders?$top=1`, headers: { Company: 'CRONUS International Ltd.' } },
      { id: '4', method: 'GET', url: `/${client.company}/customers?$filter=number eq '10000'` },
    ])

    expect(answer.status).toBe(200)
    expect(parts(answer).map(({ id, status }) => [id, status])).toEqual([
      ['1', 200],
      ['2', 201],
      ['3', 200],
      ['4', 200],
    ])
    expect(parts(answer)[1]).toMatchObject({
      body: { externalDocumentNumber: 'B-1' },
      headers: { location: expect.stringContaining('/salesOrders(') },
    })
  })

  test('stops at the first failure, and what was done before stays', async () => {
    const answer = await batch([create('1', 'B-2'), wrong('2'), create('3', 'B-3')])

    expect(parts(answer).map(({ status }) => status)).toEqual([201, 400])
    expect([await exists('B-2'), await exists('B-3')]).toEqual([true, false])
  })

  test('goes on when it is told to', async () => {
    const answer = await batch([create('1', 'B-4'), wrong('2'), create('3', 'B-5')], { prefer: 'odata.continue-on-error' })

    expect(parts(answer).map(({ status }) => status)).toEqual([201, 400, 201])
    expect(await exists('B-5')).toBe(true)
  })

  test('in one transaction undoes everything, numbers and all, and the ledger says so', async () => {
    const number = async () => Number((await client.post('salesOrders', { customerNumber: '10000' })).body.number)
    const before = await number()

    const answer = await batch([create('1', 'B-6'), create('2', 'B-7'), wrong('3')], { isolation: 'snapshot' })

    expect(parts(answer).at(-1)).toMatchObject({ id: '3', status: 400, body: { error: { code: 'Application_DialogException' } } })
    expect([await exists('B-6'), await exists('B-7')]).toEqual([false, false])
    expect(await number()).toBe(before + 1)
    expect(
      (await ledger()).filter(({ body }) => /^B-[67]$/.test(body.externalDocumentNumber ?? '')).map(({ committed }) => committed),
    ).toEqual([false, false])
  })

  test('in one transaction that succeeds keeps everything', async () => {
    await batch([create('1', 'B-8'), create('2', 'B-9')], { isolation: 'snapshot' })

    expect([await exists('B-8'), await exists('B-9')]).toEqual([true, true])
  })

  test('changes need their etag inside', async () => {
    const { body } = await client.post('salesOrders', { customerNumber: '10000' })
    const patch = (id: string, ifMatch?: string) => ({
      id,
      method: 'PATCH',
      url: `${client.company}/salesOrders(${String(body.id)})`,
      headers: { 'Content-Type': 'application/json', ...(ifMatch && { 'If-Match': ifMatch }) },
      body: { email: `${id}@b.c` },
    })

    const answer = await batch([patch('1'), patch('2', String(body['@odata.etag'])), patch('3', String(body['@odata.etag']))], {
      prefer: 'odata.continue-on-error',
    })

    expect(parts(answer).map((part) => [part.status, part.body?.error?.code])).toEqual([
      [400, 'BadRequest_InvalidToken'],
      [200, undefined],
      [409, 'Request_EntityChanged'],
    ])
  })

  test('a group is done whole or not, and what depends on a failure is not done', async () => {
    const answer = await batch(
      [
        { ...create('1', 'B-10'), atomicityGroup: 'g' },
        { ...wrong('2'), atomicityGroup: 'g' },
        { ...create('3', 'B-11'), dependsOn: ['2'] },
        create('4', 'B-12'),
      ],
      { prefer: 'odata.continue-on-error' },
    )

    expect(parts(answer).map(({ id, status }) => [id, status])).toEqual([
      ['1', 201],
      ['2', 400],
      ['3', 424],
      ['4', 201],
    ])
    expect([await exists('B-10'), await exists('B-11'), await exists('B-12')]).toEqual([false, false, true])
  })

  test('holds a hundred operations and no more', async () => {
    const operation = (id: number) => ({ id: String(id), method: 'GET', url: `${client.company}/items?$top=1&$select=number` })
    const hundred = Array.from({ length: 100 }, (_, id) => operation(id))

    const [right, over] = [await batch(hundred), await batch([...hundred, operation(100)])]

    expect(parts(right)).toHaveLength(100)
    expect([outcome(over), text(over)]).toEqual([
      '400 Unknown',
      "The current batch message contains too many parts. A maximum number of '100' query operations and change sets are allowed in a batch message.",
    ])
  })

  test('can meet a fault at one of its operations', async () => {
    await client.control('PUT', 'faults', [{ fault: 'throttle', entitySet: 'salesOrders', skip: 1 }])

    const answer = await batch([create('1', 'B-13'), create('2', 'B-14')])

    expect(parts(answer).map(({ status }) => status)).toEqual([201, 429])
    expect(await exists('B-14')).toBe(false)
  })

  test.each([
    ['no requests', {}],
    ['no list', { requests: {} }],
    ['no id', { requests: [{ method: 'GET', url: 'companies' }] }],
    ['no method', { requests: [{ id: '1', url: 'companies' }] }],
    ['no object', { requests: [null] }],
    ['one id twice', { requests: [1, 2].map(() => ({ id: '1', method: 'GET', url: 'companies' })) }],
  ])('%s: refused as a whole', async (_, body) => {
    expect(outcome(await client.post(`${v2}/$batch`, body))).toBe('400 BadRequest')
  })

  test('inside a batch, none', async () => {
    const answer = await batch([{ id: '1', method: 'POST', url: '$batch', body: { requests: [] } }])

    expect(parts(answer)[0]!.status).toBe(404)
  })

  test('serves the other roots too', async () => {
    const answer = await client.post('/v2.0/t/e/ODataV4/$batch', {
      requests: [
        { id: '1', method: 'GET', url: "Company('CRONUS%20International%20Ltd.')/VATPostingSetup?$filter=VAT_Bus_Posting_Group eq 'EU'" },
      ],
    })

    expect(parts(answer)[0]!.status).toBe(200)
  })
})
