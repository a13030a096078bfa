import { raise } from '../runtime/error.ts'
import { chargeText } from '../runtime/meter.ts'
import { defineFunction } from './definition.ts'

export const encodeUrl = defineFunction({
  name: 'encodeUrl',
  signature: '<s-:s>',
  summary: 'A text as a whole URL: what separates its parts stays.',
  examples: [["$encodeUrl('https://x.example/a b?c=d')", 'https://x.example/a%20b?c=d']],
  parameters: ['text'],
  implement: (text?: string) => {
    if (text === undefined) return undefined
    chargeText(text.length * 3, 'encodeUrl')
    try {
      return encodeURI(text)
    } catch {
      return raise('D3140', { value: text, functionName: 'encodeUrl' })
    }
  },
})
