import { scanned } from '../runtime/search.ts'
import { raise } from '../runtime/error.ts'
import { defineFunction } from './definition.ts'

export const decodeUrlComponent = defineFunction({
  name: 'decodeUrlComponent',
  signature: '<s-:s>',
  summary: 'The text that one part of a URL stands for.',
  examples: [["$decodeUrlComponent('a%20b%26c')", 'a b&c']],
  parameters: ['text'],
  implement: (text?: string) => {
    if (text === undefined) return undefined
    scanned(text)
    try {
      return decodeURIComponent(text)
    } catch {
      return raise('D3140', { value: text, functionName: 'decodeUrlComponent' })
    }
  },
})
