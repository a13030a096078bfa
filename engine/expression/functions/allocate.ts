import { allocateMoney } from '../runtime/decimal.ts'
import { raise } from '../runtime/error.ts'
import { charge } from '../runtime/meter.ts'
import { checkDecimals } from '../runtime/number.ts'
import { defineFunction } from './definition.ts'

export const allocate = defineFunction({
  name: 'allocate',
  signature: '<na<n>n?:a<n>>',
  summary: 'A total shared out by weights, so that the shares add up to it. Weights that are all 0 share equally.',
  examples: [
    ['$allocate(1, [1, 1, 1])', [0.34, 0.33, 0.33]],
    ['$allocate(10, [1, 3])', [2.5, 7.5]],
    ['$allocate(0.05, [0, 0])', [0.03, 0.02]],
  ],
  parameters: ['total', 'weights', 'decimals'],
  implement: (total?: number, weights?: number[], decimals = 2) => {
    if (total === undefined || weights === undefined) return undefined
    charge(weights.length * 10)
    return allocateMoney(total, weights, checkDecimals(decimals)) ?? raise('expression.out-of-range', { value: weights, index: 2 })
  },
})
