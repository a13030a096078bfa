import { instant } from '../runtime/evaluation.ts'
import { defineFunction } from './definition.ts'

export const millis = defineFunction({
  name: 'millis',
  signature: '<:n>',
  summary: 'The moment of the evaluation in milliseconds since 1970; it does not pass while it runs.',
  examples: [['$millis() = $millis()', true]],
  parameters: [],
  isPure: false,
  implement: () => instant(),
})
