import { callFree } from '../runtime/call.ts'
import { raise } from '../runtime/error.ts'
import type { Callback } from '../runtime/higher-order.ts'
import { isNumber } from '../runtime/operators.ts'
import { isTrulyTrue, mergeSort, sortPlain } from '../runtime/sort.ts'
import { defineFunction } from './definition.ts'

export const sort = defineFunction({
  name: 'sort',
  signature: '<af?:a>',
  summary: 'A list in order: numbers, texts, or anything by a function that tells whether its first argument comes after its second.',
  examples: [
    ['$sort([3, 1, 2])', [1, 2, 3]],
    ['$sort([3, 1, 2], function($a, $b) { $a < $b })', [3, 2, 1]],
  ],
  parameters: ['list', 'comesAfter'],
  implement: (list?: unknown[], comesAfter?: Callback) => {
    if (list === undefined || list.length <= 1) return list
    if (comesAfter) return mergeSort(list, (left, right) => isTrulyTrue(callFree(comesAfter, left, right)))
    if (!list.every(isNumber) && !list.every((item) => typeof item === 'string')) raise('D3070', { index: 1 })
    return sortPlain(list as string[])
  },
})
