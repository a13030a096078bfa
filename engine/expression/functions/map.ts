import { callEach, type Callback } from '../runtime/higher-order.ts'
import { defineFunction } from './definition.ts'

export const map = defineFunction({
  name: 'map',
  signature: '<af>',
  summary: 'What a function makes of each item of a list. It is given the item, its index and the list.',
  examples: [['$map([1, 2, 3], function($n) { $n * 2 })', [2, 4, 6]]],
  parameters: ['list', 'function'],
  returns: 'sequence',
  implement: (list?: unknown[], callback?: Callback) => {
    if (list === undefined) return undefined
    const results: unknown[] = []
    callEach(list, callback!, (result) => {
      if (result !== undefined) results.push(result)
    })
    return results
  },
})
