import { characterCount, sliceCharacters } from '../runtime/characters.ts'
import { chargeText } from '../runtime/meter.ts'
import { defineFunction } from './definition.ts'

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
  return sliceCharacters(characters.repeat(Math.ceil(count / characterCount(characters))), 0, count)
}
