import { raise } from '../runtime/error.ts'
import { chargeText } from '../runtime/meter.ts'
import { defineFunction } from './definition.ts'

export const encodeUrlComponent = defineFunction({
  name: 'encodeUrlComponent',
  signature: '<s-:s>',
  summary: 'A text as one part of a URL, such as the value of a parameter.',
  examples: [["$encodeUrlComponent('a b&c')", 'a%20b%26c']],
  parameters: ['text'],
  implement: (text?: string) => {
    if (text === undefined) return undefined
    chargeText(text.length * 3, 'encodeUrlComponent')
    try {
      return encodeURIComponent(text)
    } catch {
      return raise('D3140', { value: text, functionName: 'encodeUrlComponent' })
    }
  },
})
