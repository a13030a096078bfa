import { indexIn } from '../runtime/search.ts'
import { defineFunction } from './definition.ts'

export const substringAfter = defineFunction({
  name: 'substringAfter',
  signature: '<s-s:s>',
  summary: 'The text after the first occurrence of another; the whole text where there is none.',
  examples: [
    ["$substringAfter('a-b-c', '-')", 'b-c'],
    ["$substringAfter('abc', '-')", 'abc'],
  ],
  parameters: ['text', 'characters'],
  isTotal: true,
  isStrict: true,
  implement: (text?: string, characters = 'undefined') => {
    if (text === undefined) return undefined
    const at = indexIn(text, characters)
    return at === -1 ? text : text.slice(at + characters.length)
  },
})
