import { distinctValue } from '../runtime/distinct.ts'
import { isMarked } from '../runtime/list.ts'
import { defineFunction } from './definition.ts'

export const distinct = defineFunction({
  name: 'distinct',
  signature: '<x:x>',
  summary: 'The items of a list, each once.',
  examples: [['$distinct([1, 2, 1])', [1, 2]]],
  parameters: ['list'],
  // A sequence of one is one that [] has kept.
  returns: (list: unknown) => (isMarked(list) && list.length > 1 ? 'sequence' : 'value'),
  implement: distinctValue,
})
