import { scanned } from '../runtime/search.ts'
import { defineFunction } from './definition.ts'

export const lowercase = defineFunction({
  name: 'lowercase',
  signature: '<s-:s>',
  summary: 'A text in lower case.',
  examples: [["$lowercase('Ab')", 'ab']],
  parameters: ['text'],
  isTotal: true,
  isStrict: true,
  implement: (text?: string) => (text === undefined ? undefined : scanned(text).toLowerCase()),
})
