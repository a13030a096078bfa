import { raise } from '../runtime/error.ts'
import { defineFunction } from './definition.ts'

export const sqrt = defineFunction({
  name: 'sqrt',
  signature: '<n-:n>',
  summary: 'The square root of a number.',
  examples: [['$sqrt(9)', 3]],
  parameters: ['number'],
  implement: (number?: number) => {
    if (number === undefined) return undefined
    return number < 0 ? raise('D3060', { value: number, index: 1 }) : Math.sqrt(number)
  },
})
