import { chargeText } from '../runtime/meter.ts'
import { defineFunction } from './definition.ts'
import { characterCount } from './length.ts'
import { hasSurrogates } from './substring.ts'

export const pad = defineFunction({
  name: 'pad',
  signature: '<s-ns?:s>',
  summary: 'A text filled up to a width: on the right, or on the left for a negative width.',
  examples: [
    ["$pad('7', -3, '0')", '007'],
    ["$pad('ab', 4)", 'ab  '],
  ],
  parameters: ['text', 'width', 'characters'],
  implement: (text?: string, width?: number, characters?: string) => {
    if (text === undefined) return undefined
    const wanted = Math.trunc(width!)
    const missing = Math.abs(wanted) - characterCount(text)
    if (!(missing > 0)) return text
    chargeText(text.length + missing, 'pad')
    const filling = fill(characters === undefined || characters === '' ? ' ' : characters, missing)
    return wanted > 0 ? text + filling : filling + text
  },
})

function fill(characters: string, count: number): string {
  if (!hasSurrogates(characters)) return characters.repeat(Math.ceil(count / characters.length)).slice(0, count)
  const each = Array.from(characters)
  return Array.from({ length: count }, (_, index) => each[index % each.length]).join('')
}
