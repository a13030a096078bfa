/**
 * A value that can go from one thread to another. Functions cannot: an expression that is still being typed may give one, `$trim`, and is
 * told as what it is.
 */
export function cloneable(value: unknown): unknown {
  if (typeof value === 'function') return '(a function)'
  if (Array.isArray(value)) return value.map(cloneable)
  if (typeof value !== 'object' || value === null || value instanceof RegExp) return value
  if (value instanceof Map) return new Map([...value].map(([key, child]) => [key, cloneable(child)]))
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, cloneable(child)]))
}
