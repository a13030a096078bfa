import type { MappedRecord } from '../../engine/index.ts'
import type { ReadyMapping } from '../workspace/open-mapping.ts'

/** Maps a record and says in every problem which one it was. */
export function mapRecord({ compiled, keyOf }: ReadyMapping, record: unknown, name?: string): MappedRecord {
  const key = keyOf(record)
  const mapped = compiled.run(record, key === undefined ? {} : { key })
  const named = key ?? name
  if (mapped.problems.length === 0 || named === undefined) return mapped
  return { ...mapped, problems: mapped.problems.map((problem) => ({ ...problem, at: { ...problem.at, record: named } })) }
}
