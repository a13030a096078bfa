/** How much of a value is looked at. */
interface Budget {
  left: number
}

/**
 * A value as JSON, for a reader: cut behind so many characters. No more of it is looked at than is shown, since a value may hold another
 * many times and be far longer as JSON than it is in memory; and nothing in it is called, `toJSON` least of all.
 */
export function shownValue(value: unknown, longest = 60): string {
  // Everything that is written takes a character at least.
  const text = JSON.stringify(beginningOf(value, { left: longest })) ?? 'nothing'
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text
}

/** Values and characters of text that something may hold to be passed on whole. */
const most = 1_000

/** A value as data that can go into JSON and to another thread: itself, or what is shown of it where it is large. */
export function portableValue(value: unknown): unknown {
  if (typeof value === 'function') return 'a function'
  if (typeof value !== 'object' || value === null) return value
  const budget = { left: most }
  const copy = beginningOf(value, budget)
  return budget.left > 0 ? copy : shownValue(value, most)
}

function beginningOf(value: unknown, budget: Budget): unknown {
  budget.left--
  if (typeof value === 'string') {
    const text = value.slice(0, budget.left + 1)
    budget.left -= value.length
    return text
  }
  if (typeof value === 'function') return 'a function'
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return beginningOfList(value, budget)
  const copy: Record<string, unknown> = {}
  for (const key of Object.keys(value)) {
    if (budget.left <= 0) break
    const field = beginningOf((value as Record<string, unknown>)[key], budget)
    Object.defineProperty(copy, key, { value: field, enumerable: true, configurable: true, writable: true })
  }
  return copy
}

function beginningOfList(list: readonly unknown[], budget: Budget): unknown[] {
  const copy: unknown[] = []
  for (const item of list) {
    if (budget.left <= 0) break
    copy.push(beginningOf(item, budget))
  }
  return copy
}
