import { isArray } from '../runtime/list.ts'
import { chargeItems } from '../runtime/meter.ts'
import { defineFunction } from './definition.ts'

export const zip = defineFunction({
  name: 'zip',
  signature: '<a+>',
  summary: 'The first items of some lists together, then the second ones, as far as the shortest goes.',
  examples: [
    [
      '$zip([1, 2], [3, 4])',
      [
        [1, 3],
        [2, 4],
      ],
    ],
  ],
  parameters: ['lists'],
  arity: 0,
  implement: (...lists: (unknown[] | undefined)[]) => {
    const length = Math.min(...lists.map((list) => (isArray(list) ? list.length : 0)))
    chargeItems(length * lists.length)
    return Array.from({ length }, (_, index) => lists.map((list) => list![index]))
  },
})
