import { fieldsOf, setOwn } from '../runtime/object.ts'
import { defineFunction } from './definition.ts'

export const merge = defineFunction({
  name: 'merge',
  signature: '<a<o>:o>',
  summary: 'The fields of some objects in one; later ones win.',
  examples: [['$merge([{ "a": 1, "b": 1 }, { "b": 2 }])', { a: 1, b: 2 }]],
  parameters: ['objects'],
  implement: (objects?: Record<string, unknown>[]) => {
    if (objects === undefined) return undefined
    const merged: Record<string, unknown> = {}
    for (const object of objects) {
      for (const key of fieldsOf(object)) setOwn(merged, key, object[key])
    }
    return merged
  },
})
