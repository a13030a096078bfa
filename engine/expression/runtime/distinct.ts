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
  if (list.length <= fewItems && list.every(isSimple)) return distinctFew(list)
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

/** So few that looking through them is quicker than a set. */
const fewItems = 24

function isSimple(value: unknown): boolean {
  return typeof value === 'string' || value === undefined || value === null || typeof value === 'boolean' || Number.isFinite(value)
}

function distinctFew(list: readonly unknown[]): unknown[] {
  const found: unknown[] = []
  for (let index = 0; index < list.length; index++) if (found.indexOf(list[index]) === -1) found.push(list[index])
  return found
}
