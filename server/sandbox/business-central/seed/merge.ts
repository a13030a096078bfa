import { lists, type Seed, type SeedList, type SeedRecord } from './seed.ts'

/**
 * Many seeds (one for each order, say) as one. Records with one id, or without ids with one number or code, become one: what the first
 * says stands, the others fill what it leaves open. Records with one number and two ids stay two.
 */
export function mergeSeeds(...seeds: readonly Seed[]): Seed {
  const merged: Seed = {}
  for (const list of Object.keys(lists) as SeedList[]) {
    const records = mergeRecords(
      list,
      seeds.flatMap((seed) => seed[list] ?? []),
    )
    if (records.length > 0) merged[list] = records
  }
  for (const { customerTemplate } of seeds) if (customerTemplate) fill((merged.customerTemplate ??= {}), customerTemplate)
  const denied = seeds.flatMap((seed) => seed.denied ?? [])
  if (denied.length > 0) merged.denied = denied
  const removals = seeds.flatMap((seed) => seed.remove ?? [])
  if (removals.length > 0) merged.remove = mergeRemovals(removals)
  return merged
}

function mergeRecords(list: SeedList, records: readonly SeedRecord[]): SeedRecord[] {
  const merged: SeedRecord[] = []
  const byId = new Map<string, SeedRecord>()
  const byKey = new Map<string, SeedRecord>()
  for (const record of records) {
    const id = record.id?.toLowerCase()
    const key = keyOf(list, record)
    const named = key === undefined ? undefined : byKey.get(key)
    const known = (id && byId.get(id)) || (named && (!id || !named.id || named.id.toLowerCase() === id) ? named : undefined)
    const target = known ?? { ...record }
    if (known) fill(known, record)
    else merged.push(target)
    if (target.id) byId.set(target.id.toLowerCase(), target)
    if (key !== undefined && !byKey.has(key)) byKey.set(key, target)
  }
  return merged
}

function fill(record: SeedRecord, from: SeedRecord): void {
  for (const [name, value] of Object.entries(from)) if (record[name] === undefined) record[name] = value
}

function keyOf(list: SeedList, record: SeedRecord): string | undefined {
  const parts = lists[list].key.map((name) => record[name])
  return parts.some((part) => part === undefined) ? undefined : parts.map((part) => String(part).trim().toUpperCase()).join('\u0001')
}

function mergeRemovals(removals: readonly NonNullable<Seed['remove']>[]): NonNullable<Seed['remove']> {
  const merged: Record<string, unknown[]> = {}
  for (const each of removals)
    for (const [name, values] of Object.entries(each)) merged[name] = [...(merged[name] ?? []), ...(values as unknown[])]
  return merged
}
