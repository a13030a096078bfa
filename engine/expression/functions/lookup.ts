import { isArray } from '../runtime/list.ts'
import { lookupEach, own } from '../runtime/read.ts'
import { defineFunction } from './definition.ts'

export const lookup = defineFunction({
  name: 'lookup',
  signature: '<x-s:x>',
  summary: 'The value of a key that is computed, in an object or in each object of a list.',
  examples: [["$lookup({ 'red': 1, 'blue': 2 }, 'blue')", 2]],
  parameters: ['object', 'key'],
  returns: (value: unknown) => (isArray(value) ? 'sequence' : 'value'),
  implement: (value: unknown, key?: string) => (isArray(value) ? lookupEach(value, String(key)) : own(value, String(key))),
})
