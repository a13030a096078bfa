import { raise } from '../runtime/error.ts'
import { roundHalfEven } from '../runtime/number.ts'
import { defineFunction } from './definition.ts'

export const formatBase = defineFunction({
  name: 'formatBase',
  signature: '<n-n?:s>',
  summary: 'An integer in another base, from 2 to 36.',
  examples: [['$formatBase(255, 16)', 'ff']],
  parameters: ['number', 'base'],
  implement: (number?: number, base = 10) => {
    if (number === undefined) return undefined
    const radix = roundHalfEven(base)
    if (radix < 2 || radix > 36) raise('D3100', { value: radix })
    return roundHalfEven(number).toString(radix)
  },
})
