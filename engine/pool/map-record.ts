import type { CompiledMapping, MappedRecord } from '../mapping/compile-mapping.ts'

/** A mapping ready to run, and the key that the package's flow would give a record; none, where no flow uses the mapping. */
export interface KeyedMapping {
  readonly compiled: CompiledMapping
  keyOf(record: unknown): string | undefined
}

/** Maps a record and says in every problem which one it was. */
export function mapRecord({ compiled, keyOf }: KeyedMapping, record: unknown, name?: string): MappedRecord {
  const key = keyOf(record)
  const mapped = compiled.run(record, key === undefined ? {} : { key })
  const named = key ?? name
  if (mapped.problems.length === 0 || named === undefined) return mapped
  return { ...mapped, problems: mapped.problems.map((problem) => ({ ...problem, at: { ...problem.at, record: named } })) }
}
