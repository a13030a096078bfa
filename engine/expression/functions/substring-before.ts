import { indexIn } from '../runtime/search.ts'
import { defineFunction } from './definition.ts'

export const substringBefore = defineFunction({
  name: 'substringBefore',
  signature: '<s-s:s>',
  summary: 'The text before the first occurrence of another; the whole text where there is none.',
  examples: [
    ["$substringBefore('a-b-c', '-')", 'a'],
    ["$substringBefore('abc', '-')", 'abc'],
  ],
  parameters: ['text', 'characters'],
  isTotal: true,
  isStrict: true,
  implement: (text?: string, characters = 'undefined') => {
    if (text === undefined) return undefined
    const at = indexIn(text, characters)
    return at === -1 ? text : text.slice(0, at)
  },
})
