import { evaluation } from '../runtime/evaluation.ts'
import { defineFunction } from './definition.ts'

export const random = defineFunction({
  name: 'random',
  signature: '<:n>',
  summary: 'A random number from 0 to below 1.',
  examples: [['$random() < 1', true]],
  parameters: [],
  isPure: false,
  implement: () => evaluation.random(),
})
