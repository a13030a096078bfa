import { defineFunction } from './definition.ts'

export const exists = defineFunction({
  name: 'exists',
  signature: '<x:b>',
  summary: 'Whether there is a value; null is one.',
  examples: [
    ['$exists(missing)', false],
    ['$exists(null)', true],
  ],
  parameters: ['value'],
  implement: (value: unknown) => value !== undefined,
})
