import { raise } from '../runtime/error.ts'
import { defineFunction } from './definition.ts'

export const assert = defineFunction({
  name: 'assert',
  signature: '<bs?:x>',
  summary: 'Ends the evaluation with a message unless a condition holds.',
  examples: [["$exists($assert(1 < 2, 'not so'))", false]],
  parameters: ['condition', 'message'],
  implement: (condition?: boolean, message?: string) =>
    condition ? undefined : raise('D3141', { text: message || '$assert() statement failed' }),
})
