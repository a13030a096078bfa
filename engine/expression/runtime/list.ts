import { chargeItems, meter } from './meter.ts'

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
  if (sequence.length > 1) return marked(sequence)
  return sequence.length === 1 ? sequence[0] : undefined
}

let marks: WeakSet<object> | undefined

/** From now on, until the evaluation ends, sequences are told from arrays. Only `$distinct` asks, so the others do not pay for it. */
export function markSequences(): void {
  marks ??= new WeakSet()
}

function marked(sequence: readonly unknown[]): readonly unknown[] {
  marks?.add(sequence)
  return sequence
}

export function isMarked(value: unknown): value is readonly unknown[] {
  return isArray(value) && marks?.has(value) === true
}

let kept: WeakSet<object> | undefined

/** From now on, until the evaluation ends, sequences of one that `[]` has kept are told from arrays of one. */
export function markKept(): void {
  kept ??= new WeakSet()
}

/** A sequence of one that has not collapsed. */
export function isKept(value: unknown): value is readonly [unknown] {
  return isArray(value) && value.length === 1 && (kept?.has(value) === true || open.has(value))
}

function keptSingle(item: unknown): unknown[] {
  const list = [item]
  kept?.add(list)
  marks?.add(list)
  return list
}

/** What a path ends with: there such a sequence collapses, and an array does not. */
export function released(value: unknown): unknown {
  return isKept(value) ? value[0] : value
}

/** Starts without marks; the result puts back those that there were. */
export function withoutMarks(): () => void {
  const outer = { marks, kept, listItems }
  marks = undefined
  kept = undefined
  listItems = undefined
  return () => ({ marks, kept, listItems } = outer)
}

/** The same for a function's result, which may be missing. */
export function collapseIfThere(sequence: unknown): unknown {
  return sequence === undefined ? undefined : collapse(sequence as unknown[])
}

/** A sequence at its end, under `[]`: one item stays a list. */
export function collapseKept(sequence: readonly unknown[]): readonly unknown[] | undefined {
  if (sequence.length === 1) return kept || marks ? keptSingle(sequence[0]) : sequence
  return sequence.length === 0 ? undefined : marked(sequence)
}

const open = new WeakSet<object>()

/**
 * Marks a sequence that has not collapsed where it is not known statically: the last call of a lambda, and a built-in function that is
 * given to another, hand on what they have gathered as it is. Two items or more stay what they are in any case.
 */
export function leaveOpen(sequence: unknown): unknown {
  if (!isArray(sequence)) return sequence
  if (sequence.length > 1) return marked(sequence)
  open.add(sequence)
  return sequence
}

/** Where the value of an expression is taken, such a sequence collapses. */
export function close(value: unknown): unknown {
  return isArray(value) && value.length < 2 && open.has(value) ? collapse(value) : value
}

const wrappers = new WeakSet<object>()

/** A list as the whole input is one value: it is wrapped, so that paths do not take it apart at once. */
export function wrapped(input: unknown): unknown {
  if (!isArray(input)) return input
  const wrapper = [input]
  wrappers.add(wrapper)
  return wrapper
}

export function unwrapped(value: unknown): unknown {
  return isArray(value) && wrappers.has(value) ? value[0] : value
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
    chargeItems(value.length)
    if (target.length + value.length > meter.limits.sequence) chargeItems(target.length + value.length)
    for (let index = 0; index < value.length; index++) target.push(value[index])
  }
}

/** The items of a list; the units of a text, and nothing for any other value. */
export function itemsOfList(value: unknown): readonly unknown[] {
  return isArray(value) ? value : typeof value === 'string' ? value.split('') : none
}

let listItems: WeakSet<object> | undefined

/** A list that `[…]` as a step of a path has made: one item, also where another path comes across it. */
export function listItem(list: unknown): unknown {
  if (isArray(list)) (listItems ??= new WeakSet()).add(list)
  return list
}

export function isListItem(value: unknown): boolean {
  return listItems !== undefined && isArray(value) && listItems.has(value)
}

export function onlyList(list: readonly unknown[]): readonly unknown[] {
  return list.length === 1 && isArray(list[0]) ? list[0] : list
}

/** What a step has found, as the next one sees it. */
export function handedOn(value: unknown): unknown {
  return isListItem(value) ? [value] : value
}

export function itemsFound(value: unknown): readonly unknown[] {
  return items(handedOn(value))
}

export function appendFound(target: unknown[], value: unknown): void {
  append(target, handedOn(value))
}

/** Nothing to go through: a path ends there with what it has. A text counts as a list of its characters. */
export function isEmptyArray(value: unknown): boolean {
  return (isArray(value) || typeof value === 'string') && value.length === 0
}

/** The same under `[]`. */
export function closeKept(value: unknown): unknown {
  if (!isArray(value) || value.length > 1 || !open.has(value)) return value
  return value.length === 0 ? undefined : keptSingle(value[0])
}

/** What a path has found, under `[]`. */
export function keep(value: unknown): unknown[] | undefined {
  return isListItem(value) ? keptSingle(value) : keepItem(value)
}

/** What an index has picked, under `[]`. */
export function keepItem(value: unknown): unknown[] | undefined {
  return isArray(value) ? value : value === undefined ? undefined : keptSingle(value)
}

/** The item at an index, as a list. */
export function itemAt(list: readonly unknown[], index: number): readonly unknown[] {
  const item = list.at(index)
  return item === undefined ? none : [item]
}
