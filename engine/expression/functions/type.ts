import { isNumber } from '../runtime/operators.ts'
import { letterOf } from '../runtime/signature.ts'
import { defineFunction } from './definition.ts'

export const type = defineFunction({
  name: 'type',
  signature: '<x:s>',
  summary: 'The type of a value: null, number, string, boolean, array, object or function.',
  examples: [
    ['$type([1])', 'array'],
    ['$type(null)', 'null'],
  ],
  parameters: ['value'],
  // What is no number is an object to JSONata, for want of anything else.
  implement: (value: unknown) => (typeof value === 'number' && !isNumber(value) ? 'object' : typeNames[letterOf(value)]),
})

const typeNames = Object.fromEntries(
  ['null', 'number', 'string', 'boolean', 'array', 'object', 'function'].map((name) => [name === 'null' ? 'l' : name[0]!, name]),
)
