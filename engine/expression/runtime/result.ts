import { ExpressionError, raise } from './error.ts'
import { isArray } from './list.ts'
import { charge } from './meter.ts'

/** Texts that are longer than this, and results of more than so many values, have their size taken. */
const shortText = 1_000
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

/** Bytes of a value as JSON, as long as they are within a limit: a value may contain another many times. */
export function sizeWithin(value: unknown, limit: number): number {
  let size = 0
  const add = (bytes: number) => {
    size += bytes
    if (size > limit) raise('expression.result-too-large', { limit })
  }
  const visit = (part: unknown): void => {
    switch (typeof part) {
      case 'string':
        return add(bytesOf(part))
      case 'number':
        return part - part === 0 ? add(String(part).length) : refuse(part)
      case 'boolean':
      case 'undefined':
        return add(5)
      case 'object':
        return visitContainer(part)
      default:
        return refuse(part)
    }
  }
  const visitContainer = (part: object | null): void => {
    if (part === null) return add(4)
    charge(1)
    if (isArray(part)) {
      add(1 + part.length)
      for (let index = 0; index < part.length; index++) visit(part[index])
      return
    }
    add(2)
    for (const key of Object.keys(part)) {
      add(bytesOf(key) + 2)
      visit((part as Record<string, unknown>)[key])
    }
  }
  visit(value)
  return size
}

/** In UTF-8, with its quotes; what JSON escapes is counted as it is. */
function bytesOf(text: string): number {
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
