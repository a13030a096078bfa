import { indexIn } from '../runtime/search.ts'
import { chargeSearch, firstMatch, nativePatternFor, type Matcher } from '../runtime/matcher.ts'
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
    return typeof pattern === 'string' ? indexIn(text, pattern) >= 0 : matches(pattern, text)
  },
})

function matches(matcher: Matcher, text: string): boolean {
  const pattern = nativePatternFor(matcher, text)
  if (pattern) {
    chargeSearch(pattern, text.length)
    pattern.native.lastIndex = 0
    return pattern.native.test(text)
  }
  return firstMatch(matcher, text) !== undefined
}
