import { ANYTHING, BOOLEAN, NUMBER, OBJECT, STRING, UNDEFINED, type Types } from '../2-analyze/types.ts'
import type { BuiltIn } from './definition.ts'

const typesOfLetter: Record<string, Types> = {
  s: STRING | UNDEFINED,
  n: NUMBER | UNDEFINED,
  b: BOOLEAN | UNDEFINED,
  o: OBJECT | UNDEFINED,
}

/** Functions that give something whatever they are given. */
const neverMissing = new Set(['count', 'exists', 'random', 'now', 'millis'])

/** What a function may return, as far as its signature tells. */
export function resultTypes({ name, signature, returns }: BuiltIn): Types {
  // $clone says that it gives an object, and gives lists too.
  if (returns || name === 'clone') return ANYTHING
  const types = typesOfLetter[signature.slice(signature.lastIndexOf(':') + 1, -1)] ?? ANYTHING
  return neverMissing.has(name) ? types & ~UNDEFINED : types
}
