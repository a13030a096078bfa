import { charge, chargeText } from '../runtime/meter.ts'
import { defineFunction } from './definition.ts'

export const join = defineFunction({
  name: 'join',
  signature: '<a<s>s?:s>',
  summary: 'Texts in one, with a separator between them.',
  examples: [["$join(['a', 'b', 'c'], '-')", 'a-b-c']],
  parameters: ['texts', 'separator'],
  implement: (texts?: string[], separator = '') => {
    if (texts === undefined) return undefined
    charge(texts.length)
    let size = separator.length * texts.length
    for (let index = 0; index < texts.length; index++) size += texts[index]!.length
    chargeText(size, 'join')
    return texts.join(separator)
  },
})
