import { characterCount, sliceCharacters } from '../runtime/characters.ts'
import { defineFunction } from './definition.ts'

export const substring = defineFunction({
  name: 'substring',
  signature: '<s-nn?:s>',
  summary: 'A part of a text, by characters from 0; a negative start counts from the end.',
  examples: [
    ["$substring('hello', 1, 3)", 'ell'],
    ["$substring('hello', -3)", 'llo'],
  ],
  parameters: ['text', 'start', 'length'],
  isTotal: true,
  isStrict: true,
  implement: (text?: string, start?: number, length?: number) => {
    if (text === undefined) return undefined
    if (length !== undefined && length <= 0) return ''
    const from = start! < 0 && characterCount(text) + start! < 0 ? 0 : start!
    const end = length === undefined ? undefined : from >= 0 ? from + length : characterCount(text) + from + length
    return sliceCharacters(text, from, end)
  },
})
