import { partsBetween } from '../runtime/search.ts'
import { callFree, type FunctionValue } from '../runtime/call.ts'
import { raise } from '../runtime/error.ts'
import { chargeSearch, eachMatch, nativePatternFor, type Match, type Matcher } from '../runtime/matcher.ts'
import { chargeText, meter } from '../runtime/meter.ts'
import { defineFunction } from './definition.ts'

export const replace = defineFunction({
  name: 'replace',
  signature: '<s-(sf)(sf)n?:s>',
  summary: 'A text with each occurrence of another, or each match of a regular expression, replaced. $1 stands for the first group.',
  examples: [
    ["$replace('a-b-c', '-', '+')", 'a+b+c'],
    ["$replace('a-b-c', '-', '+', 1)", 'a+b-c'],
    ["$replace('John Smith', /(\\w+) (\\w+)/, '$2, $1')", 'Smith, John'],
  ],
  parameters: ['text', 'pattern', 'replacement', 'limit'],
  implement: (text?: string, pattern?: string | Matcher, replacement?: string | Replacer, limit = Infinity) => {
    if (text === undefined) return undefined
    if (pattern === '') raise('D3010', { value: pattern, index: 2 })
    if (limit < 0) raise('D3011', { value: limit, index: 4 })
    if (limit <= 0) return text
    return typeof pattern === 'string'
      ? replaceText(text, pattern, plainText(replacement), limit)
      : replaceMatches(text, pattern!, replacement, limit)
  },
})

/** A missing replacement is written out, as JSONata does. */
function plainText(replacement: unknown): string {
  return typeof replacement === 'function' ? raise('D3012', { value: replacement }) : String(replacement)
}

type Replacer = FunctionValue

function replaceText(text: string, pattern: string, replacement: string, limit: number): string {
  const parts = partsBetween(text, pattern, Infinity)
  const count = Math.min(parts.length - 1, Math.ceil(limit))
  if (count === 0) return text
  chargeText(text.length + count * (replacement.length - pattern.length), 'replace')
  return count === parts.length - 1
    ? parts.join(replacement)
    : parts.slice(0, count + 1).join(replacement) + pattern + parts.slice(count + 1).join(pattern)
}

function replaceMatches(text: string, pattern: Matcher, replacement: string | Replacer | undefined, limit: number): string {
  if (limit === Infinity && typeof replacement === 'string') {
    const quick = replaceAtOnce(text, pattern, replacement)
    if (quick !== undefined) return quick
  }
  let result = ''
  let position = 0
  eachMatch(pattern, text, limit, (match) => {
    const piece = typeof replacement === 'string' ? substitute(replacement, match) : replacement && callFree(replacement, match)
    if (typeof piece !== 'string') raise('D3012', { value: piece })
    chargeText(result.length + match.start - position + piece.length, 'replace')
    result += text.slice(position, Math.max(match.start, position)) + piece
    position = match.start + match.match.length
  })
  return result + text.slice(position)
}

/** By the engine itself, where its rules cannot be told from JSONata's and the result cannot grow too large. */
function replaceAtOnce(text: string, matcher: Matcher, replacement: string): string | undefined {
  const pattern = nativePatternFor(matcher, text)
  if (!pattern?.consumes || replacement.includes('$')) return undefined
  if (text.length * (replacement.length + 1) > meter.limits.text) return undefined
  chargeSearch(pattern, text.length)
  return text.replace(pattern.native, replacement)
}

/**
 * `$$` is a dollar, `$0` the match, `$12` group 12, or group 1 and a 2 where there are fewer than 12.
 * The rules are those of XPath, not of JavaScript.
 */
function substitute(replacement: string, { match, groups }: Match): string {
  if (!replacement.includes('$')) return replacement
  const mostDigits = groups.length === 0 ? 1 : Math.floor(Math.log10(groups.length)) + 1
  return replacement.replace(/\$(?:(\$)|(0)|(\d+))/g, (whole: string, dollar?: string, all?: string, digits?: string) => {
    if (dollar) return '$'
    if (all) return match
    const shown = digits!.slice(0, mostDigits)
    const used = shown.length > 1 && Number(shown) > groups.length ? shown.slice(0, -1) : shown
    return (groups[Number(used) - 1] ?? '') + whole.slice(1 + used.length)
  })
}
