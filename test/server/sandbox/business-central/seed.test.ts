import { describe, expect, test } from 'vitest'
import { checkSeed, mergeSeeds, type Seed } from '../../../../server/sandbox/business-central/index.ts'
import { startClient, text, type Client } from './raw-client.ts'

const id = (end: number) => `a0000000-0000-4000-8000-${String(end).padStart(12, '0')}`

async function withSeed<Result>(seed: Seed, work: (client: Client) => Promise<Result>): Promise<Result> {
  const client = await startClient({ seed })
  try {
    return await work(client)
  } finally {
    await client.close()
  }
}

/** What one order names. */
const orderSeed: Seed = {
  customers: [
    {
      id: id(1),
      number: 'c00010',
      displayName: 'Jansen',
      currencyCode: 'EUR',
      vatBusinessPostingGroup: 'NATIONAL',
      paymentTermsCode: '30D',
      country: 'NL',
    },
  ],
  items: [
    { id: id(11), number: 'TS', displayName: 'T-shirt', unitPrice: 13.75, vatProductPostingGroup: 'STANDARD' },
    { id: id(12), number: 'TS', displayName: 'T-shirt, white' },
  ],
  itemVariants: [
    { id: id(21), itemId: id(11) },
    { id: id(22), itemId: id(12), code: 'WHITE' },
  ],
  contacts: [{ id: id(31), displayName: 'Contact 1', customerId: id(1), email: 'a@example.com' }],
}

describe('a seed', () => {
  test('lets the order be sent that it was made from', async () => {
    const answer = await withSeed(orderSeed, (client) =>
      client.post('salesOrders?$expand=salesOrderLines', {
        customerId: id(1),
        customerNumber: 'C00010',
        currencyCode: 'EUR',
        salesOrderLines: [
          { itemId: id(11), itemVariantId: id(21), quantity: 1, unitPrice: 12.5, taxCode: 'STANDARD' },
          { itemId: id(12), itemVariantId: id(22), quantity: 2 },
        ],
      }),
    )

    expect(text(answer)).toBeUndefined()
    expect(answer.body).toMatchObject({
      customerName: 'Jansen',
      currencyCode: 'EUR',
      salesOrderLines: [
        { lineObjectNumber: 'TS', unitPrice: 12.5, taxPercent: 25 },
        { lineObjectNumber: 'TS-2', quantity: 2 },
      ],
    })
  })

  test('keeps the given ids, and gives the others the same at every start', async () => {
    const seed: Seed = { customers: [{ id: id(1), number: 'A' }, { number: 'B' }] }
    const read = (client: Client) => client.get("customers?$select=id,number&$filter=number eq 'A' or number eq 'B'")

    const [first, second] = [await withSeed(seed, read), await withSeed(seed, read)]

    expect(first.body.value[0]).toMatchObject({ id: id(1), number: 'A' })
    expect(second.body.value.map((each) => each.id)).toEqual(first.body.value.map((each) => each.id))
  })

  test('lies over the demo company: by number, and what it does not say stays', async () => {
    const { body } = await withSeed({ customers: [{ id: id(9), number: '10000', displayName: 'Renamed' }] }, (client) =>
      client.get(`customers(${id(9)})`),
    )

    expect(body).toMatchObject({ number: '10000', displayName: 'Renamed', addressLine1: 'Station Road, 21' })
  })

  test('brings its contacts to their customer', async () => {
    const { body } = await withSeed(orderSeed, (client) => client.get(`contactsInformation?$filter=relatedId eq ${id(1)}`))

    expect(body.value).toContainEqual(expect.objectContaining({ contactId: id(31), contactName: 'Contact 1', relatedType: 'Customer' }))
  })

  test('says a percentage of its own for a pair of VAT groups', async () => {
    const seed: Seed = {
      ...orderSeed,
      vatPostingSetup: [{ vatBusinessPostingGroup: 'NATIONAL', vatProductPostingGroup: 'STANDARD', vatPercent: 21 }],
    }

    const { body } = await withSeed(seed, (client) =>
      client.post('salesOrders?$expand=salesOrderLines', { customerId: id(1), salesOrderLines: [{ itemId: id(11), quantity: 1 }] }),
    )

    expect(body.salesOrderLines).toMatchObject([{ taxPercent: 21 }])
  })

  test('makes the currencies that it names usable, and knows the local one', async () => {
    await withSeed({ currencies: [{ code: 'PLN' }, { code: 'GBP' }, { code: 'XBT' }] }, async (client) => {
      for (const currencyCode of ['PLN', 'GBP', 'XBT'])
        expect((await client.post('salesOrders', { customerNumber: '10000', currencyCode })).body).toMatchObject({ currencyCode })
      expect((await client.get("currencies?$filter=code eq 'GBP'")).body.value).toEqual([])
    })
  })

  test('gives customers of the API what a template gives them', async () => {
    const seed: Seed = {
      customerTemplate: { generalBusinessPostingGroup: 'DOMESTIC', vatBusinessPostingGroup: 'DOMESTIC', customerPostingGroup: 'DOMESTIC' },
    }

    const status = await withSeed(seed, async (client) => {
      const customer = await client.post('customers', { displayName: 'By API' })
      return (await client.post('salesOrders', { customerId: customer.body.id })).status
    })

    expect(status).toBe(201)
  })

  test('takes away what shall be missing', async () => {
    const seed: Seed = {
      remove: {
        vatPostingSetup: [{ vatBusinessPostingGroup: 'DOMESTIC', vatProductPostingGroup: 'STANDARD' }],
        exchangeRates: ['EUR'],
        locations: ['MAIN'],
      },
    }

    await withSeed(seed, async (client) => {
      const line = { salesOrderLines: [{ lineType: 'Item', lineObjectNumber: '1896-S' }] }
      expect(text(await client.post('salesOrders', { customerNumber: '10000', ...line }))).toBe(
        "The VAT Posting Setup does not exist. Identification fields and values: VAT Bus. Posting Group='DOMESTIC',VAT Prod. Posting Group='STANDARD'",
      )
      expect(text(await client.post('salesOrders', { customerNumber: '10000', currencyCode: 'EUR' }))).toBe(
        'There is no Currency Exchange Rate within the filter.',
      )
      expect((await client.get("locations?$filter=code eq 'MAIN'")).body.value).toEqual([])
    })
  })

  test('is there again after a reset', async () => {
    const number = await withSeed(orderSeed, async (client) => {
      await client.delete(`items(${id(12)})`)
      await client.control('POST', 'reset')
      return (await client.get(`items(${id(12)})`)).body.number
    })

    expect(number).toBe('TS-2')
  })
})

