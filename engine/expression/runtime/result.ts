import { ExpressionError, raise } from './error.ts'
import { isArray } from './list.ts'
import { charge } from './meter.ts'
import { objectPrototype } from './read.ts'

/** Texts that are longer than this have their size taken. */
export const shortText = 1_000
/** So do results of more values than this. */
const fewValues = 500

/** What the values of one result need to be looked at for. */
export interface ResultSize {
  /** How many values there are at most. */
  values: number
  /** One of them is long. */
  hasLong: boolean
  limit: number
}

/** Looks at one value of the result: only JSON can be sent. */
export function checkResult(value: unknown, size: ResultSize): void {
  switch (typeof value) {
    case 'string':
      if (value.length > shortText) size.hasLong = true
      return
    case 'number':
      if (value - value !== 0) refuse(value)
      return
    case 'boolean':
    case 'undefined':
      return
    case 'object':
      if (value !== null && sizeWithin(value, size.limit) > shortText) size.hasLong = true
      return
    default:
      return refuse(value)
  }
}

/** Looks at the whole, unless its values show that it cannot be too large. */
export function checkSize(result: unknown, { values, hasLong, limit }: ResultSize): void {
  if (hasLong || values > fewValues) sizeWithin(result, limit)
}

/**
 * Refuses what is no JSON, and what has more bytes as JSON than the limit: a value may contain another many times.
 * @returns bytes, or more: they are counted exactly only where the most that they can be is above the limit
 */
export function sizeWithin(value: unknown, limit: number): number {
  const left = leftOf(value, limit, false)
  if (left >= 0) return limit - left
  const exactly = leftOf(value, limit, true)
  return exactly >= 0 ? limit - exactly : raise('expression.result-too-large', { limit })
}

/** What a value leaves of so many bytes: less than nothing where it takes more, without going to its end. */
function leftOf(value: unknown, bytes: number, isExact: boolean): number {
  switch (typeof value) {
    case 'string':
      return bytes - bytesOf(value, isExact)
    case 'number':
      return value - value === 0 ? bytes - (isExact ? String(value).length : longestNumber) : refuse(value)
    case 'boolean':
    case 'undefined':
      return bytes - 5
    case 'object':
      return value === null ? bytes - 4 : isArray(value) ? leftOfList(value, bytes, isExact) : leftOfObject(value, bytes, isExact)
    default:
      return refuse(value)
  }
}

function leftOfList(list: readonly unknown[], bytes: number, isExact: boolean): number {
  charge(1)
  let left = bytes - 1 - list.length
  for (let index = 0; index < list.length && left >= 0; index++) left = leftOf(list[index], left, isExact)
  return left
}

function leftOfObject(object: object, bytes: number, isExact: boolean): number {
  charge(1)
  const isPlain = Object.getPrototypeOf(object) === objectPrototype
  let left = bytes - 2
  for (const key in object) {
    if (left < 0) return left
    if (isPlain || Object.hasOwn(object, key))
      left = leftOf((object as Record<string, unknown>)[key], left - bytesOf(key, isExact) - 2, isExact)
  }
  return left
}

/** As `-1.7976931348623157e+308`. */
const longestNumber = 24

/** In UTF-8, with its quotes; what JSON escapes is counted as it is. A character takes three bytes at most. */
function bytesOf(text: string, isExact: boolean): number {
  if (!isExact) return 3 * text.length + 2
  let bytes = text.length + 2
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index)
    if (unit > 0x7f) bytes += unit > 0x7ff && (unit & 0xf800) !== 0xd800 ? 2 : 1
  }
  return bytes
}

function refuse(value: unknown): never {
  throw new ExpressionError('expression.result-not-json', { value })
}
