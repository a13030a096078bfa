import { roundMoney } from '../runtime/decimal.ts'
import { checkDecimals } from '../runtime/number.ts'
import { defineFunction } from './definition.ts'

export const money = defineFunction({
  name: 'money',
  signature: '<n-n?:n>',
  summary: 'An amount rounded to some decimals (2 if not said), half away from zero, on its decimal text.',
  examples: [
    ['$money(2.345)', 2.35],
    ['$money(-0.005)', -0.01],
    ['$money(1.23456, 4)', 1.2346],
  ],
  parameters: ['amount', 'decimals'],
  implement: (amount?: number, decimals = 2) => (amount === undefined ? undefined : roundMoney(amount, checkDecimals(decimals))),
})
