import { defineFunction } from './definition.ts'
import { unwrapped } from '../runtime/list.ts'
import { json } from '../runtime/json.ts'
import { stringify } from '../runtime/text.ts'

export const string = defineFunction({
  name: 'string',
  signature: '<x-b?:s>',
  summary: 'A value as text: text as it is, anything else as JSON, a function as empty text. Numbers are written with 15 digits.',
  examples: [
    ['$string(5)', '5'],
    ['$string([1, 2])', '[1,2]'],
    ['$string(0.1 + 0.2)', '0.3'],
  ],
  parameters: ['value', 'indented'],
  arity: 1,
  implement: (given: unknown, indented?: boolean) => {
    const value = unwrapped(given)
    if (value === undefined) return undefined
    return indented && typeof value === 'object' ? json(value, 2) : stringify(value)
  },
})
