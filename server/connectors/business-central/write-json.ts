import { ProblemError, showPath } from '../../../engine/index.ts'
import { businessCentralProblem } from './problems.ts'

/** What JSON writes as an escape and no database takes: NUL, and half a character of two. */
const unwritable = /\\u(?:0000|d[89a-f][0-9a-f]{2})/

/** A body as text. Half a character would be stored as another one, and NUL ends texts: both are told instead. */
export function writeJson(body: unknown): string {
  const text = JSON.stringify(body)
  if (!unwritable.test(text)) return text
  const [place] = placesIn(body, [])
  if (!place) return text
  const at = { path: showPath(place.path) }
  throw new ProblemError(
    businessCentralProblem('bc.text-unwritable', at, { property: String(place.path.at(-1)), character: place.character }),
  )
}

function* placesIn(value: unknown, path: (string | number)[]): Generator<{ path: (string | number)[]; character: string }> {
  if (typeof value === 'string') {
    // The text itself may hold what looks like an escape, so the characters decide.
    if (value.includes('\0')) yield { path, character: 'a NUL character' }
    else if (/[\ud800-\udfff]/u.test(value)) yield { path, character: 'half of a character that takes two' }
  } else if (Array.isArray(value)) for (const [index, item] of value.entries()) yield* placesIn(item, [...path, index])
  else if (typeof value === 'object' && value !== null)
    for (const [name, item] of Object.entries(value)) yield* placesIn(item, [...path, name])
}
