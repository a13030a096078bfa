import { raise } from './error.ts'
import { callFree, isFunction, type FunctionValue } from './call.ts'
import { isArray } from './list.ts'
import { charge, chargeItems, chargeText } from './meter.ts'

/**
 * A matcher finds the first match in a text; each match knows how to find the next. A regular expression is one, and an expression
 * may bring its own as a function.
 */
export type Matcher = FunctionValue

export interface Match {
  match: string
  start: number
  end: number
  groups: (string | undefined)[]
  next?: () => unknown
}

/** What a regular expression is made of: `RegExp`, or an engine that runs in linear time. */
export interface Pattern {
  source: string
  /** One of JavaScript's own, with `g`, for texts that are no longer than `longest`. */
  native?: RegExp
  longest?: number
  /** On longer texts a search may take a good part of a millisecond, and more. */
  cheap?: number
  /** It matches no empty text, anywhere. */
  consumes?: boolean
  /** The first match at or after an offset. */
  find(text: string, from: number): { start: number; end: number; groups: (string | undefined)[] } | undefined
}

/** Accounts for a search in so many characters. */
export function chargeSearch({ cheap = Infinity }: Pattern, length: number): void {
  chargeText(length, '/')
  if (length > cheap) charge(riskySteps)
}

/** So many that the clock is looked at after some dozens of searches that may have been slow: one of them alone is no reason to. */
const riskySteps = 1_000

/** A regular expression as a value. */
export function matcherOf(pattern: Pattern, position: number | undefined): Matcher {
  const find = (text: string, from: number, isFirst: boolean): Match | undefined => {
    chargeSearch(pattern, text.length - from)
    const found = pattern.find(text, from)
    if (!found) return undefined
    const { start, end, groups } = found
    if (!isFirst && end === start) raise('D1004', { value: pattern.source }, position)
    const next = () => (end >= text.length ? undefined : find(text, end, false))
    return { match: text.slice(start, end), start, end, groups, next }
  }
  const matcher = (text: unknown, from?: unknown) => find(textOf(text), offsetOf(from), true)
  return Object.assign(matcher, { pattern, position })
}

/** Whatever is searched is taken as JavaScript's text of it. That of a function would be generated source, so it has none. */
function textOf(value: unknown): string {
  if (typeof value === 'string') return value
  if (typeof value === 'function') return raise('T0410', { value, index: 1 })
  if (isArray(value)) return textOfList(value)
  // Its own fields may be named as what JavaScript asks for the text.
  return typeof value === 'object' && value !== null ? '[object Object]' : String(value)
}

/** A list that holds the same lists again and again can be far longer as a text than it is. */
function textOfList(list: readonly unknown[]): string {
  chargeItems(list.length)
  const texts = list.map((item) => (item === undefined || item === null ? '' : textOf(item)))
  chargeText(
    texts.reduce((length, text) => length + text.length + 1, 0),
    '/',
  )
  return texts.join(',')
}

/** Another value that does the same. */
export function renewed(matcher: Matcher): Matcher {
  const other = (text: unknown, from?: unknown) => matcher(text, from)
  return Object.assign(other, matcher)
}

/** Where to start may be whatever `$map` passes to it as an index. */
function offsetOf(from: unknown): number {
  return typeof from === 'number' && from > 0 ? Math.floor(from) : 0
}

/** The pattern of a matcher that is a regular expression as written, if JavaScript's own engine may run it on a text. */
export function nativePatternFor(matcher: Matcher, text: string): (Pattern & { native: RegExp }) | undefined {
  // It may be missing, or a function of the expression's own.
  const pattern = (matcher as { pattern?: Pattern } | undefined)?.pattern
  const isNative = pattern?.native !== undefined && text.length <= (pattern.longest ?? Infinity)
  return isNative ? (pattern as Pattern & { native: RegExp }) : undefined
}

/** Every match, one after the other, up to a limit. The one behind the last is looked for too: that it cannot be found is an error. */
export function eachMatch(matcher: Matcher, text: string, limit: number, visit: (match: Match) => void): void {
  let found = firstMatch(matcher, text)
  for (let count = 0; found && count < limit; count++) {
    charge(1)
    visit(found)
    found = isFunction(found.next) ? check(callFree(found.next)) : undefined
  }
}

/** What a function gives that is no matcher is a match too, unless it is nothing. */
export function firstMatch(matcher: Matcher, text: string): Match | undefined {
  if (!isFunction(matcher)) raise('T0410', { value: matcher, index: 2 })
  return check(callFree(matcher, text))
}

function check(found: unknown): Match | undefined {
  if (!found) return found as undefined
  const { start, end, groups, next } = found as Match
  if (typeof start === 'number' || (end as unknown) === 'number' || isArray(groups) || isFunction(next)) return found as Match
  return raise('T1010')
}
