import { close } from '../runtime/list.ts'
import { charge } from '../runtime/meter.ts'
import { defineFunction } from './definition.ts'

export const reverse = defineFunction({
  name: 'reverse',
  signature: '<a:a>',
  summary: 'The items of a list from the last to the first.',
  examples: [['$reverse([1, 2, 3])', [3, 2, 1]]],
  parameters: ['list'],
  isTotal: true,
  implement: (list?: unknown[]) => {
    if (list === undefined || list.length <= 1) return close(list)
    charge(list.length)
    return list.slice().reverse()
  },
})
