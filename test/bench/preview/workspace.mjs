import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export const packageName = 'bench'
export const mappingName = 'wide-order'
/** The field that is typed into; what it makes follows from its text alone. */
export const typedField = 'typed'
export const typedText = "customer.code & '-'"

const headerFields = 239
const lineFields = 60

/** What fields of real mappings look like: paths, texts, conditions, amounts, dates, tables, settings. */
const headerKinds = [
  (index) => ['string', `customer.address.part${index % 8}`],
  (index) => ['string', `$uppercase($substring(customer.name, 0, ${(index % 20) + 4}))`],
  (index) => ['string', `channel = 'web' ? customer.code & '-${index}' : $settings.Prefix & reference`],
  (index) => ['number', `$round($sum(lines.(price * quantity)) / ${index + 1}, 2)`],
  () => ['string', `$table('channel', channel)`],
  (index) => ['string', `$date(created) & '/' & $string(${index})`],
  (index) => ['string', `$join(lines[quantity > ${index % 4}].sku, ', ')`],
  (index) => ['boolean', `$exists(notes.note${index % 6}) and $count(lines) > ${index % 5}`],
  (index) => ['string', `$trim(notes.note${index % 6}) ~> $substringBefore('.')`],
  () => ['number', `$total - $sum(lines.discount)`],
]

const lineKinds = [
  () => ['string', 'sku'],
  () => ['number', 'price * quantity'],
  (index) => ['string', `description & ' ' & $string($index + ${index})`],
  (index) => ['number', `$money(price / (1 + vat / 100), ${index % 4})`],
  (index) => ['string', `vat = ${index % 21} ? 'LOW' : $source.customer.code`],
]

/**
 * A customer's workspace with a mapping of 300 fields and a sample of 5 KB, with schemas of both sides.
 * @returns how many fields and bytes there are
 */
export function writeWorkspace(folder) {
  const header = Array.from({ length: headerFields }, (_, index) => [
    `field${index}`,
    ...headerKinds[index % headerKinds.length](index),
    `Group ${Math.floor(index / 30) + 1}`,
  ])
  header.unshift([typedField, 'string', typedText, 'Group 1'])
  const line = Array.from({ length: lineFields }, (_, index) => [`value${index}`, ...lineKinds[index % lineKinds.length](index)])
  const sample = JSON.stringify(record(), null, 2)
  const files = {
    'mapping.yaml': mapping(header, line),
    'package.yaml': documents,
    'samples/order.yaml': 'apiVersion: v1\nkind: Sample\nname: order\nof: bench/order\nfile: order.json\n',
    'samples/order.json': sample,
    'schemas/bench/order.json': JSON.stringify(sourceSchema, null, 2),
    'schemas/bench/wide-order.json': JSON.stringify(targetSchema(header, line), null, 2),
  }
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(folder, name, '..'), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  return { fields: header.length + line.length, bytes: Buffer.byteLength(JSON.stringify(record())) }
}

function mapping(header, line) {
  return [
    'apiVersion: v1',
    'kind: Mapping',
    `name: ${mappingName}`,
    'source: { schema: bench/order, blank: absent }',
    'target: { schema: bench/wide-order }',
    'let:',
    '  total: $sum(lines.(price * quantity))',
    'fields:',
    ...header.map(([name, , text, group], index) =>
      index % 3 === 0 ? `  ${name}: { expr: ${quoted(text)}, group: ${group} }` : `  ${name}: |-\n    ${text}`,
    ),
    '  lines:',
    '    each: lines',
    '    fields:',
    ...line.map(([name, , text]) => `      ${name}: |-\n        ${text}`),
    '',
  ].join('\n')
}

function quoted(text) {
  return `'${text.replaceAll("'", "''")}'`
}

const documents = `apiVersion: v1
kind: Settings
name: bench
properties: { Prefix: { type: string, default: B } }
---
apiVersion: v1
kind: Table
name: channel
onMiss: { default: OTHER }
rows: { web: WEB, shop: SHOP }
`

function record() {
  const lines = Array.from({ length: 22 }, (_, index) => ({
    sku: `SKU-${1000 + index}`,
    description: `A thing of the size ${index}, packed one by one in boxes`,
    price: 12.5 + index,
    quantity: (index % 5) + 1,
    vat: 21,
    discount: index / 4,
    warehouse: 'EAST',
    colour: ['red', 'green', 'blue'][index % 3],
  }))
  return {
    reference: 'R-2026-0001',
    channel: 'web',
    created: '2026-04-14T09:30:00Z',
    customer: {
      code: 'C0001',
      name: 'Northfield Furniture and Fittings',
      address: Object.fromEntries(Array.from({ length: 8 }, (_, index) => [`part${index}`, `Address line number ${index}`])),
    },
    notes: Object.fromEntries(Array.from({ length: 5 }, (_, index) => [`note${index}`, `Please ring at door ${index}. Leave it inside.`])),
    lines,
  }
}

const text = { type: 'string' }
const number = { type: 'number' }

const sourceSchema = {
  type: 'object',
  properties: {
    reference: text,
    channel: text,
    created: text,
    customer: { type: 'object', properties: { code: text, name: text, address: { type: 'object' } } },
    notes: { type: 'object' },
    lines: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          sku: text,
          description: text,
          price: number,
          quantity: number,
          vat: number,
          discount: number,
          warehouse: text,
          colour: text,
        },
      },
    },
  },
}

function targetSchema(header, line) {
  const properties = (fields) => Object.fromEntries(fields.map(([name, type]) => [name, { type }]))
  return {
    type: 'object',
    title: 'Wide order',
    properties: { ...properties(header), lines: { type: 'array', items: { type: 'object', properties: properties(line) } } },
  }
}
