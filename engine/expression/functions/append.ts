import { raise } from '../runtime/error.ts'
import { isArray } from '../runtime/list.ts'
import { charge, meter } from '../runtime/meter.ts'
import { defineFunction } from './definition.ts'

export const append = defineFunction({
  name: 'append',
  signature: '<xx:a>',
  summary: 'The items of two lists, or single values, in one list.',
  examples: [
    ['$append([1, 2], [3])', [1, 2, 3]],
    ['$append(1, 2)', [1, 2]],
  ],
  parameters: ['first', 'second'],
  implement: (first: unknown, second: unknown) => {
    if (first === undefined) return second
    if (second === undefined) return first
    const [left, right] = [isArray(first) ? first : [first], isArray(second) ? second : [second]]
    const size = left.length + right.length
    if (size > meter.limits.sequence) raise('D2015', { value: size })
    charge(size)
    return [...left, ...right]
  },
})
