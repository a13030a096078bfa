import { raise } from '../runtime/error.ts'
import { defineFunction } from './definition.ts'

export const error = defineFunction({
  name: 'error',
  signature: '<s?:x>',
  summary: 'Ends the evaluation with a message.',
  examples: [["true ? 1 : $error('never')", 1]],
  parameters: ['message'],
  implement: (message?: string) => raise('D3137', { text: message || '$error() function evaluated' }),
})
