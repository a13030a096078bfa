import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { outcome, startClient, text, v1, type Client } from './raw-client.ts'

let client: Client
beforeAll(async () => {
  client = await startClient()
})
afterAll(() => client.close())

const one = async (set: string, filter: string) => (await client.get(`${set}?$filter=${encodeURIComponent(filter)}`)).body.value[0]!
const guid = '11111111-1111-1111-1111-111111111111'
const zero = '00000000-0000-0000-0000-000000000000'

describe('customers', () => {
  test('get a number from their series, or keep their own', async () => {
    const [first, second] = [await client.post('customers', { displayName: 'A' }), await client.post('customers', { displayName: 'B' })]
    const own = await client.post('customers', { displayName: 'C', number: 'own-1' })
    const twice = await client.post('customers', { displayName: 'C', number: 'OWN-1' })

    expect(first.body.number).toMatch(/^C\d{5}$/)
    expect(Number(String(second.body.number).slice(1))).toBe(Number(String(first.body.number).slice(1)) + 10)
    expect(own.body.number).toBe('OWN-1')
    expect([outcome(twice), text(twice)]).toEqual([
      '400 Internal_EntityWithSameKeyExists',
      "The Customer already exists. Identification fields and values: No.='OWN-1'",
    ])
  })

  test('leave a gap in their series where one is refused', async () => {
    const first = await client.post('customers', { displayName: 'A' })
    await client.post('customers', { displayName: 'B', defaultDimensions: [{ dimensionId: guid }] })
    const second = await client.post('customers', { displayName: 'C' })

    expect(Number(String(second.body.number).slice(1))).toBe(Number(String(first.body.number).slice(1)) + 20)
  })

  test('need a name', async () => {
    const [missing, blank, emptied] = [
      await client.post('customers', {}),
      await client.post('customers', { displayName: '' }),
      await client.patch(`customers(${String((await one('customers', "number eq '20000'")).id)})`, { displayName: ' ' }),
    ]

    expect([missing, blank, emptied].map(text)).toEqual([
      'A "displayName" must be provided.',
      'The blank "displayName" is not allowed.',
      'The blank "displayName" is not allowed.',
    ])
    expect([missing, blank, emptied].map(outcome)).toEqual(Array.from({ length: 3 }, () => '400 Application_DialogException'))
  })

  test.each([
    [{ currencyId: guid }, 'The "currencyId" does not match to a Currency.'],
    [{ shipmentMethodId: guid }, 'The "shipmentMethodId" does not match to a Shipment Method.'],
    [
      { salespersonCode: 'ZZ' },
      'The field Salesperson Code of table Customer contains a value (ZZ) that cannot be found in the related table (Salesperson/Purchaser).',
    ],
    [
      { country: 'ZZ' },
      'The field Country/Region Code of table Customer contains a value (ZZ) that cannot be found in the related table (Country/Region).',
    ],
  ])('refuse %j', async (body, message) => {
    expect(text(await client.post('customers', { displayName: 'A', ...body }))).toBe(message)
  })

  test('refuse a currency whose id and code are two', async () => {
    const { id } = await one('currencies', "code eq 'USD'")

    const answer = await client.post('customers', { displayName: 'A', currencyId: id, currencyCode: 'EUR' })

    expect(text(answer)).toBe('The currency values do not match to a specific Currency.')
  })

  test('take ids of their set-up and show them', async () => {
    const terms = await one('paymentTerms', "code eq '30 DAYS'")
    const area = await one('taxAreas', "code eq 'EU'")

    const { body } = await client.post('customers?$expand=paymentTerm($select=code)', {
      displayName: 'A',
      paymentTermsId: terms.id,
      taxAreaId: area.id,
      paymentMethodId: zero,
      type: 'Person',
      blocked: ' ',
    })

    expect(body).toMatchObject({
      paymentTermsId: terms.id,
      paymentTerm: { code: '30 DAYS' },
      taxAreaId: area.id,
      taxAreaDisplayName: area.displayName,
      type: 'Person',
      blocked: '_x0020_',
    })
  })

  test('have a contact of their own', async () => {
    const { body } = await client.post('customers', { displayName: 'With contact', email: 'a@b.c' })

    const found = await client.get(`customers(${String(body.id)})/contactsInformation`)
    const contact = await client.get(`contacts(${String(found.body.value[0]!.contactId)})`)

    expect(found.body.value).toMatchObject([{ contactName: 'With contact', relatedType: 'Customer' }])
    expect(contact.body).toMatchObject({ displayName: 'With contact', email: 'a@b.c', contactBusinessRelation: 'Customer' })
  })

  test('cannot be deleted while there are documents of theirs', async () => {
    const { id } = await one('customers', "number eq '10000'")

    const answer = await client.delete(`customers(${String(id)})`)

    expect([outcome(answer), text(answer)]).toEqual([
      '400 Application_DialogException',
      'You cannot delete Customer 10000 because there is at least one outstanding Sales Invoice for this customer.',
    ])
  })

  test('in v1.0 have one address, which null clears', async () => {
    const address = { street: 'A 1\r\nB', city: 'York', state: 'North', countryLetterCode: 'gb', postalCode: 'yo1' }
    const made = await client.post(`${v1}/${client.company}/customers`, { displayName: 'Old', address })
    const at = `${v1}/${client.company}/customers(${String(made.body.id)})`
    const seen = await client.get(`customers(${String(made.body.id)})`)
    const long = await client.patch(at, { address: { ...address, street: 'x'.repeat(120) } })
    const cleared = await client.patch(at, { address: null })

    expect(made.body.address).toEqual({ ...address, countryLetterCode: 'GB', postalCode: 'YO1' })
    expect(seen.body).toMatchObject({
      addressLine1: 'A 1',
      addressLine2: 'B',
      city: 'York',
      state: 'North',
      country: 'GB',
      postalCode: 'YO1',
    })
    expect((long.body.address as unknown as { street: string }).street).toBe('x'.repeat(100))
    expect(cleared.body.address).toEqual({ street: '', city: '', state: '', countryLetterCode: '', postalCode: '' })
  })

  test.each(['street', 'city', 'countryLetterCode', 'postalCode'])('in v1.0 need the %s of an address', async (part) => {
    const address = { street: 'A 1', city: 'York', countryLetterCode: 'GB', postalCode: 'YO1', [part]: '' }

    const answer = await client.post(`${v1}/${client.company}/customers`, { displayName: 'Old', address })

    expect([outcome(answer), text(answer)]).toEqual(['400 Application_DialogException', `${part} must be specified.`])
  })
})

