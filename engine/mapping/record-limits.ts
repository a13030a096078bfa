import { type Path, showPath } from '../document/path.ts'
import type { Problem } from '../problem.ts'
import { mappingProblem } from './problems.ts'

/** What a source record may be at most (RELIABILITY.md, section 5). */
export const recordLimits = { bytes: 5 * 1024 * 1024, depth: 100, items: 5_000 }

/** What in a record would harm whoever works with it, whatever its schema allows. */
export function harmIn(record: unknown): Problem | undefined {
  if (typeof record !== 'object' || record === null || !isHarmful(record, recordLimits.depth)) return undefined
  const path = harmfulPath(record, recordLimits.depth)!
  const key = path.at(-1)
  if (key !== forbidden) return tooDeep()
  return mappingProblem('source.forbidden-key', { path: showPath(path) }, { key })
}

function tooDeep(): Problem {
  return mappingProblem('source.too-deep', {}, { limit: recordLimits.depth })
}

const forbidden = '__proto__'

/** Every record is asked this: only one that is harmful is asked where. */
function isHarmful(value: object, levels: number): boolean {
  if (levels === 0) return true
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) {
      const item: unknown = value[index]
      if (typeof item === 'object' && item !== null && isHarmful(item, levels - 1)) return true
    }
    return false
  }
  for (const key in value) {
    if (key === forbidden) return true
    const field = (value as Record<string, unknown>)[key]
    if (typeof field === 'object' && field !== null && isHarmful(field, levels - 1)) return true
  }
  return false
}

/** The path to a forbidden key, or to a value that is too deep. */
function harmfulPath(value: unknown, levels: number): Path | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  if (levels === 0) return ['…']
  for (const key in value) {
    if (key === forbidden) return [key]
    const path = harmfulPath((value as Record<string, unknown>)[key], levels - 1)
    if (path) return [Array.isArray(value) ? Number(key) : key, ...path]
  }
  return undefined
}