describe('merging seeds', () => {
  test('records with one id or one number become one, and fill each other', () => {
    const merged = mergeSeeds(
      { customers: [{ id: id(1), number: 'A' }], items: [{ number: 'X' }] },
      { customers: [{ id: id(1).toUpperCase(), number: 'A', displayName: 'Jansen' }], items: [{ id: id(2), number: ' x ' }] },
    )

    expect(merged).toEqual({ customers: [{ id: id(1), number: 'A', displayName: 'Jansen' }], items: [{ id: id(2), number: 'X' }] })
  })

  test('one number with two ids stays two', () => {
    expect(mergeSeeds({ items: [{ id: id(1), number: 'X' }] }, { items: [{ id: id(2), number: 'X' }] }).items).toHaveLength(2)
  })

  test('the seeds themselves stay as they were', () => {
    const seed: Seed = { customers: [{ number: 'A' }] }

    mergeSeeds(seed, { customers: [{ number: 'A', displayName: 'Filled' }] })

    expect(seed).toEqual({ customers: [{ number: 'A' }] })
  })
})

describe('checking a seed', () => {
  test('finds nothing in a right one', () => {
    expect(checkSeed(orderSeed)).toEqual([])
    expect(checkSeed({})).toEqual([])
  })

  test('names each place that is wrong', () => {
    const problems = checkSeed({
      customers: [
        { number: 'A', curency: 'EUR' },
        { id: 'no-guid', number: 'B' },
      ],
      itemz: [],
    })

    expect(problems.map(({ code, parameters }) => [code, parameters.path])).toEqual([
      ['sandbox.seed-invalid', '/'],
      ['sandbox.seed-invalid', '/customers/0'],
      ['sandbox.seed-invalid', '/customers/1/id'],
    ])
    expect(problems[1]!.message).toContain("'curency'")
  })
})
