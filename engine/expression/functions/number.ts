import { raise } from '../runtime/error.ts'
import { readNumber } from '../runtime/read-number.ts'
import { defineFunction } from './definition.ts'

export const number = defineFunction({
  name: 'number',
  signature: '<(nsb)-:n>',
  summary: 'A text as a number (decimal, 0x, 0o or 0b); true is 1 and false 0.',
  examples: [
    ["$number('-12.5')", -12.5],
    ["$number('0x1f')", 31],
    ['$number(true)', 1],
  ],
  parameters: ['value'],
  implement: (value?: number | string | boolean) => {
    if (value === undefined || typeof value === 'number') return value
    if (typeof value === 'boolean') return value ? 1 : 0
    const read = readNumber(value)
    if (read !== undefined) return read
    // As in JSONata, which looks for the end only behind a binary number.
    if (/^(0[xX][0-9A-Fa-f]+)|(0[oO][0-7]+)|(0[bB][0-1]+)$/.test(value)) return Number(value)
    return raise('D3030', { value, index: 1 })
  },
})
