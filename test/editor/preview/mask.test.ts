import { expect, test } from 'vitest'
import { maskRecord } from '../../../editor/preview/mask.ts'
import type { Schema } from '../../../engine/index.ts'

const order: Schema = {
  type: 'object',
  properties: {
    Picker: { type: 'string', personal: 'name' },
    Remark: { type: 'string', personal: 'text' },
    Contact: { $ref: 'contact' },
    Rows: { type: 'array', items: { type: 'object', properties: { For: { type: 'string', personal: 'name' } } } },
    WarehouseCity: { type: 'string', personal: false },
  },
}
const contact: Schema = { type: 'object', properties: { Reach: { type: 'string', format: 'email' } } }
const schemas = { get: (name: string) => ({ 'shop/order': order, 'shop/contact': contact })[name] }
const described = { schemas, view: { name: 'shop/order', schema: order } }

test('what the schema calls personal is masked, whatever its name: also below references and in lists', () => {
  const record = { Picker: 'Jane Roe', Remark: 'For Jane, 2nd floor', Contact: { Reach: 'jane' }, Rows: [{ For: 'Jane Roe' }, { For: '' }] }

  const { value, paths } = maskRecord(record, described)

  expect(JSON.stringify(value)).not.toMatch(/jane|roe/i)
  expect(paths).toEqual(['Picker', 'Remark', 'Contact.Reach', 'Rows[].For'])
  expect(value).toMatchObject({ Rows: [{}, { For: '' }] })
})

test('equal values stay equal, and lengths of codes and free text stay what they were', () => {
  const { value } = maskRecord({ Picker: 'Jane Roe', Remark: 'ABC-100 x', Rows: [{ For: 'Jane Roe' }] }, described)

  const masked = value as { Picker: string; Remark: string; Rows: [{ For: string }] }
  expect(masked.Rows[0].For).toBe(masked.Picker)
  expect(masked.Remark).toMatch(/^[A-Z]{3}-[1-9]00 [a-z]$/)
})

test('names tell where the schema is silent, and the schema may say that a name only looks personal', () => {
  const { value, paths } = maskRecord({ WarehouseCity: 'Leeds', City: 'Leeds', FirstName: 'Jane', sku: 'A1' }, described)

  expect(value).toMatchObject({ WarehouseCity: 'Leeds', sku: 'A1' })
  expect(paths).toEqual(['City', 'FirstName'])
})

test('without a schema an address inside free text is found by its form', () => {
  const { value, paths } = maskRecord({ note: 'ask jane@roe.test or +44 20 7946 0000' })

  expect(JSON.stringify(value)).not.toMatch(/jane|7946/)
  expect(paths).toEqual(['note'])
})
