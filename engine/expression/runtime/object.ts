import { charge } from './meter.ts'

/** Sets a field of an object that is being made. `__proto__` is a field like any other. */
export function setOwn(object: Record<string, unknown>, key: string, value: unknown): Record<string, unknown> {
  if (key === '__proto__') Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true })
  else object[key] = value
  return object
}

/** The names of an object's fields, accounted for. */
export function fieldsOf(object: object): string[] {
  const names = Object.keys(object)
  charge(names.length)
  return names
}
