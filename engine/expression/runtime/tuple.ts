import { append } from './list.ts'
import { charge, chargeItems } from './meter.ts'

/**
 * One row of what a path with `@`, `#` or `%` goes through: the current item, and what was bound on the way, as variables of the
 * generated code see it. `@` is the item; variables start with `$`, parents with `%`.
 */
export type Tuple = Record<string, unknown> & { '@': unknown }

export function tuplesOf(list: readonly unknown[]): Tuple[] {
  chargeItems(list.length)
  return list.map((item) => ({ '@': item }))
}

/** The items that are left at the end. */
export function itemsOfTuples(tuples: readonly Tuple[]): unknown[] {
  return tuples.map((tuple) => tuple['@'])
}

/** What a step binds besides the item. */
export interface Bindings {
  /** `@$name`: takes the new item, and the old one stays. */
  focus?: string
  index?: string
  /** The old item, for a `%` behind. */
  parent?: string
}

/** One tuple more for each item that a step has found. */
export function extend(target: Tuple[], tuple: Tuple, found: readonly unknown[], { focus, index, parent }: Bindings): void {
  chargeItems(target.length + found.length)
  found.forEach((item, position) => {
    const next: Tuple = { ...tuple, [focus ?? '@']: item }
    if (index !== undefined) next[index] = position
    if (parent !== undefined) next[parent] = tuple['@']
    target.push(next)
  })
}

/** The same where the step hands on tuples of its own. */
export function extendAll(target: Tuple[], tuple: Tuple, found: readonly Tuple[]): void {
  chargeItems(target.length + found.length)
  for (const each of found) target.push({ ...tuple, ...each })
}

/** Numbers the tuples: `#$name` behind a predicate or a sort. */
export function number(tuples: readonly Tuple[], name: string): readonly Tuple[] {
  charge(tuples.length)
  tuples.forEach((tuple, index) => (tuple[name] = index))
  return tuples
}

/** The tuples of one group as one: whatever they hold, together. */
export function merged(tuples: readonly Tuple[]): Tuple {
  const [first, ...others] = tuples
  if (others.length === 0) return first!
  charge(tuples.length)
  const names = new Set(tuples.flatMap((tuple) => Object.keys(tuple)))
  const result: Tuple = { '@': undefined }
  for (const name of names) {
    const values = tuples.map((tuple) => tuple[name]).filter((value) => value !== undefined)
    const list: unknown[] = []
    for (const value of values) append(list, value)
    result[name] = values.length <= 1 ? values[0] : list
  }
  return result
}
