import { defineFunction } from './definition.ts'

export const ceil = defineFunction({
  name: 'ceil',
  signature: '<n-:n>',
  summary: 'A number rounded up to an integer.',
  examples: [['$ceil(-5.3)', -5]],
  parameters: ['number'],
  isTotal: true,
  isStrict: true,
  implement: (number?: number) => (number === undefined ? undefined : Math.ceil(number)),
})
