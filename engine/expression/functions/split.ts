import { partsBetween } from '../runtime/search.ts'
import { raise } from '../runtime/error.ts'
import { eachMatch, type Matcher } from '../runtime/matcher.ts'
import { chargeItems, checkItems, meter } from '../runtime/meter.ts'
import { defineFunction } from './definition.ts'

export const split = defineFunction({
  name: 'split',
  signature: '<s-(sf)n?:a<s>>',
  summary: 'The parts of a text between separators.',
  examples: [
    ["$split('a,b,c', ',')", ['a', 'b', 'c']],
    ["$split('a, b;c', /[,;] */)", ['a', 'b', 'c']],
    ["$split('a,b,c', ',', 2)", ['a', 'b']],
  ],
  parameters: ['text', 'separator', 'limit'],
  implement: (text?: string, separator?: string | Matcher, limit = Infinity) => {
    if (text === undefined) return undefined
    if (limit < 0) raise('D3020', { value: limit, index: 3 })
    if (limit <= 0) return []
    return typeof separator === 'function' ? splitAtMatches(text, separator, limit) : splitAtText(text, separator, limit)
  },
})

function splitAtText(text: string, separator: string | undefined, limit: number): string[] {
  if (separator === undefined) return [text]
  const parts = partsBetween(text, separator, Math.min(limit, meter.limits.sequence + 1))
  chargeItems(parts.length)
  return parts
}

function splitAtMatches(text: string, separator: Matcher, limit: number): string[] {
  const parts: string[] = []
  let position = 0
  eachMatch(separator, text, limit, ({ start, end }) => {
    parts.push(text.slice(position, Math.max(start, position)))
    checkItems(parts.length)
    position = end
  })
  if (parts.length < limit) parts.push(text.slice(position))
  return parts
}
