import { callFree } from '../runtime/call.ts'
import { raise } from '../runtime/error.ts'
import type { Callback } from '../runtime/higher-order.ts'
import { charge } from '../runtime/meter.ts'
import { defineFunction } from './definition.ts'

export const reduce = defineFunction({
  name: 'reduce',
  signature: '<afj?:j>',
  summary: 'One value from a list: a function is given what was made so far and the next item (and the index, and the list).',
  examples: [['$reduce([1, 2, 3, 4], function($product, $n) { $product * $n })', 24]],
  parameters: ['list', 'function', 'start'],
  implement: (list?: unknown[], callback?: Callback, start?: unknown) => {
    if (list === undefined) return undefined
    if (callback!.length < 2) raise('D3050', { index: 1 })
    const takesFirst = start === undefined && list.length > 0
    let result = takesFirst ? list[0] : start
    for (let index = takesFirst ? 1 : 0; index < list.length; index++) {
      charge(1)
      result = callFree(callback!, ...[result, list[index], index, list].slice(0, Math.min(callback!.length, 4)))
    }
    return result
  },
})
