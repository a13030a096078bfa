import { charge } from './meter.ts'

/** Texts that are shorter take no time worth an account. */
const fewCharacters = 1_024

/** A text that is read from its beginning to its end, accounted for. */
export function scanned(text: string): string {
  if (text.length >= fewCharacters) charge(text.length >>> 6)
  return text
}

/** JavaScript's own search may compare this many characters at each place of a text. */
const shortWanted = 64

/** Where a text holds another, at or behind an offset, or -1. In linear time, whatever the two are. */
export function indexIn(text: string, wanted: string, from = 0): number {
  scanned(text)
  return wanted.length <= shortWanted ? text.indexOf(wanted, from) : indexOfLong(text, wanted, from)
}

/** The parts of a text between those that are another: at most so many, cut to a whole number; all of them by `Infinity`. */
export function partsBetween(text: string, separator: string, most: number): string[] {
  scanned(text)
  if (separator.length <= shortWanted) return text.split(separator, most === Infinity ? undefined : most)
  const count = Math.floor(most)
  const parts: string[] = []
  let start = 0
  while (parts.length < count) {
    const at = indexOfLong(text, separator, start)
    if (at === -1) break
    parts.push(text.slice(start, at))
    start = at + separator.length
  }
  if (parts.length < count) parts.push(text.slice(start))
  return parts
}

/** Knuth, Morris and Pratt: no character of the text is looked at again. */
function indexOfLong(text: string, wanted: string, from: number): number {
  if (wanted.length > text.length - from) return -1
  charge(wanted.length + text.length - from)
  const fallback = fallbacksOf(wanted)
  let matched = 0
  for (let index = from; index < text.length; index++) {
    const unit = text.charCodeAt(index)
    while (matched > 0 && unit !== wanted.charCodeAt(matched)) matched = fallback[matched - 1]!
    if (unit === wanted.charCodeAt(matched)) matched++
    if (matched === wanted.length) return index + 1 - matched
  }
  return -1
}

/** For each length of its beginning: how much of that beginning also ends it. */
function fallbacksOf(wanted: string): Int32Array {
  const fallback = new Int32Array(wanted.length)
  let matched = 0
  for (let index = 1; index < wanted.length; index++) {
    const unit = wanted.charCodeAt(index)
    while (matched > 0 && unit !== wanted.charCodeAt(matched)) matched = fallback[matched - 1]!
    if (unit === wanted.charCodeAt(matched)) matched++
    fallback[index] = matched
  }
  return fallback
}
