import { raise } from '../runtime/error.ts'
import { callEach, type Callback } from '../runtime/higher-order.ts'
import { isTrue } from '../runtime/operators.ts'
import { defineFunction } from './definition.ts'

export const single = defineFunction({
  name: 'single',
  signature: '<af?>',
  summary: 'The one item of a list for which a function holds; an error if there is none, or another.',
  examples: [['$single([1, 2, 3], function($n) { $n > 2 })', 3]],
  parameters: ['list', 'function'],
  implement: (list?: unknown[], callback: Callback = always) => {
    if (list === undefined) return undefined
    let found: { item: unknown } | undefined
    callEach(list, callback, (holds, item, index) => {
      if (!isTrue(holds)) return
      if (found) raise('D3138', { index })
      found = { item }
    })
    return found ? found.item : raise('D3139')
  },
})

const always = () => true
