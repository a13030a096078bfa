import { roundHalfEven } from '../runtime/number.ts'
import { defineFunction } from './definition.ts'

export const round = defineFunction({
  name: 'round',
  signature: '<n-n?:n>',
  summary: 'A number rounded to some decimals, half to even. For money use $money, which rounds half up.',
  examples: [
    ['$round(123.456, 2)', 123.46],
    ['$round(2.5)', 2],
    ['$round(1250, -2)', 1200],
  ],
  parameters: ['number', 'decimals'],
  isTotal: true,
  isStrict: true,
  implement: (number?: number, decimals?: number) => (number === undefined ? undefined : roundHalfEven(number, decimals)),
})
