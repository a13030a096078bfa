import { scanned } from '../runtime/search.ts'
import { raise } from '../runtime/error.ts'
import { defineFunction } from './definition.ts'

export const decodeUrl = defineFunction({
  name: 'decodeUrl',
  signature: '<s-:s>',
  summary: 'The text that a whole URL stands for.',
  examples: [["$decodeUrl('https://x.example/a%20b')", 'https://x.example/a b']],
  parameters: ['text'],
  implement: (text?: string) => {
    if (text === undefined) return undefined
    scanned(text)
    try {
      return decodeURI(text)
    } catch {
      return raise('D3140', { value: text, functionName: 'decodeUrl' })
    }
  },
})
