import { at, raise, type ErrorCode } from './error.ts'
import { isArray } from './list.ts'
import { charge, chargeItems, chargeText } from './meter.ts'
import { fieldsOf } from './object.ts'
import { scanned } from './search.ts'
import { stringify } from './text.ts'

/**
 * The operators on anything. Generated code does numbers and texts itself and comes here with the rest: missing values, wrong types,
 * and results that are no finite numbers.
 */

/** JSONata notices a number without value where it is used, not where it is made. */
export function isNumber(value: unknown): value is number {
  if (typeof value !== 'number' || Number.isNaN(value)) return false
  if (!Number.isFinite(value)) raise('D1001', { value })
  return true
}

function operands(left: unknown, right: unknown, token: string, position: number): boolean {
  try {
    if (left !== undefined && !isNumber(left)) raise('T2001', { value: left })
    if (right !== undefined && !isNumber(right)) raise('T2002', { value: right })
  } catch (error) {
    throw at(error, position, token)
  }
  return left !== undefined && right !== undefined
}

export function add(left: unknown, right: unknown, position: number): number | undefined {
  return operands(left, right, '+', position) ? (left as number) + (right as number) : undefined
}

export function subtract(left: unknown, right: unknown, position: number): number | undefined {
  return operands(left, right, '-', position) ? (left as number) - (right as number) : undefined
}

export function multiply(left: unknown, right: unknown, position: number): number | undefined {
  return operands(left, right, '*', position) ? (left as number) * (right as number) : undefined
}

export function divide(left: unknown, right: unknown, position: number): number | undefined {
  return operands(left, right, '/', position) ? (left as number) / (right as number) : undefined
}

export function remainder(left: unknown, right: unknown, position: number): number | undefined {
  return operands(left, right, '%', position) ? (left as number) % (right as number) : undefined
}

/** Unary minus sets no token of its own over that of a number without value. */
export function negate(value: unknown, position: number): number | undefined {
  if (value === undefined) return undefined
  if (isNumber(value)) return -value
  return raise('D1002', { value }, position, '-')
}

function comparable(left: unknown, right: unknown, token: string, position: number): boolean {
  const [leftType, rightType] = [typeof left, typeof right]
  const isLeftFine = leftType === 'string' || leftType === 'number'
  const isRightFine = rightType === 'string' || rightType === 'number'
  if (!(isLeftFine || left === undefined) || !(isRightFine || right === undefined)) {
    raise('T2010', { value: isLeftFine ? right : left }, position, token)
  }
  if (left === undefined || right === undefined) return false
  if (leftType !== rightType) raise('T2009', { value: left, value2: right }, position, token)
  if (leftType === 'string') scanned(left as string)
  return true
}

export function less(left: unknown, right: unknown, position: number): boolean | undefined {
  return comparable(left, right, '<', position) ? (left as number) < (right as number) : undefined
}

export function lessOrEqual(left: unknown, right: unknown, position: number): boolean | undefined {
  return comparable(left, right, '<=', position) ? (left as number) <= (right as number) : undefined
}

export function greater(left: unknown, right: unknown, position: number): boolean | undefined {
  return comparable(left, right, '>', position) ? (left as number) > (right as number) : undefined
}

export function greaterOrEqual(left: unknown, right: unknown, position: number): boolean | undefined {
  return comparable(left, right, '>=', position) ? (left as number) >= (right as number) : undefined
}

/** `=`: nothing equals nothing, not even itself. */
export function equal(left: unknown, right: unknown): boolean {
  return left !== undefined && right !== undefined && isSame(left, right)
}

/** `!=`: not the opposite of `=` where a side is missing. */
export function unequal(left: unknown, right: unknown): boolean {
  return left !== undefined && right !== undefined && !isSame(left, right)
}

export function isSame(left: unknown, right: unknown): boolean {
  if (typeof left === 'string') return typeof right === 'string' && left.length === right.length && scanned(left) === right
  if (left === right) return true
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false
  if (isArray(left) && isArray(right)) return isSameList(left, right)
  const names = Object.getOwnPropertyNames(left)
  const others = Object.getOwnPropertyNames(right)
  charge(names.length + others.length)
  if (names.length !== others.length) return false
  return names.every((name) => Object.hasOwn(right, name) && isSame(own(left, name), own(right, name)))
}

function isSameList(left: unknown[], right: unknown[]): boolean {
  if (left.length !== right.length) return false
  charge(left.length)
  for (let index = 0; index < left.length; index++) if (!isSame(left[index], right[index])) return false
  return true
}

function own(object: object, name: string): unknown {
  return (object as Record<string, unknown>)[name]
}

/** `in`: identity, not equality. */
export function isIn(value: unknown, list: unknown): boolean {
  if (value === undefined || list === undefined) return false
  if (!isArray(list)) return list === value
  charge(list.length)
  for (let index = 0; index < list.length; index++) if (list[index] === value) return true
  return false
}

/** `&`. */
export function concatenate(left: unknown, right: unknown, position: number): string {
  try {
    return stringify(left) + stringify(right)
  } catch (error) {
    throw at(error, position, '&')
  }
}

/** A text that `&` made and that is not short: the next one may be twice as long. */
export function longText(text: string, position: number): void {
  try {
    chargeText(text.length, '&')
  } catch (error) {
    throw at(error, position, '&')
  }
}

/** JSONata allows no longer range. */
const longestRange = 1e7

/** `[left..right]`, a sequence. */
export function range(left: unknown, right: unknown, position: number): number[] {
  const fail = (code: ErrorCode, value: unknown) => raise(code, { value }, position, '..')
  if (left !== undefined && !Number.isInteger(left)) fail('T2003', left)
  if (right !== undefined && !Number.isInteger(right)) fail('T2004', right)
  if (left === undefined || right === undefined) return []
  const [first, last] = [left as number, right as number]
  if (first > last) return []
  const size = last - first + 1
  if (size > longestRange) fail('D2014', size)
  chargeItems(size)
  const list: number[] = []
  for (let number = first; number <= last; number++) list.push(number)
  return list
}

/** What counts as true; nothing counts as false. */
export function isTrue(value: unknown): boolean {
  switch (typeof value) {
    case 'boolean':
      return value
    case 'string':
      return value !== ''
    case 'number':
      return isNumber(value) && value !== 0
    case 'object':
      if (value === null) return false
      return isArray(value) ? isListTrue(value) : fieldsOf(value).length > 0
    default:
      return false
  }
}

/** The same where an error is told at an operator or a call. */
export function isTrueAt(value: unknown, position: number | undefined, token: string): boolean {
  try {
    return isTrue(value)
  } catch (error) {
    throw at(error, position, token)
  }
}

/** Every item is looked at: one that has no truth (an infinite number) is an error wherever it stands. */
function isListTrue(list: unknown[]): boolean {
  charge(list.length)
  let found = false
  for (let index = 0; index < list.length; index++) if (isTrue(list[index])) found = true
  return found
}

/** How often a predicate lets an item through: its result may be the item's index, or a list of indexes. */
export function timesKept(result: unknown, index: number, length: number): number {
  if (typeof result === 'number') return isNumber(result) ? Number(indexIn(result, length) === index) : 0
  if (!isArray(result) || !result.every(isNumber)) return isTrue(result) ? 1 : 0
  let times = 0
  for (const each of result) if (indexIn(each as number, length) === index) times++
  return times
}

function indexIn(number: number, length: number): number {
  const index = Math.floor(number)
  return index < 0 ? length + index : index
}
