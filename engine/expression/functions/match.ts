import { raise } from '../runtime/error.ts'
import { eachMatch, type Matcher } from '../runtime/matcher.ts'
import { checkItems } from '../runtime/meter.ts'
import { defineFunction } from './definition.ts'

export const match = defineFunction({
  name: 'match',
  signature: '<s-f<s:o>n?:a<o>>',
  summary: 'All matches of a regular expression in a text, each with its groups.',
  examples: [["$match('ab12', /[a-z]([0-9])/)", { match: 'b1', index: 1, groups: ['1'] }]],
  parameters: ['text', 'pattern', 'limit'],
  returns: 'sequence',
  implement: (text?: string, pattern?: Matcher, limit = Infinity) => {
    if (text === undefined) return undefined
    if (limit < 0) raise('D3040', { value: limit, index: 3 })
    const found: unknown[] = []
    if (limit <= 0) return found
    eachMatch(pattern!, text, limit, ({ match, start, groups }) => {
      found.push({ match, index: start, groups })
      checkItems(found.length)
    })
    return found
  },
})
