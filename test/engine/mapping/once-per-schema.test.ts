import { expect, test } from 'vitest'
import { oncePerSchema } from '../../../engine/mapping/once-per-schema.ts'

const source = { get: () => undefined }
const view = { name: 'erp/v1/order', schema: { type: 'object' } }

test('the same schema of the same source gives what was made before, each variant its own', () => {
  const made: string[] = []
  const make = oncePerSchema((_, { name }, mode: 'create' | 'update') => {
    made.push(`${name} ${mode}`)
    return { mode }
  })

  const first = make(source, view, 'create')
  const other = make(source, view, 'update')

  expect(make(source, { ...view }, 'create')).toBe(first)
  expect(make(source, view, 'update')).toBe(other)
  expect(made).toEqual(['erp/v1/order create', 'erp/v1/order update'])
})

test('an equal schema that is another object, and another source, are made anew: what they refer to may differ', () => {
  const make = oncePerSchema(() => ({}))

  const made = [make(source, view), make(source, { ...view, schema: { ...view.schema } }), make({ get: () => undefined }, view)]

  expect(new Set(made).size).toBe(3)
})
