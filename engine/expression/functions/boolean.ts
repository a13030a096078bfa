import { isArray } from '../runtime/list.ts'
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
  implement: (value: unknown) => (isNothing(value) ? undefined : isTrue(value)),
})

/** A list of one stands for its item here, and that may be missing. */
function isNothing(value: unknown): boolean {
  return value === undefined || (isArray(value) && value.length === 1 && isNothing(value[0]))
}
