import { defineFunction } from './definition.ts'

export const abs = defineFunction({
  name: 'abs',
  signature: '<n-:n>',
  summary: 'A number without its sign.',
  examples: [['$abs(-5)', 5]],
  parameters: ['number'],
  isTotal: true,
  isStrict: true,
  implement: (number?: number) => (number === undefined ? undefined : Math.abs(number)),
})
