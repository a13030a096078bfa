/**
 * JSONata's lists come in two sorts. An *array* is a value like any other. A *sequence* is what a path or a function such as `$map`
 * gathers: where it ends, nothing of it is nothing, and one of it is that one. Here a sequence is a plain JavaScript array that has
 * not been collapsed yet; the generator knows statically which one it holds.
 */
export const { isArray } = Array

/** Held by a variable that is not bound yet. */
export const unbound = Symbol('unbound')

/** A sequence at its end. */
export function collapse(sequence: readonly unknown[]): unknown {
  return sequence.length === 1 ? sequence[0] : sequence.length === 0 ? undefined : sequence
}

/** The same for a function's result, which may be missing. */
export function collapseIfThere(sequence: unknown): unknown {
  return sequence === undefined ? undefined : collapse(sequence as unknown[])
}

/** A sequence at its end, under `[]`: one item stays a list. */
export function collapseKept(sequence: readonly unknown[]): readonly unknown[] | undefined {
  return sequence.length === 0 ? undefined : sequence
}

/** What a step iterates over. */
export function items(value: unknown): readonly unknown[] {
  return isArray(value) ? value : value === undefined ? none : [value]
}

/** A single value as the list that a function wants. */
export function listOrMissing(value: unknown): readonly unknown[] | undefined {
  return isArray(value) ? value : value === undefined ? undefined : [value]
}

/** What a predicate iterates over: it sees a missing value once. */
export function itemsOrMissing(value: unknown): readonly unknown[] {
  return isArray(value) ? value : [value]
}

export const none: readonly unknown[] = Object.freeze([])

/** Adds the items of a list, or a value that is no list. */
export function append(target: unknown[], value: unknown): void {
  if (!isArray(value)) {
    if (value !== undefined) target.push(value)
  } else {
    for (let index = 0; index < value.length; index++) target.push(value[index])
  }
}

/** The items of a list; nothing for what is none. */
export function itemsOfList(value: unknown): readonly unknown[] {
  return isArray(value) ? value : none
}

/** A value under `[]`. */
export function keep(value: unknown): unknown[] | undefined {
  return isArray(value) ? value : value === undefined ? undefined : [value]
}

/** The item at an index, as a list. */
export function itemAt(list: readonly unknown[], index: number): readonly unknown[] {
  const item = list.at(index)
  return item === undefined ? none : [item]
}
