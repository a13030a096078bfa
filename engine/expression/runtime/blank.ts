import { isArray } from './list.ts'
import { charge } from './meter.ts'
import { setOwn } from './object.ts'
import { objectPrototype } from './read.ts'

/** What counts as missing where `blank: absent` is said: null, `''` and white space. */
export function isBlank(value: unknown): boolean {
  if (typeof value !== 'string') return value === null
  const first = value.charCodeAt(0)
  // Most texts begin with something to be seen; NaN is the text without a beginning.
  return first > space && first < noBreakSpace ? false : value.trim() === ''
}

const space = 0x20
const noBreakSpace = 0xa0

/** A value without what counts as missing; the same object where there is nothing of it. It may hold another many times. */
export function withoutBlanks(value: unknown): unknown {
  if (typeof value !== 'object') return isBlank(value) ? undefined : value
  if (value === null) return undefined
  return isArray(value) ? listWithoutBlanks(value) : objectWithoutBlanks(value as Record<string, unknown>)
}

function listWithoutBlanks(list: readonly unknown[]): readonly unknown[] {
  charge(list.length)
  let copy: unknown[] | undefined
  for (let index = 0; index < list.length; index++) {
    const item = list[index]
    const clean = withoutBlanks(item)
    if (clean !== item) copy ??= list.slice(0, index)
    if (clean !== undefined) copy?.push(clean)
  }
  return copy ?? list
}

/** The copy is built up key by key: one that keys are deleted from would be slow for whoever reads it. */
function objectWithoutBlanks(given: Record<string, unknown>): Record<string, unknown> {
  charge(1)
  // With nothing inherited, a loop over the keys is one over its own, and much the quickest.
  const object = Object.getPrototypeOf(given) === objectPrototype ? given : { ...given }
  let copy: Record<string, unknown> | undefined
  let count = 0
  for (const key in object) {
    const field = object[key]
    const clean = withoutBlanks(field)
    if (clean !== field && copy === undefined) copy = firstOf(object, count)
    if (copy !== undefined && clean !== undefined) setOwn(copy, key, clean)
    count++
  }
  return copy ?? object
}

function firstOf(object: Readonly<Record<string, unknown>>, count: number): Record<string, unknown> {
  const copy = {}
  let left = count
  for (const key in object) {
    if (left-- === 0) break
    setOwn(copy, key, object[key])
  }
  return copy
}
