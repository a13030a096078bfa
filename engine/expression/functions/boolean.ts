import { isTrue } from '../runtime/operators.ts'
import { defineFunction } from './definition.ts'

export const boolean = defineFunction({
  name: 'boolean',
  signature: '<x-:b>',
  summary: 'Whether a value counts as true: text and objects that are not empty, numbers but 0, lists with an item that does.',
  examples: [
    ["$boolean('')", false],
    ['$boolean([0, 1])', true],
  ],
  parameters: ['value'],
  implement: (value: unknown) => (value === undefined ? undefined : isTrue(value)),
})
