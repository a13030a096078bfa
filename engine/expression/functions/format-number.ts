import { defaultSymbols, numberPicture, type NumberSymbols } from '../pictures/number.ts'
import { remembering } from '../pictures/remembering.ts'
import { checkPicture } from '../runtime/meter.ts'
import { raise } from '../runtime/error.ts'
import { defineFunction } from './definition.ts'

export const formatNumber = defineFunction({
  name: 'formatNumber',
  signature: '<n-so?:s>',
  summary: 'A number as a picture shows it; the options replace its symbols.',
  examples: [
    ["$formatNumber(12345.6, '#,###.00')", '12,345.60'],
    ["$formatNumber(0.14, '01%')", '14%'],
    ["$formatNumber(-3, '#;(#)')", '(3)'],
    ["$formatNumber(1234.5, '#.##0,00', { 'decimal-separator': ',', 'grouping-separator': '.' })", '1.234,50'],
  ],
  parameters: ['number', 'picture', 'options'],
  implement: (number?: number, picture?: string, options?: Partial<NumberSymbols>) => {
    if (number === undefined) return undefined
    if (picture === undefined) return raise('T0410', { index: 2 })
    checkPicture(picture)
    return options === undefined ? usualPicture(picture)(number) : numberPicture(picture, { ...defaultSymbols, ...options })(number)
  },
})

const usualPicture = remembering((picture) => numberPicture(picture))
