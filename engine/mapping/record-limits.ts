import { type Path, showPath } from '../document/path.ts'
import type { Problem } from '../problem.ts'
import { mappingProblem } from './problems.ts'

/** What a source record may be at most (RELIABILITY.md, section 5). */
export const recordLimits = { bytes: 5 * 1024 * 1024, depth: 100, items: 5_000 }

/** What in a record would harm whoever works with it, whatever its schema allows. */
export function harmIn(record: unknown): Problem | undefined {
  const path = harmfulPath(record, recordLimits.depth)
  if (!path) return undefined
  const key = path.at(-1)
  if (key !== '__proto__') return tooDeep()
  return mappingProblem('source.forbidden-key', { path: showPath(path) }, { key })
}

export function tooDeep(): Problem {
  return mappingProblem('source.too-deep', {}, { limit: recordLimits.depth })
}

/** The path to a forbidden key, or to a value that is too deep. */
function harmfulPath(value: unknown, levels: number): Path | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  if (levels === 0) return ['…']
  for (const key in value) {
    if (key === '__proto__') return [key]
    const path = harmfulPath((value as Record<string, unknown>)[key], levels - 1)
    if (path) return [Array.isArray(value) ? Number(key) : key, ...path]
  }
  return undefined
}
