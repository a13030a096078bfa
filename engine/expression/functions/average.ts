import { defineFunction } from './definition.ts'
import { total } from './sum.ts'

export const average = defineFunction({
  name: 'average',
  signature: '<a<n>:n>',
  summary: 'The mean of some numbers.',
  examples: [['$average([1, 2, 6])', 3]],
  parameters: ['numbers'],
  isTotal: true,
  implement: (numbers?: number[]) => (numbers === undefined || numbers.length === 0 ? undefined : total(numbers) / numbers.length),
})
