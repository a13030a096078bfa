import { defineFunction } from './definition.ts'

export const floor = defineFunction({
  name: 'floor',
  signature: '<n-:n>',
  summary: 'A number rounded down to an integer.',
  examples: [['$floor(-5.3)', -6]],
  parameters: ['number'],
  isTotal: true,
  isStrict: true,
  implement: (number?: number) => (number === undefined ? undefined : Math.floor(number)),
})
