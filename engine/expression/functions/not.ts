import { isTrue } from '../runtime/operators.ts'
import { defineFunction } from './definition.ts'

export const not = defineFunction({
  name: 'not',
  signature: '<x-:b>',
  summary: 'The opposite of $boolean. Of nothing it is nothing, which counts as false: give settings a default.',
  examples: [
    ['$not(0)', true],
    ['$exists($not(missing))', false],
  ],
  parameters: ['value'],
  implement: (value: unknown) => (value === undefined ? undefined : !isTrue(value)),
})
