import { expect, test } from 'vitest'
import { compileContract } from '../../../engine/mapping/contract.ts'
import type { Schema } from '../../../engine/mapping/schema.ts'

const schemas: Record<string, Schema> = {
  'erp/v1/order': {
    title: 'order',
    type: 'object',
    requiredOnCreate: [['customerId', 'customerNumber']],
    properties: {
      id: { type: 'string', format: 'uuid', readOnly: true },
      number: { type: 'string', maxLength: 20, readOnly: true, settableOnInsert: true },
      customerId: { type: 'string', format: 'uuid' },
      customerNumber: { type: 'string', maxLength: 5 },
      orderDate: { type: 'string', format: 'date' },
      status: { type: 'string', enum: ['_x0020_', 'Fixed_x0020_Asset'] },
      stock: { type: 'number', forbiddenOnCreate: true },
      address: { $ref: 'address' },
      lines: { type: 'array', items: { $ref: 'line' }, deepInsert: true },
      notes: { type: 'array', items: { $ref: 'line' }, deepInsert: false },
    },
  },
  'erp/v1/line': {
    title: 'line',
    type: 'object',
    properties: { quantity: { type: 'number', minimum: 0, maximum: 100 }, count: { type: 'integer' }, text: { type: 'string' } },
  },
  'erp/v1/address': { title: 'address', type: 'object', complexType: true, required: ['city'], properties: { city: { type: 'string' } } },
}

function check(request: unknown, mode: 'create' | 'update' = 'create') {
  const view = { name: 'erp/v1/order', schema: schemas['erp/v1/order']! }
  return compileContract(
    { get: (name) => schemas[name] },
    view,
    mode,
  )(request).map(({ path, problemAt }) => `${path.join('.')} ${problemAt({}).code}`)
}

test('a request that the contract accepts has no violations', () => {
  const lines = [{ quantity: 1.5, count: 2, text: null }]

  expect(check({ customerNumber: 'C1', orderDate: '2026-02-28', status: 'Fixed Asset', address: { city: 'Utrecht' }, lines })).toEqual([])
  expect(check({ status: 'Fixed_x0020_Asset', address: null }, 'update')).toEqual([])
})

test.each([
  [{ customerNumber: 'C1', colour: 'red' }, 'colour mapping.property-unknown'],
  [{ customerNumber: 'C1', id: 'x' }, 'id mapping.property-read-only'],
  [{ customerNumber: 'C1', stock: 1 }, 'stock mapping.property-read-only'],
  [{ customerNumber: 'C12345' }, 'customerNumber mapping.value-too-long'],
  [{ customerNumber: 1 }, 'customerNumber mapping.wrong-type'],
  [{ customerId: 'not-a-guid' }, 'customerId mapping.bad-format'],
  [{ customerNumber: 'C1', orderDate: '2026-02-30' }, 'orderDate mapping.bad-format'],
  [{ customerNumber: 'C1', status: 'Sold' }, 'status mapping.not-a-member'],
  [{ customerNumber: 'C1', address: {} }, 'address mapping.required-missing'],
  [{ customerNumber: 'C1', lines: [{}, { quantity: 101 }] }, 'lines.1.quantity mapping.value-out-of-range'],
  [{ customerNumber: 'C1', lines: [{ count: 1.5 }] }, 'lines.0.count mapping.wrong-type'],
  [{ customerNumber: 'C1', lines: {} }, 'lines mapping.wrong-type'],
  [{ customerNumber: 'C1', notes: [] }, 'notes mapping.no-deep-insert'],
  [{}, ' mapping.required-missing'],
])('a request that the contract refuses says what and where: %j', (request, violation) => {
  expect(check(request)).toEqual([violation])
})

test('what may be set on insert alone is refused in an update, and nothing is required there', () => {
  expect(check({ customerNumber: 'C1', number: '1' })).toEqual([])
  expect(check({ number: '1' }, 'update')).toEqual(['number mapping.property-read-only'])
})

test('all violations of a request are told', () => {
  expect(check({ colour: 'red', lines: [{ quantity: -1 }, { size: 1 }] }).toSorted()).toEqual([
    ' mapping.required-missing',
    'colour mapping.property-unknown',
    'lines.0.quantity mapping.value-out-of-range',
    'lines.1.size mapping.property-unknown',
  ])
})

test('a length counts characters, not code units, and the message has no personal data', () => {
  const view = { name: 'erp/v1/order', schema: schemas['erp/v1/order']! }
  const violations = compileContract({ get: (name) => schemas[name] }, view, 'create')({ customerNumber: '😀😀😀😀😀😀' })

  expect(check({ customerNumber: '😀😀😀😀😀' })).toEqual([])
  expect(violations[0]?.problemAt({}).message).toBe('“customerNumber” has 6 characters, order takes 5')
})
