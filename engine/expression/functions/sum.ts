import { charge } from '../runtime/meter.ts'
import { defineFunction } from './definition.ts'

export const sum = defineFunction({
  name: 'sum',
  signature: '<a<n>:n>',
  summary: 'Adds numbers.',
  examples: [['$sum([1, 2, 3.5])', 6.5]],
  parameters: ['numbers'],
  isTotal: true,
  implement: (numbers?: number[]) => numbers && total(numbers),
})

export function total(numbers: readonly number[]): number {
  charge(numbers.length)
  let sum = 0
  for (let index = 0; index < numbers.length; index++) sum += numbers[index]!
  return sum
}
