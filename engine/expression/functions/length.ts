import { defineFunction } from './definition.ts'
import { hasSurrogates } from './substring.ts'

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

export function characterCount(text: string): number {
  return hasSurrogates(text) ? Array.from(text).length : text.length
}