describe('items', () => {
  test('get a number, a base unit and the tax of their posting group', async () => {
    const { body } = await client.post('items', {
      displayName: 'Lamp',
      unitPrice: 10,
      baseUnitOfMeasureCode: 'PCS',
      generalProductPostingGroupCode: 'RETAIL',
      inventoryPostingGroupCode: 'RESALE',
    })
    const order = await client.post('salesOrders?$expand=salesOrderLines', {
      customerNumber: '10000',
      salesOrderLines: [{ itemId: body.id, quantity: 1 }],
    })

    expect(body).toMatchObject({ number: expect.stringMatching(/^\d{4}$/), type: 'Inventory', taxGroupCode: 'STANDARD' })
    expect(order.body.salesOrderLines).toMatchObject([{ unitPrice: 10, taxPercent: 25, unitOfMeasureCode: 'PCS' }])
  })

  test.each([
    [{ baseUnitOfMeasureCode: 'PCS' }, 'Gen. Prod. Posting Group must have a value in Item: No.=%. It cannot be zero or empty.'],
    [{ generalProductPostingGroupCode: 'RETAIL' }, 'Base Unit of Measure must have a value in Item: No.=%. It cannot be zero or empty.'],
    [
      { baseUnitOfMeasureCode: 'PCS', generalProductPostingGroupCode: 'RETAIL' },
      'Inventory Posting Group must have a value in Item: No.=%. It cannot be zero or empty.',
    ],
  ])('with %j only cannot be sold', async (set, message) => {
    const { body } = await client.post('items', { displayName: 'Half', ...set })

    const answer = await client.post('salesOrders', { customerNumber: '10000', salesOrderLines: [{ itemId: body.id }] })

    expect([outcome(answer), text(answer)]).toEqual(['400 Application_FieldValidationException', message.replace('%', String(body.number))])
  })

  test('have stock by adjustment, not at birth', async () => {
    const refused = await client.post('items', { displayName: 'Stock', inventory: 5 })
    const { body } = await client.post('items', { displayName: 'Stock' })
    const adjusted = await client.patch(`items(${String(body.id)})`, { inventory: 5 })

    expect([outcome(refused), text(refused)]).toEqual(['400 Application_DialogException', 'Inventory cannot be changed during on insert.'])
    expect(adjusted.body.inventory).toBe(5)
    expect((await client.get(`itemLedgerEntries?$filter=itemNumber eq '${String(body.number)}'`)).body.value).toMatchObject([
      { quantity: 5 },
    ])
  })

  test('take their variants with them, and name them by id or number', async () => {
    const made = await client.post('items?$expand=itemVariants', {
      displayName: 'Shirt',
      itemVariants: [{ code: 'red', description: 'Red' }],
    })
    const more = await client.post('itemVariants', { itemNumber: made.body.number, code: 'BLUE' })
    const two = await client.post('itemVariants', { itemId: made.body.id, itemNumber: '1896-S', code: 'X' })

    expect(made.body.itemVariants).toMatchObject([{ code: 'RED', itemNumber: made.body.number }])
    expect(more.body).toMatchObject({ itemId: made.body.id })
    expect(text(two)).toBe('The item values do not match to a specific Item.')
  })

  test('cannot be deleted while a document names them', async () => {
    const { id } = await one('items', "number eq '1896-S'")

    expect(text(await client.delete(`items(${String(id)})`))).toMatch(
      /^You cannot delete Item 1896-S because there is at least one outstanding Sales \w+ that includes this item\.$/,
    )
  })

  test.each([
    [{ type: 'Invalid Type' }, '400 Unknown', "'Invalid Type' is not an option. The existing options are: Inventory,Service,Non-Inventory"],
    [{ itemCategoryCode: 'NONE' }, '400 Application_DialogException', 'The "itemCategoryCode" does not match to a Item Category.'],
    [{ unitPrice: -1 }, '400 Application_FieldValidationException', 'The value must be greater than or equal to 0. Value: -1.'],
  ])('refuse %j', async (body, code, message) => {
    const answer = await client.post('items', { displayName: 'A', ...body })

    expect([outcome(answer), text(answer)]).toEqual([code, message])
  })

  test('in v1.0 have their base unit as one value, whole', async () => {
    const make = (baseUnitOfMeasure: object) => client.post(`${v1}/${client.company}/items`, { displayName: 'A', baseUnitOfMeasure })

    expect((await make({ unitCode: 'box' })).body.baseUnitOfMeasure).toMatchObject({ unitCode: 'BOX', unitName: 'Box' })
    expect(text(await make({ unitName: 'Box' }))).toBe('unitCode must be specified.')
    expect(text(await make({ unitCode: 'BOX', unitConversion: { toUnitOfMeasure: 'PCS' } }))).toBe(
      'fromToConversionRate must be specified.',
    )
    expect(outcome(await make({ unitCode: 'x'.repeat(11) }))).toBe('400 Application_StringExceededLength')
  })

  test('take an enum by caption or by literal, and show the literal', async () => {
    for (const type of ['Non-Inventory', 'Non_x002D_Inventory'])
      expect((await client.post('items', { displayName: 'A', type })).body.type).toBe('Non_x002D_Inventory')
    expect((await client.post(`${v1}/${client.company}/items`, { displayName: 'A', type: 'Non-Inventory' })).body.type).toBe(
      'Non-Inventory',
    )
  })
})

