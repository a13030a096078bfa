import { expect, test } from 'vitest'
import { openLanguage, overlay } from './opened.ts'

const { language, place } = openLanguage()

const labels = (marked: string, kind?: string) =>
  [...language.complete(place(marked))]
    .sort((left, right) => left.rank - right.rank)
    .filter((each) => kind === undefined || each.kind === kind)
    .map(({ label }) => label)

const detail = (marked: string, label: string) => language.complete(place(marked)).find((each) => each.label === label)

test('properties of the contract stand in fields, those that nothing makes first', () => {
  const found = labels(overlay('phoneNumber: { remove: true }\nreq|>\nemail: Source'))

  expect(found).toContain('discountAmount')
  expect(found.indexOf('discountAmount')).toBeLessThan(found.indexOf('shipToName'))
  expect(found).not.toContain('email')
  expect(detail(overlay('ext|>\nemail: Source'), 'externalDocumentNumber')).toMatchObject({ detail: expect.stringContaining('at most 35') })
})

test('properties of lines stand in the fields of a part, also of a fragment’s overlay', () => {
  const found = labels(overlay('salesOrderLines:\n  parts:\n    items:\n      fields:\n        description: Description\n        li|>'))

  expect(found).toEqual(expect.arrayContaining(['lineType', 'unitPrice']))
})

test('fields of the source stand in an expression, with type and sample', () => {
  expect(labels(overlay('email: |>'), 'field')).toContain('ConsumerEmail')
  expect(labels(overlay('email: Consumer|>'), 'field')).toContain('ConsumerEmail')
  expect(labels(overlay('email: Customer.|>'), 'field')).toEqual(expect.arrayContaining(['CustomerCode', 'Addresses']))
  expect(detail(overlay('email: Source & |>'), 'Source')).toMatchObject({ detail: expect.stringMatching(/^text +"/) })
})

test('a predicate, an item of each and an argument of a function see what they are of', () => {
  expect(labels(overlay('email: Customer.Addresses[T|>'), 'field')).toContain('Type')
  expect(labels(overlay("email: Customer.Addresses[Type = 'Delivery'].|>"), 'field')).toContain('PostCode')
  expect(labels(overlay('salesOrderLines: { parts: { items: { fields: { description: Item.|> } } } }'), 'field')).toContain('ItemCode')
  expect(labels(overlay('email: $map(OrderLines, function($line) { $line.|>'), 'field')).toContain('Quantity')
})

test('a text that YAML cannot read yet is completed too', () => {
  expect(labels(overlay('email: Delivered ? ConsumerEmail : Cust|>'), 'field')).toContain('Customer')
})

test('variables, settings, functions, tables and their keys', () => {
  expect(labels(overlay('email: $|>'))).toEqual(expect.arrayContaining(['$settings', '$ship', '$documentNo', '$substring', '$table']))
  expect(labels(overlay('email: $settings.|>'), 'setting')).toContain('UseApiVersion2')
  expect(labels(overlay("email: $table('|>"))).toContain('payment-terms')
  expect(detail(overlay('email: $sub|>'), '$substring')).toMatchObject({ detail: '(text, start, length?)', insert: '$substring($1)' })
})

test('values that samples have stand in a comparison', () => {
  expect(labels(overlay("email: Customer.Addresses[Type = '|>"))).toContain('Delivery')
})

test('the grammar’s keys stand where no name does, names of settings among settings', () => {
  expect(labels(overlay('email: { |>'))).toEqual(expect.arrayContaining(['expr', 'const', 'when', 'only', 'required']))
  expect(labels(overlay('email: Source', '  Send|>\n'))).toContain('SendOrderNoteAsSalesCommentLine')
  expect(labels(overlay('email: Source', '  UseApiVersion2: |>\n'))).toEqual(['true', 'false'])
})

test('a constant is one of the values of its property', () => {
  expect(labels(overlay('salesOrderLines: { parts: { items: { fields: { lineType: { const: |> } } } } }'))).toContain('Item')
})
