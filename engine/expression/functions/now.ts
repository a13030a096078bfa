import { formatDate } from '../pictures/date.ts'
import { instant } from '../runtime/evaluation.ts'
import { defineFunction } from './definition.ts'

export const now = defineFunction({
  name: 'now',
  signature: '<s?s?:s>',
  summary: 'The moment of the evaluation as text; it does not pass while it runs.',
  examples: [['$now() = $now()', true]],
  parameters: ['picture', 'offset'],
  isPure: false,
  implement: (picture?: string, offset?: string) => formatDate(instant(), picture, offset),
})
