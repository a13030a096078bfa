import { evaluation } from '../runtime/evaluation.ts'
import { charge } from '../runtime/meter.ts'
import { defineFunction } from './definition.ts'

export const shuffle = defineFunction({
  name: 'shuffle',
  signature: '<a:a>',
  summary: 'A list in random order.',
  examples: [['$count($shuffle([1, 2, 3]))', 3]],
  parameters: ['list'],
  isPure: false,
  implement: (list?: unknown[]) => {
    if (list === undefined || list.length <= 1) return list
    charge(list.length)
    const shuffled: unknown[] = []
    for (let index = 0; index < list.length; index++) {
      const place = Math.floor(evaluation.random() * (index + 1))
      shuffled[index] = shuffled[place]
      shuffled[place] = list[index]
    }
    return shuffled
  },
})
