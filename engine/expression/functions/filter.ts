import { callEach, type Callback } from '../runtime/higher-order.ts'
import { isTrue } from '../runtime/operators.ts'
import { defineFunction } from './definition.ts'

export const filter = defineFunction({
  name: 'filter',
  signature: '<af>',
  summary: 'The items of a list for which a function holds. It is given the item, its index and the list.',
  examples: [['$filter([1, 2, 3, 4], function($n) { $n > 2 })', [3, 4]]],
  parameters: ['list', 'function'],
  returns: 'sequence',
  implement: (list?: unknown[], callback?: Callback) => {
    if (list === undefined) return undefined
    const kept: unknown[] = []
    callEach(list, callback!, (holds, item) => {
      if (isTrue(holds)) kept.push(item)
    })
    return kept
  },
})