describe('set-up tables', () => {
  test.each([
    ['currencies', 100],
    ['countriesRegions', 200],
    ['unitsOfMeasure', 11],
    ['paymentTerms', 11],
    ['paymentMethods', 11],
    ['shipmentMethods', 15],
    ['locations', 5],
    ['salespeoplePurchasers', 7],
    ['dimensions', 5],
    ['dimensionValues', 12],
    ['accounts', 7],
    ['currencyExchangeRates', 6],
    ['itemCategories', 6],
    ['generalProductPostingGroups', 6],
    ['inventoryPostingGroups', 1],
    ['taxAreas', 3],
    ['taxGroups', 3],
    ['customerReturnReasons', 4],
  ])('%s of the demo company', async (set, atLeast) => {
    const { body } = await client.get(`${set}?$count=true`)

    expect(Number(body['@odata.count'])).toBeGreaterThanOrEqual(atLeast)
    expect(new Set(body.value.map(({ id }) => id)).size).toBe(body.value.length)
  })

  test('the local currency is no record', async () => {
    expect((await client.get("currencies?$filter=code eq 'GBP'")).body.value).toEqual([])
    expect((await client.get('generalLedgerSetup')).body.value).toMatchObject([
      { localCurrencyCode: 'GBP', shortcutDimension1Code: 'DEPARTMENT' },
    ])
    expect((await client.get('companyInformation')).body.value).toMatchObject([
      { displayName: 'CRONUS International Ltd.', currencyCode: 'GBP' },
    ])
  })

  test('a code is needed, and once only', async () => {
    const missing = await client.post('paymentTerms', {})
    const blank = await client.post('paymentTerms', { code: ' ' })
    const twice = await client.post('paymentTerms', { code: '30 days' })

    expect([missing, blank].map((answer) => [outcome(answer), text(answer)])).toEqual(
      Array.from({ length: 2 }, () => ['400 BadRequest_RequiredParamNotProvided', "Field 'code' must not be blank or empty."]),
    )
    expect(outcome(twice)).toBe('400 Internal_EntityWithSameKeyExists')
  })

  test('a date formula must be one', async () => {
    const answer = await client.post('paymentTerms', { code: 'ODD', dueDateCalculation: 'next week' })

    expect([outcome(answer), text(answer)]).toEqual([
      '400 Application_EvaluateException',
      'The value "next week" cannot be evaluated into type DateFormula.',
    ])
  })

  test('terms say when an invoice is due', async () => {
    const order = (customerNumber: string) => client.post('salesInvoices', { customerNumber, invoiceDate: '2026-01-31' })

    expect((await order('20000')).body.dueDate).toBe('2026-02-14')
    expect((await order('10000')).body.dueDate).toBe('2026-02-28')
    expect((await order('30000')).body.dueDate).toBe('2026-01-31')
  })

  test('a company beside the demo company is empty', async () => {
    const companies = await client.get('/v2.0/t/e/api/v2.0/companies')
    const empty = companies.body.value.find(({ name }) => name === 'My Company')!

    expect((await client.get(`/v2.0/t/e/api/v2.0/companies(${String(empty.id)})/customers`)).body.value).toEqual([])
    expect(text(await client.post(`/v2.0/t/e/api/v2.0/companies(${String(empty.id)})/customers`, { displayName: 'A' }))).toBe(
      'Customer Nos. must have a value in Sales & Receivables Setup: Primary Key=. It cannot be zero or empty.',
    )
  })
})

