import { callFree, inCall, isFunction, type FunctionValue } from './call.ts'
import { raise } from './error.ts'
import { isArray } from './list.ts'
import { charge } from './meter.ts'
import { fieldsOf, setOwn } from './object.ts'
import { fit, letterOf, parseSignature } from './signature.ts'
import { json } from './json.ts'

type Part = (context: unknown) => unknown
type Position = number | undefined

const signature = parseSignature('<(oa):o>')

/**
 * The function that `|pattern|update,deletion|` stands for.
 * @param positions of the whole, of the update, and of the deletion
 * @param clone what `$clone` was replaced by
 * @param looksOutside the pattern may find what is not in the copy, which stays as it is
 */
export function transformer(
  [pattern, update, deletion]: Part[],
  positions: Position[],
  clone: unknown,
  looksOutside: boolean,
): FunctionValue {
  return function transform(this: unknown, ...args: unknown[]) {
    const [original] = fit(signature, args.slice(0, 1), this)
    if (original === undefined) return undefined
    const copy = copyOf(original, clone, positions[0])
    const found = pattern!(copy)
    const own = looksOutside ? partsOf(copy) : undefined
    for (const match of isArray(found) ? found : found === undefined ? [] : [found]) {
      charge(1)
      if (own && typeof match === 'object' && match !== null && !own.has(match)) continue
      write(match, update!(match), positions[1])
      if (deletion) remove(match, deletion(match), positions[2])
    }
    return copy
  }
}

function copyOf(original: unknown, clone: unknown, position: Position): unknown {
  if (clone === undefined) return JSON.parse(json(original))
  if (!isFunction(clone)) return raise('T2013', {}, position)
  try {
    return callFree(clone, original)
  } catch (error) {
    throw inCall(error, undefined, undefined)
  }
}

/** Every object and list in a value. */
function partsOf(value: unknown, parts = new Set<unknown>()): Set<unknown> {
  if (typeof value !== 'object' || value === null || parts.has(value)) return parts
  charge(1)
  parts.add(value)
  for (const inner of Object.values(value)) partsOf(inner, parts)
  return parts
}

function write(match: unknown, update: unknown, position: Position): void {
  if (update === undefined) return
  if (letterOf(update) !== 'o') raise('T2011', { value: update }, position)
  if (typeof match !== 'object' || match === null) return
  for (const key of fieldsOf(update as object)) setOwn(match as Record<string, unknown>, key, (update as Record<string, unknown>)[key])
}

function remove(match: unknown, names: unknown, position: Position): void {
  if (names === undefined) return
  const list: unknown[] = isArray(names) ? names : [names]
  if (!list.every((name) => typeof name === 'string')) raise('T2012', { value: names }, position)
  if (typeof match !== 'object' || match === null) return
  for (const name of list) delete (match as Record<string, unknown>)[name as string]
}
