import { describe, expect, test } from 'vitest'
import { openOrderWorld, sampleOrder } from './order-world.ts'

const nowhere = '11111111-2222-4333-8444-555555555555'
const long = (length: number) => 'x'.repeat(length)
const address = {
  AddressId: null,
  EstablishmentName: 'Depot',
  AddressLine1: 'Spoelstraat 1',
  AddressLine2: 'Loods 2',
  PostCode: '5000 ZZ',
  City: 'Breda',
  State: 'NB',
  Country: 'NL',
}

/** What is wrong: changes by path, the code that it ends with, and the field of the order that must be named. */
type Wrong = readonly [path: string, value: unknown, code: string, named: string]

const always: Wrong[] = [
  ['OrderID', undefined, 'source.missing-field', 'OrderID'],
  ['OrderID', null, 'source.wrong-type', 'OrderID'],
  ['OrderID', ' ', 'flow.key-empty', 'OrderID'],
  ['Customer', null, 'mapping.required-missing', 'Customer'],
  ['Customer', 'D00011', 'source.wrong-type', 'Customer'],
  ['Customer.CustomerCode', 'NOBODY', '*', 'Customer.CustomerCode'],
  ['Customer.CustomerCode', long(21), 'mapping.value-too-long', 'Customer.CustomerCode'],
  ['OrderLines', { first: 1 }, 'source.wrong-type', 'OrderLines'],
  ['OrderLines', 'none', 'source.wrong-type', 'OrderLines'],
  ['OrderLines', [null], 'source.wrong-type', 'OrderLines[0]'],
  ['OrderLines[0].Quantity', '12', 'source.wrong-type', 'OrderLines[0].Quantity'],
  ['OrderLines[0].Price', '7,95', 'source.wrong-type', 'OrderLines[0].Price'],
  ['OrderLines[0].Price', 1e20, 'bc.body-refused', 'OrderLines[0].Price'],
  ['OrderLines[0].Description', long(101), 'mapping.value-too-long', 'OrderLines[0].Description'],
  ['OrderLines[0].Description', 'a\0b', 'bc.text-unwritable', 'OrderLines[0].Description'],
  ['OrderLines[0].Description', 'a\ud83eb', 'bc.text-unwritable', 'OrderLines[0].Description'],
  ['Reference', 12, 'source.wrong-type', 'Reference'],
  ['Charges', [{ Code: 'FREIGHT', Amount: 5 }], 'mapping.table-miss', 'FREIGHT'],
  ['Attachments', [{ Content: 'QQ==' }], 'mapping.required-missing', 'Attachments[0].Name'],
  ['Attachments', [{ Name: 'a.txt', Content: '' }], 'mapping.required-missing', 'Attachments[0].Content'],
  ['Attachments', [{ Name: 'a.txt', Content: '!!' }], 'bc.content-refused', 'Attachments[0].Content'],
  ['OrderType', 'Invoice', 'source.wrong-type', 'OrderType'],
]

/** Of orders, invoices and quotes. */
const ofSales: Wrong[] = [
  ['Customer.InternalCode', 'K-11', 'mapping.bad-format', 'Customer.InternalCode'],
  ['Customer.InternalCode', nowhere, '*', 'Customer'],
  ['Customer.Currency', 'XYZ', '*', 'Customer.Currency'],
  ['Customer.PaymentConditionCode', 'NEVER', 'delivery.not-found', 'NEVER'],
  ['Customer.DeliveryMethod', long(30), 'delivery.not-found', long(30)],
  ['OrderLines[0].Item', null, 'mapping.required-missing', 'OrderLines[0].Item'],
  ['OrderLines[0].Item.InternalItemCode', 'YARN-W', 'mapping.bad-format', 'OrderLines[0].Item.InternalItemCode'],
  ['OrderLines[0].Item.InternalItemCode', nowhere, '*', 'OrderLines[0].Item.InternalItemCode'],
  ['OrderLines[0].Item.ExtraData', `{"VariantId":"${nowhere}"}`, '*', 'OrderLines[0].Item.ExtraData'],
  ['OrderLines[0].Item.ExtraData', '{"VariantId":7}', 'mapping.wrong-type', 'OrderLines[0].Item.ExtraData'],
  ['OrderLines[0].DiscountFromOriginalPrice', 101, 'mapping.value-out-of-range', 'OrderLines[0].DiscountFromOriginalPrice'],
  ['OrderLines[0].DiscountFromOriginalPrice', -1, 'mapping.value-out-of-range', 'OrderLines[0].DiscountFromOriginalPrice'],
  ['OrderDate', '2026-02-30', 'mapping.date-unreadable', 'OrderDate'],
  ['OrderDate', '14-04-2026', 'mapping.date-unreadable', 'OrderDate'],
  ['AlternateAddress', { ...address, City: long(31) }, 'mapping.value-too-long', 'AlternateAddress.City'],
  ['AlternateAddress', { ...address, Country: 'Nederland te land' }, 'mapping.value-too-long', 'AlternateAddress.Country'],
  ['AlternateAddress', { ...address, AddressLine1: long(101) }, '*', 'AddressLine1'],
  ['AlternateAddress', { ...address, AddressLine2: long(51) }, '*', 'AddressLine2'],
  ['Reference', long(36), 'mapping.value-too-long', 'Reference'],
]

