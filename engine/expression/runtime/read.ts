import {
  append,
  appendFound,
  collapse,
  collapseKept,
  handedOn,
  isArray,
  isKept,
  isListItem,
  itemsFound,
  keep,
  leaveOpen,
  none,
} from './list.ts'
import { charge } from './meter.ts'

export const objectPrototype = Object.prototype
const { hasOwn, getPrototypeOf } = Object

/** Stands for the fields of whatever has none. */
export const noFields: Record<string, unknown> = Object.freeze(Object.create(null))

/** Names that every object has: reading them takes the slow way that asks for the object's own. */
export const inheritedNames: ReadonlySet<string> = new Set(Object.getOwnPropertyNames(objectPrototype))

/**
 * An object whose fields may be read directly, because none of them can be inherited; `noFields` for what is no object.
 * Generated code asks for the prototype itself and comes here only if it is not that of a plain object.
 */
export function fieldsOf(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || isArray(value)) return noFields
  const prototype: unknown = getPrototypeOf(value)
  if (prototype === objectPrototype || prototype === null) return value as Record<string, unknown>
  const copy = Object.create(null) as Record<string, unknown>
  for (const name of Object.getOwnPropertyNames(value)) copy[name] = (value as Record<string, unknown>)[name]
  return copy
}

/** A field of one value that is no array. */
export function own(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && !isArray(value) && hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined
}

/** A field of a value, or of each item of a list: one step of a path. */
export function lookup(value: unknown, name: string): unknown {
  return isArray(value) ? collapse(lookupEach(value, name)) : own(value, name)
}

/** The same under `[]`. */
function lookupKept(value: unknown, name: string): unknown {
  if (!isArray(value)) return own(value, name)
  const found = lookupEach(value, name)
  return found.length === 0 ? undefined : leaveOpen(found)
}

/** A field of each item of a list, however deep lists are nested; a sequence. */
export function lookupEach(list: readonly unknown[], name: string): unknown[] {
  charge(list.length)
  const found: unknown[] = []
  for (let index = 0; index < list.length; index++) {
    const item = list[index]
    append(found, isArray(item) ? lookupEach(item, name) : own(item, name))
  }
  return found
}

/**
 * The rest of a path of names, from a list on; nothing for any other value.
 * A path that ends with a single array gives that array, be it empty or of one item: it is a value, not a sequence.
 */
export function walk(value: unknown, names: readonly string[]): unknown {
  const found = walkItems(value, names)
  return sole ?? collapse(found)
}

/**
 * The same under `[]`.
 * @param isNameKept `[]` stands at the last name: what that finds in a list among the items does not collapse either
 */
export function walkKept(value: unknown, names: readonly string[], isNameKept: boolean): unknown {
  const found = walkItems(value, names, isNameKept)
  return sole ? keep(sole) : collapseKept(found)
}

/** The single array that the path ended with, if it did: a second result of `walkItems`. */
let sole: unknown[] | undefined

/** The same, as the list that a further step iterates over. */
export function walkItems(value: unknown, names: readonly string[], isNameKept = false): readonly unknown[] {
  sole = undefined
  if (!isArray(value)) return none
  let list: readonly unknown[] = value
  const last = names.length - 1
  for (let step = 0; step <= last; step++) list = stepOver(list, names[step]!, isNameKept && step === last)
  return list
}

/** One step: the field of each item, flattened by one level. */
function stepOver(list: readonly unknown[], name: string, isKeptName: boolean): readonly unknown[] {
  charge(list.length)
  const found: unknown[] = []
  let results = 0
  let last: unknown
  const isInherited = inheritedNames.has(name)
  for (let index = 0; index < list.length; index++) {
    const item = list[index] as Record<string, unknown> | null | undefined
    // The usual item is a plain object, of which nothing of that name can be inherited.
    const isUsual = typeof item === 'object' && item !== null && getPrototypeOf(item) === objectPrototype && !isInherited
    const field = isUsual ? item[name] : isKeptName ? lookupKept(item, name) : lookup(item, name)
    if (field === undefined) continue
    results++
    last = field
    appendFound(found, field)
  }
  sole = results === 1 && isArray(last) && !isKept(last) ? last : undefined
  return sole && !isListItem(sole) ? sole : found
}

/** The same three from one value on, whose lists are not the items of the path but one item of it. */
export function walkItem(value: unknown, names: readonly string[]): unknown {
  const first = lookup(value, names[0]!)
  return names.length === 1 ? first : walk(asList(first), names.slice(1))
}

export function walkItemKept(value: unknown, names: readonly string[], isNameKept: boolean): unknown {
  if (names.length === 1) return isNameKept && isArray(value) ? collapseKept(lookupEach(value, names[0]!)) : keep(lookup(value, names[0]!))
  return walkKept(asList(lookup(value, names[0]!)), names.slice(1), isNameKept)
}

export function walkItemItems(value: unknown, names: readonly string[], isNameKept = false): readonly unknown[] {
  if (names.length > 1) return walkItems(asList(lookup(value, names[0]!)), names.slice(1), isNameKept)
  return isNameKept && isArray(value) ? lookupEach(value, names[0]!) : itemsFound(lookup(value, names[0]!))
}

function asList(value: unknown): unknown {
  return isArray(value) || value === undefined ? handedOn(value) : [value]
}

/** `*`: the values of all fields, lists among them opened however deep. */
export function fieldsAsList(value: unknown): unknown {
  const found: unknown[] = []
  return gatherFields(value, found) ? found : collapse(found)
}

/** The same before it collapses. */
export function openFields(value: unknown): unknown {
  const found: unknown[] = []
  return gatherFields(value, found) ? found : leaveOpen(found)
}

/** @returns whether there was a list: from the first on, what has been found is an array of its own and no longer a sequence */
function gatherFields(value: unknown, found: unknown[]): boolean {
  if (typeof value !== 'object' || value === null) return false
  const fields = Object.values(value)
  charge(fields.length)
  let hasList = false
  for (const field of fields) {
    hasList ||= isArray(field)
    flatten(field, found)
  }
  return hasList
}

function flatten(value: unknown, found: unknown[]): void {
  if (!isArray(value)) {
    found.push(value)
    return
  }
  charge(value.length)
  for (const item of value) flatten(item, found)
}

/** `**`: a value and everything in it, lists opened. */
export function descendants(value: unknown): unknown {
  const found: unknown[] = []
  if (value !== undefined) descend(value, found)
  return collapse(found)
}

/** The same before it collapses: in an empty list there is nothing, which is not the same as a value that is missing. */
export function openDescendants(value: unknown): unknown {
  if (value === undefined) return undefined
  const found = descendants(value)
  return found === undefined ? leaveOpen([]) : found
}

function descend(value: unknown, found: unknown[]): void {
  charge(1)
  if (!isArray(value)) found.push(value)
  if (typeof value !== 'object' || value === null) return
  for (const inner of isArray(value) ? value : Object.values(value)) descend(inner, found)
}
