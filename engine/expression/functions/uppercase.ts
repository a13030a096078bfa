import { scanned } from '../runtime/search.ts'
import { defineFunction } from './definition.ts'

export const uppercase = defineFunction({
  name: 'uppercase',
  signature: '<s-:s>',
  summary: 'A text in upper case.',
  examples: [["$uppercase('Ab')", 'AB']],
  parameters: ['text'],
  isTotal: true,
  isStrict: true,
  implement: (text?: string) => (text === undefined ? undefined : scanned(text).toUpperCase()),
})
