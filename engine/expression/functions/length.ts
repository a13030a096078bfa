import { characterCount } from '../runtime/characters.ts'
import { defineFunction } from './definition.ts'

export const length = defineFunction({
  name: 'length',
  signature: '<s-:n>',
  summary: 'The number of characters of a text.',
  examples: [["$length('hello')", 5]],
  parameters: ['text'],
  isTotal: true,
  isStrict: true,
  implement: (text?: string) => (text === undefined ? undefined : characterCount(text)),
})
