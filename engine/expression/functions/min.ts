import { charge } from '../runtime/meter.ts'
import { defineFunction } from './definition.ts'

export const min = defineFunction({
  name: 'min',
  signature: '<a<n>:n>',
  summary: 'The smallest of some numbers.',
  examples: [['$min([3, 8, 5])', 3]],
  parameters: ['numbers'],
  isTotal: true,
  implement: (numbers?: number[]) => {
    if (numbers === undefined) return undefined
    charge(numbers.length)
    let found = numbers[0]
    for (let index = 1; index < numbers.length; index++) found = Math.min(found!, numbers[index]!)
    return found
  },
})
