import type { BuiltIn } from '../functions/definition.ts'
import { call } from './call.ts'
import { collapse, isArray } from './list.ts'
import { charge } from './meter.ts'
import { own } from './read.ts'

/**
 * Functions of lists on what a path has found, before it collapses: no list is wrapped and unwrapped on the way. What is not as plain as
 * that goes through the function's signature. `whole` is what the path gives where that is one value and not what it has gathered.
 */
export function countOf(list: readonly unknown[], whole: unknown): number {
  if (whole !== undefined) return isArray(whole) ? whole.length : 1
  if (list.length !== 1) return list.length
  const [only] = list
  return isArray(only) ? only.length : Number(only !== undefined)
}

export function sumOf(list: readonly unknown[], whole: unknown, builtIn: BuiltIn, context: unknown, position: number): unknown {
  charge(list.length)
  let sum = 0
  for (let index = 0; index < list.length; index++) {
    const item = list[index]
    if (typeof item !== 'number') return call(builtIn, [whole ?? collapse(list)], context, position)
    sum += item
  }
  return list.length === 0 && whole === undefined ? undefined : sum
}

/** `$max`, `$min` and `$average`, whose work is their own. */
export function foldOf(list: readonly unknown[], whole: unknown, builtIn: BuiltIn, context: unknown, position: number): unknown {
  for (let index = 0; index < list.length; index++) {
    if (typeof list[index] !== 'number') return call(builtIn, [whole ?? collapse(list)], context, position)
  }
  return list.length === 0 ? undefined : (builtIn.implement as (numbers: readonly unknown[]) => unknown)(list)
}

/** `$lookup` in one object. */
export function lookupIn(value: unknown, key: unknown, builtIn: BuiltIn, context: unknown, position: number): unknown {
  return typeof key === 'string' && !isArray(value) ? own(value, key) : call(builtIn, [value, key], context, position)
}
