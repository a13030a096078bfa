import type { Problem } from '../../engine/index.ts'

/** The row that a problem is about; of a list problems also name the item. */
export function rowOf({ at }: Problem): string {
  return (at.field ?? '').replace(/ \(item [\d.]+\)$/, '')
}
