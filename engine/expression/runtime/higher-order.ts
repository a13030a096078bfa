import { raise } from './error.ts'
import { callFree, type FunctionValue } from './call.ts'
import { charge } from './meter.ts'

/** A function that a built-in one is given. It is called without context, and with as many arguments as it has parameters. */
export type Callback = FunctionValue

export function callEach(
  list: readonly unknown[],
  callback: Callback,
  take: (result: unknown, item: unknown, index: number) => void,
): void {
  const arity = callback.length
  for (let index = 0; index < list.length; index++) {
    charge(1)
    const item = list[index]
    take(callWith(callback, arity, item, index, list), item, index)
  }
}

export function callEachField(
  object: object | undefined,
  callback: Callback | undefined,
  take: (result: unknown, value: unknown, key: string) => void,
): void {
  if (typeof object !== 'object') return
  for (const key of Object.keys(object)) {
    charge(1)
    const value = (object as Record<string, unknown>)[key]
    if (!callback) raise('T1006')
    take(callWith(callback, callback.length, value, key, object), value, key)
  }
}

function callWith(callback: Callback, arity: number, item: unknown, place: unknown, whole: unknown): unknown {
  if (arity >= 3) return callFree(callback, item, place, whole)
  return arity === 2 ? callFree(callback, item, place) : callFree(callback, item)
}
