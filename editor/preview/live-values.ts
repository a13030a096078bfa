import type { LiveValue, MappingRow } from './mapping-view.ts'

/** How much of a text a row shows. */
const longest = 240

export function liveValue(value: unknown): LiveValue | undefined {
  if (value === undefined || typeof value === 'function') return undefined
  if (typeof value === 'string') return { text: value.length > longest ? `${value.slice(0, longest)}…` : value, type: 'text' }
  if (typeof value === 'number') return { text: String(value), type: 'number' }
  if (Array.isArray(value)) return { text: `${value.length} ${value.length === 1 ? 'item' : 'items'}`, type: 'object' }
  if (typeof value === 'object' && value !== null) return { text: `{ ${Object.keys(value).slice(0, 6).join(', ')} }`, type: 'object' }
  return { text: String(value as boolean | null), type: 'other' }
}

export interface ReadValues {
  readonly values: Record<string, LiveValue>
  readonly counts: Record<string, number>
}

/**
 * The values of rows, read from the record that was made. Of a list the rows show one item.
 * @param items which item of each list or part, by its row
 * @param partItems which items of the list each part made; where it is not known, the part shows what the list does
 */
export function valuesOfRecord(
  rows: readonly MappingRow[],
  record: unknown,
  items: Readonly<Record<string, number>>,
  partItems: Readonly<Record<string, readonly number[]>> | undefined,
): ReadValues {
  const values: Record<string, LiveValue> = {}
  const counts: Record<string, number> = {}
  /** What the rows below a row are read from. */
  const holders = new Map<string, unknown>([['', record]])
  const lists = new Map<string, readonly unknown[]>()
  for (const row of rows) {
    if (row.kind === 'let' || row.layer === 'removed' || !row.applies) continue
    const holder = holders.get(row.parent)
    if (row.kind === 'part') {
      const made = partItems && (partItems[row.id] ?? [])
      if (made) counts[row.id] = made.length
      const list = lists.get(row.parent)
      holders.set(row.id, made && list ? list[made[Math.min(items[row.id] ?? 0, made.length - 1)] ?? -1] : holder)
      continue
    }
    const value = own(holder, row.name)
    const shown = liveValue(value)
    if (shown) values[row.id] = shown
    if (Array.isArray(value)) {
      counts[row.id] = value.length
      lists.set(row.id, value)
      holders.set(row.id, value[Math.min(items[row.id] ?? 0, value.length - 1)])
    } else if (row.kind === 'object') holders.set(row.id, value)
  }
  return { values, counts }
}

function own(holder: unknown, name: string): unknown {
  return typeof holder === 'object' && holder !== null && Object.hasOwn(holder, name)
    ? (holder as Record<string, unknown>)[name]
    : undefined
}
