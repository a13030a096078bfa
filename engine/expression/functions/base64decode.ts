import { base64ToBytes } from '../runtime/base64.ts'
import { charge, chargeText } from '../runtime/meter.ts'
import { defineFunction } from './definition.ts'

export const base64decode = defineFunction({
  name: 'base64decode',
  signature: '<s-:s>',
  summary: 'The text that stands in base64; each byte is one character.',
  examples: [["$base64decode('aGVsbG8=')", 'hello']],
  parameters: ['text'],
  implement: (text?: string) => {
    if (text === undefined) return undefined
    chargeText(text.length, 'base64decode')
    charge(text.length >>> 2)
    return base64ToBytes(text)
  },
})
