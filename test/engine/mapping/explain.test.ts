import { expect, test } from 'vitest'
import { type Explanation, compileMapping, explainFields, loadMapping } from '../../../engine/index.ts'

const text = `apiVersion: v1
kind: Mapping
name: shop-order
source: { blank: absent }
let: { total: $sum(lines.(qty * price)) }
fields:
  number: $settings.prefix & id
  city:
    expr: billing.city
    default: shipping.city
    when: wanted
  channel: $table('channels', channel)
  address: { when: billing, fields: { zip: billing.zip } }
  lines:
    parts:
      items:
        each: lines[qty > 0]
        let: { amount: qty * price }
        fields:
          sku: sku
          share: $amount / $total
          place: $index
      tags:
        each: tags[$ != 'b']
        fields: { sku: $ }
---
apiVersion: v1
kind: Settings
name: settings
properties: { prefix: { type: string, default: A- } }
---
apiVersion: v1
kind: Table
name: channels
rows: { web: 10 }
onMiss: omit
`

const record = {
  id: 5,
  wanted: true,
  billing: { city: '', zip: '9000' },
  shipping: { city: 'Ghent' },
  channel: 'web',
  lines: [
    { sku: 'none', qty: 0, price: 9 },
    { sku: 'x', qty: 2, price: 3 },
  ],
  tags: ['a', 'b'],
}

const compiled = compileMapping(loadMapping(text))
const explained = compiled.explain(record)
const valueAt = (path: (string | number)[], { values }: Explanation = explained) =>
  values.find((each) => JSON.stringify(each.path) === JSON.stringify(path))!

test('an explanation has the same record and problems as a run', () => {
  const { record: made, problems } = compiled.run(record)

  expect(explained.record).toEqual(made)
  expect(explained.problems).toEqual(problems)
  expect(made).toEqual({
    number: 'A-5',
    city: 'Ghent',
    channel: 10,
    address: { zip: '9000' },
    lines: [{ sku: 'x', share: 1, place: 0 }, { sku: 'a' }],
  })
})

test('SO-B06 a value has its leaves, settings and place in the document', () => {
  expect(valueAt(['number'])).toMatchObject({
    kind: 'leaf',
    value: 'A-5',
    field: 'number',
    at: { document: 'shop-order', file: 'mapping.yaml', line: 7, column: 11, field: 'number' },
    sources: [{ path: ['id'], value: 5 }],
    settings: [{ path: ['prefix'], value: 'A-' }],
  })
})

test('a blank leaf that was passed over is told, with the condition and the default', () => {
  expect(valueAt(['city']).sources).toEqual([
    { path: ['wanted'], value: true },
    { path: ['billing', 'city'], value: '' },
    { path: ['shipping', 'city'], value: 'Ghent' },
  ])
})

test('a table is told with its key and row', () => {
  expect(valueAt(['channel'])).toMatchObject({
    sources: [{ path: ['channel'], value: 'web' }],
    tables: [{ name: 'channels', key: 'web', row: 10, missed: false }],
  })
  expect(valueAt(['channel'], compiled.explain({ ...record, channel: 'fax' })).tables).toEqual([
    { name: 'channels', key: 'fax', row: undefined, missed: true },
  ])
})

test('a value of a list has the index of its own source, and goes through lets', () => {
  expect(valueAt(['lines', 0, 'sku']).sources).toEqual([{ path: ['lines', 1, 'sku'], value: 'x' }])
  const share = valueAt(['lines', 0, 'share'])

  expect(share.field).toBe('lines.items.share')
  expect(share.lets.map(({ name, at }) => [name, at.line])).toEqual([
    ['$amount', 18],
    ['$total', 5],
  ])
  expect(share.sources.map(({ path }) => path.join('.'))).toEqual(['lines.1.qty', 'lines.1.price', 'lines.0.qty', 'lines.0.price'])
})

test('a list tells what decides how many items it has, and an object whether it is there', () => {
  expect(valueAt(['lines'])).toMatchObject({ kind: 'list', value: [{ sku: 'x' }, { sku: 'a' }] })
  expect(valueAt(['lines']).sources.map(({ path }) => path.join('.'))).toEqual([
    'lines.0.qty',
    'lines.1.qty',
    'lines.1',
    'tags.0',
    'tags.1',
  ])
  expect(valueAt(['address'])).toMatchObject({ kind: 'object', sources: [{ path: ['billing'] }] })
})

test('an item that is a simple value comes from what its list read', () => {
  expect(valueAt(['lines', 1, 'sku']).sources).toEqual([
    { path: ['tags', 0], value: 'a' },
    { path: ['tags', 1], value: 'b' },
  ])
})

test('every part of an expression has its values, for each item', () => {
  const { text: share, parts } = explained.expressions.find(({ field, role }) => field === 'lines.items.$amount' && role === 'let')!

  expect(parts.map(({ start, end, values }) => [share.slice(start, end), values])).toEqual([
    ['qty', [{ indexes: [0], value: 2 }]],
    ['price', [{ indexes: [0], value: 3 }]],
    ['qty * price', [{ indexes: [0], value: 6 }]],
  ])
})

test('a failure keeps what the others are made of', () => {
  const failed = compiled.explain({ ...record, lines: [{ sku: 'x', qty: 1, price: 'dear' }] })

  expect(failed.problems.map(({ code }) => code)).toEqual(['T2002'])
  expect(valueAt(['lines', 0, 'share'], failed)).toMatchObject({
    sources: [{ path: ['lines', 0, 'qty'] }, { path: ['lines', 0, 'price'] }],
  })
  expect(valueAt(['number'], failed).value).toBe('A-5')
})

test('without a record, each field tells what it may read', () => {
  const fields = Object.fromEntries(explainFields(loadMapping(text)).map((each) => [each.field, each]))

  expect(fields['lines.items.share']).toMatchObject({
    sources: [['lines', 'qty'], ['lines', 'price'], ['lines']],
    lets: ['$amount', '$total'],
  })
  expect(fields['channel']).toMatchObject({ tables: ['channels'], sources: [['channel']] })
  expect(fields['number']).toMatchObject({ settings: [['prefix']], at: { line: 7, document: 'shop-order' } })
})
