/**
 * A value that can go from one thread to another. Functions cannot: an expression that is still being typed may give one, `$trim`, and is
 * told as what it is. What a value holds many times is copied once.
 */
export function cloneable(value: unknown): unknown {
  return copyOf(value, new Map())
}

function copyOf(value: unknown, copies: Map<object, unknown>): unknown {
  if (typeof value === 'function') return '(a function)'
  if (typeof value !== 'object' || value === null || value instanceof RegExp) return value
  const known = copies.get(value)
  if (known !== undefined) return known
  const copy = copyOfObject(value, (child) => copyOf(child, copies))
  copies.set(value, copy)
  return copy
}

function copyOfObject(value: object, copyOfChild: (child: unknown) => unknown): object {
  if (Array.isArray(value)) return value.map(copyOfChild)
  if (value instanceof Map) return new Map([...value].map(([key, child]) => [key, copyOfChild(child)]))
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, copyOfChild(child)]))
}
