import { formatWithPicture, integerPicture } from '../pictures/integer.ts'
import { raise } from '../runtime/error.ts'
import { defineFunction } from './definition.ts'

export const formatInteger = defineFunction({
  name: 'formatInteger',
  signature: '<n-s:s>',
  summary: 'An integer as a picture shows it: digits, letters (A), roman (I), words (w), ordinals (;o).',
  examples: [
    ["$formatInteger(2789, 'w')", 'two thousand, seven hundred and eighty-nine'],
    ["$formatInteger(1999, 'I')", 'MCMXCIX'],
    ["$formatInteger(12, '000')", '012'],
  ],
  parameters: ['number', 'picture'],
  implement: (number?: number, picture?: string) =>
    number === undefined ? undefined : formatWithPicture(Math.floor(number), integerPicture(picture ?? raise('T0410', { index: 2 }))),
})
