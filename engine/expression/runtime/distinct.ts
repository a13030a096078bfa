import { isArray } from './list.ts'
import { charge } from './meter.ts'
import { isSame } from './operators.ts'

/** A list without repetitions; any other value as it is. */
export function distinctValue(value: unknown): unknown {
  return isArray(value) && value.length > 1 ? distinctItems(value) : value
}

/** Simple values by a set; objects and lists are compared with each other. */
export function distinctItems(list: readonly unknown[]): unknown[] {
  charge(list.length)
  const simple = new Set<unknown>()
  const compound: unknown[] = []
  return list.filter((item) => {
    if (typeof item !== 'object' || item === null) {
      // Nothing equals NaN, not even itself.
      if (simple.has(item) && !Number.isNaN(item)) return false
      simple.add(item)
      return true
    }
    charge(compound.length)
    if (compound.some((other) => isSame(item, other))) return false
    compound.push(item)
    return true
  })
}