const documentSets = new Set(['salesOrders', 'salesInvoices', 'salesQuotes', 'SalesReturnOrder'])

function changed(order: unknown, path: string, value: unknown): unknown {
  const steps = path.replaceAll(/\[(\d+)\]/g, '.$1').split('.')
  const copy = structuredClone(order) as Record<string, unknown>
  let place = copy
  for (const step of steps.slice(0, -1)) place = place[step] as Record<string, unknown>
  if (value === undefined) Reflect.deleteProperty(place, steps.at(-1)!)
  else place[steps.at(-1)!] = value
  return copy
}

describe.each([
  ['Order', true],
  ['Order', false],
  ['Invoice', true],
  ['Quote', false],
  ['ReturnOrder', true],
] as const)('%s with UseApiVersion2 %s', (ValueToBackoffice, UseApiVersion2) => {
  const wrongs = ValueToBackoffice === 'ReturnOrder' ? always : [...always, ...ofSales]

  test('SO-X07 what is wrong with an order is told by the field that is wrong, and nothing stays', async () => {
    const world = await openOrderWorld()
    const orders = wrongs.map(([path, value], index) =>
      changed(sampleOrder('2001', { OrderID: 4000 + index, Notes: null, OrderType: { ValueToBackoffice } }), path, value),
    )

    const results = await world.send(orders, { settings: { UseApiVersion2 } })

    const ended = results.map(({ outcome: { state, problems } }, index) => {
      const [path, , code, named] = wrongs[index]!
      const [problem] = problems
      const told = `${problem?.message} ${problem?.at.path ?? ''}`
      const isRight =
        problem?.severity === 'error' && (code === '*' || problem.code === code) && told.includes(named) && problem.hint !== ''
      return isRight ? [path, state] : [path, state, problem?.code, told]
    })
    expect(ended).toEqual(wrongs.map(([path]) => [path, 'rejected']))
    const documents = world.sandbox.ledger().filter(({ committed, entitySet }) => committed && documentSets.has(entitySet))
    const count = (method: string) => documents.filter((write) => write.method === method).length
    expect(count('DELETE')).toBe(count('POST'))
  })
})

test('SO-X06 the same order twice in one input makes one document', async () => {
  const world = await openOrderWorld()

  const results = await world.send([sampleOrder('2003'), sampleOrder('2003')])

  expect(results.map(({ outcome }) => outcome.state)).toEqual(['confirmed', 'confirmed'])
  expect(await world.get(`salesOrders?$filter=externalDocumentNumber eq '2003'`)).toHaveLength(1)
})

test('SO-X07 a customer who is blocked is told with what Business Central says', async () => {
  const world = await openOrderWorld()
  const [customer] = await world.get(`customers?$filter=number eq 'D00013'`)
  await world.act({ act: 'change', table: 'Customer', key: [String(customer!['number'])], fields: { Blocked: 'All' } })

  const { outcome } = await world.sendOne(sampleOrder('2003'))

  expect(outcome).toMatchObject({ state: 'rejected', problems: [{ severity: 'error', at: { step: 'document' } }] })
  expect(outcome.problems[0]!.message).toMatch(/blocked/i)
})

test('SO-X07 a list in the place of an order is told', async () => {
  const world = await openOrderWorld()

  const { outcome } = await world.sendOne([sampleOrder('2003')])

  expect(outcome).toMatchObject({ state: 'rejected', problems: [{ code: 'source.not-an-object' }] })
})
