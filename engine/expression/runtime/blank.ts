import { isArray } from './list.ts'
import { setOwn } from './object.ts'

/** What counts as missing where `blank: absent` is said: null, `''` and white space. */
export function isBlank(value: unknown): boolean {
  if (typeof value !== 'string') return value === null
  const first = value.charCodeAt(0)
  // Most texts begin with something to be seen; NaN is the text without a beginning.
  return first > space && first < noBreakSpace ? false : value.trim() === ''
}

const space = 0x20
const noBreakSpace = 0xa0

/** A value without what counts as missing; the same object where there is nothing of it. */
export function withoutBlanks(value: unknown): unknown {
  if (typeof value !== 'object') return isBlank(value) ? undefined : value
  if (value === null) return undefined
  return isArray(value) ? listWithoutBlanks(value) : objectWithoutBlanks(value as Record<string, unknown>)
}

function listWithoutBlanks(list: readonly unknown[]): readonly unknown[] {
  let copy: unknown[] | undefined
  for (let index = 0; index < list.length; index++) {
    const item = list[index]
    const clean = withoutBlanks(item)
    if (clean !== item) copy ??= list.slice(0, index)
    if (clean !== undefined) copy?.push(clean)
  }
  return copy ?? list
}

function objectWithoutBlanks(object: Record<string, unknown>): Record<string, unknown> {
  const keys = Object.keys(object)
  let copy: Record<string, unknown> | undefined
  for (let index = 0; index < keys.length; index++) {
    const key = keys[index]!
    const field = object[key]
    const clean = withoutBlanks(field)
    // The copy is built up key by key: one that keys are deleted from would be slow for whoever reads it.
    if (clean !== field) copy ??= firstOf(object, keys, index)
    if (copy && clean !== undefined) setOwn(copy, key, clean)
  }
  return copy ?? object
}

function firstOf(object: Readonly<Record<string, unknown>>, keys: readonly string[], count: number): Record<string, unknown> {
  const copy = {}
  for (let index = 0; index < count; index++) setOwn(copy, keys[index]!, object[keys[index]!])
  return copy
}
