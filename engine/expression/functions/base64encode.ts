import { bytesToBase64 } from '../runtime/base64.ts'
import { chargeText } from '../runtime/meter.ts'
import { defineFunction } from './definition.ts'

export const base64encode = defineFunction({
  name: 'base64encode',
  signature: '<s-:s>',
  summary: 'A text as base64; each character counts as one byte.',
  examples: [["$base64encode('hello')", 'aGVsbG8=']],
  parameters: ['text'],
  implement: (text?: string) => {
    if (text === undefined) return undefined
    chargeText(Math.ceil(text.length / 3) * 4, 'base64encode')
    return bytesToBase64(text)
  },
})
