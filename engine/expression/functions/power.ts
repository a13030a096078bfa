import { raise } from '../runtime/error.ts'
import { defineFunction } from './definition.ts'

export const power = defineFunction({
  name: 'power',
  signature: '<n-n:n>',
  summary: 'A number to the power of another.',
  examples: [['$power(2, 8)', 256]],
  parameters: ['base', 'exponent'],
  implement: (base?: number, exponent?: number) => {
    if (base === undefined) return undefined
    const result = base ** exponent!
    return Number.isFinite(result) ? result : raise('D3061', { value: base, exp: exponent, index: 1 })
  },
})
