import { charge, chargeText } from '../runtime/meter.ts'
import { defineFunction } from './definition.ts'

/** So few that adding them one by one is quicker. */
const fewTexts = 12

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
    if (texts.length > fewTexts) return texts.join(separator)
    let text = texts.length > 0 ? texts[0]! : ''
    for (let index = 1; index < texts.length; index++) text += separator + texts[index]!
    return text
  },
})