describe('contacts', () => {
  test('of customers are found through them', async () => {
    const customer = await one('customers', "number eq '10000'")
    const { body } = await client.get(`contactsInformation?$filter=relatedId eq ${String(customer.id)} and relatedType eq 'Customer'`)
    const people = await client.get(`customerContacts?$filter=customerId eq ${String(customer.id)}`)

    expect(body.value).toMatchObject([
      { contactType: 'Company', contactName: 'Adatum Corporation' },
      { contactType: 'Person', contactName: 'Robert Townes' },
    ])
    expect(people.body.value).toMatchObject([
      { firstName: 'Robert', lastName: 'Townes', email: 'robert.townes@contoso.com', customerName: 'Adatum Corporation' },
    ])
    expect([outcome(await client.get('contactsInformation')), text(await client.get('contactsInformation'))]).toEqual([
      '400 Application_DialogException',
      'id type not specified.',
    ])
  })

  test('belong to a company', async () => {
    const company = await client.post('contacts', { displayName: 'Firm' })
    const person = await client.post('contacts', { displayName: 'Pat', type: 'Person', companyNumber: company.body.number })

    expect(company.body).toMatchObject({ number: expect.stringMatching(/^CT\d{6}$/), type: 'Company', companyNumber: company.body.number })
    expect(person.body).toMatchObject({ companyName: 'Firm' })
  })
})
