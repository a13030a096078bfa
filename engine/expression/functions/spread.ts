import { append, isArray } from '../runtime/list.ts'
import { charge } from '../runtime/meter.ts'
import { fieldsOf, setOwn } from '../runtime/object.ts'
import { defineFunction } from './definition.ts'

export const spread = defineFunction({
  name: 'spread',
  signature: '<x-:a<o>>',
  summary: 'One object for each field of an object, or of all objects of a list.',
  examples: [['$spread({ "a": 1, "b": 2 })', [{ a: 1 }, { b: 2 }]]],
  parameters: ['object'],
  returns: (value: unknown) => (isArray(value) && value.some((item) => spreadOf(item) !== undefined) ? 'value' : 'sequence'),
  implement: (value: unknown) => spreadOf(value),
})

function spreadOf(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  const list: unknown[] = []
  if (isArray(value)) {
    charge(value.length)
    for (const item of value) append(list, spreadOf(item))
  } else {
    for (const key of fieldsOf(value)) list.push(setOwn({}, key, (value as Record<string, unknown>)[key]))
  }
  return list
}
