import { matchesOf, type Matcher } from '../runtime/matcher.ts'
import { defineFunction } from './definition.ts'

export const contains = defineFunction({
  name: 'contains',
  signature: '<s-(sf):b>',
  summary: 'Tells whether a text holds another, or something that a regular expression matches.',
  examples: [
    ["$contains('abracadabra', 'bra')", true],
    ["$contains('abracadabra', /a.*a/)", true],
  ],
  parameters: ['text', 'pattern'],
  implement: (text?: string, pattern?: string | Matcher) => {
    if (text === undefined || pattern === undefined) return undefined
    return typeof pattern === 'string' ? text.includes(pattern) : !matchesOf(pattern, text).next().done
  },
})
