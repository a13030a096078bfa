import { json } from '../runtime/json.ts'
import { unwrapped } from '../runtime/list.ts'
import { charge } from '../runtime/meter.ts'
import { defineFunction } from './definition.ts'

export const clone = defineFunction({
  name: 'clone',
  signature: '<(oa)-:o>',
  summary: 'A copy of an object or a list, as JSON keeps it.',
  examples: [['$clone({ "a": [1] })', { a: [1] }]],
  parameters: ['value'],
  implement: (value?: object) => {
    if (value === undefined) return undefined
    const text = json(unwrapped(value))
    charge(text.length >>> 6)
    return JSON.parse(text) as unknown
  },
})
