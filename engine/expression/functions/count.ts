import { defineFunction } from './definition.ts'

export const count = defineFunction({
  name: 'count',
  signature: '<a:n>',
  summary: 'The number of items of a list; nothing has none, and a single value is one.',
  examples: [
    ['$count([5, 6])', 2],
    ["$count('text')", 1],
    ['$count(missing)', 0],
  ],
  parameters: ['list'],
  isTotal: true,
  implement: (list?: unknown[]) => (list === undefined ? 0 : list.length),
})
