import { scanned } from './search.ts'

/**
 * Texts by their characters. Those beyond 16 bits are two units each, a high surrogate and a low one, and must not be torn apart; a
 * surrogate alone counts as a character.
 */
export function characterCount(text: string): number {
  if (!hasSurrogates(scanned(text))) return text.length
  let count = 0
  for (let unit = 0; unit < text.length; unit = nextCharacter(text, unit)) count++
  return count
}

/** The characters from one number to another, as `slice` has it: negative ones count from the end. */
export function sliceCharacters(text: string, start: number, end?: number): string {
  if (!hasSurrogates(scanned(text))) return text.slice(start, end)
  const count = characterCount(text)
  const [from, to] = [placeIn(count, start), end === undefined ? count : placeIn(count, end)]
  if (from >= to) return ''
  const first = unitOf(text, from, 0)
  return text.slice(first, unitOf(text, to - from, first))
}

function hasSurrogates(text: string): boolean {
  return /[\ud800-\udfff]/.test(text)
}

function placeIn(count: number, given: number): number {
  const place = Math.trunc(given) || 0
  return place < 0 ? Math.max(count + place, 0) : Math.min(place, count)
}

/** Where the text goes on behind so many characters from a unit on. */
function unitOf(text: string, characters: number, from: number): number {
  let unit = from
  for (let left = characters; left > 0; left--) unit = nextCharacter(text, unit)
  return unit
}

function nextCharacter(text: string, unit: number): number {
  const isPair = (text.charCodeAt(unit) & 0xfc00) === 0xd800 && (text.charCodeAt(unit + 1) & 0xfc00) === 0xdc00
  return unit + (isPair ? 2 : 1)
}
