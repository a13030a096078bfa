import { charge } from '../runtime/meter.ts'
import { defineFunction } from './definition.ts'

export const max = defineFunction({
  name: 'max',
  signature: '<a<n>:n>',
  summary: 'The largest of some numbers.',
  examples: [['$max([3, 8, 5])', 8]],
  parameters: ['numbers'],
  isTotal: true,
  implement: (numbers?: number[]) => {
    if (numbers === undefined) return undefined
    charge(numbers.length)
    let found = numbers[0]
    for (let index = 1; index < numbers.length; index++) found = Math.max(found!, numbers[index]!)
    return found
  },
})
