import { ExpressionError } from '../runtime/error.ts'
import { warn } from '../runtime/evaluation.ts'
import { charge } from '../runtime/meter.ts'
import { defineFunction } from './definition.ts'

export const json = defineFunction({
  name: 'json',
  signature: '<s-:x>',
  summary: 'The value that a text holds as JSON. Broken text gives nothing, and a warning.',
  examples: [
    ['$json(\'{"a": 1}\').a', 1],
    ["$exists($json('{'))", false],
  ],
  parameters: ['text'],
  warns: true,
  implement: (text?: string) => {
    if (text === undefined) return undefined
    charge(text.length >>> 4)
    try {
      return JSON.parse(text) as unknown
    } catch {
      return warn(new ExpressionError('expression.json-broken'))
    }
  },
})
