import { types } from '../../engine/expression/index.ts'
import type { Outcome } from './oracle.ts'

/** Whether both sides came to the same: equal values, or errors equal in code, position, token and value. */
export function isSame(theirs: Outcome, ours: Outcome): boolean {
  if (theirs.crash !== undefined || ours.crash !== undefined) return false
  if (theirs.error || ours.error) {
    if (!theirs.error || !ours.error) return false
    return (['code', 'position', 'token', 'value', 'index'] as const).every((key) => isEqual(theirs.error![key], ours.error![key]))
  }
  return isEqual(theirs.value, ours.value)
}

/** A function of JSONata's is an object, and one of ours a function: they are compared by being one. */
export function isFunction(value: unknown): boolean {
  if (typeof value === 'function') return true
  return typeof value === 'object' && value !== null && ('_jsonata_function' in value || '_jsonata_lambda' in value)
}

export function isEqual(left: unknown, right: unknown): boolean {
  if (isFunction(left) || isFunction(right)) return isFunction(left) && isFunction(right)
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) {
    return Object.is(left, right) || (left === 0 && right === 0)
  }
  if (Array.isArray(left) !== Array.isArray(right)) return false
  if (Array.isArray(left) && Array.isArray(right)) {
    return left.length === right.length && left.every((item, index) => isEqual(item, right[index]))
  }
  const [names, others] = [namesOf(left), namesOf(right)]
  return (
    names.length === others.length && names.every((name, index) => name === others[index] && isEqual(own(left, name), own(right, name)))
  )
}

/** The order of keys counts: `$keys` and `$string` show it. What is undefined is not in JSON. */
function namesOf(object: object): string[] {
  return Object.keys(object).filter((name) => own(object, name) !== undefined)
}

function own(object: object, name: string): unknown {
  return Object.getOwnPropertyDescriptor(object, name)?.value
}

/** What a value is, in the words of the analysis. */
export function typeOf(value: unknown): number {
  return isFunction(value) ? types.FUNCTION : types.typesOf(value)
}
