import type { Json } from './data.ts'

/** What an expression is to give. It is a wish: paths and odd choices may give something else. */
export type Kind = 'number' | 'text' | 'boolean' | 'list' | 'numbers' | 'texts' | 'object' | 'objects' | 'function' | 'any'

export interface Variable {
  name: string
  kind: Kind
  sample: Json | undefined
}

/** What can be seen at a place of the expression. */
export interface Scope {
  here: Json | undefined
  variables: readonly Variable[]
  /** How deep the expression may still become. */
  depth: number
  /** Steps that a `%` can look back to, with what they hold. */
  parents: readonly (Json | undefined)[]
}

/** The first item of a list, however deep; any other value itself. */
export function itemOf(value: Json | undefined): Json | undefined {
  let item = value
  while (Array.isArray(item)) item = item[0]
  return item
}

export function ownField(value: Json | undefined, name: string): Json | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || !Object.hasOwn(value, name)) return undefined
  return Object.getOwnPropertyDescriptor(value, name)!.value as Json
}

/** A value, or the items of a list, are of a kind. */
export function fits(value: Json | undefined, kind: Kind): boolean {
  const item = itemOf(value)
  switch (kind) {
    case 'number':
      return typeof value === 'number'
    case 'text':
      return typeof value === 'string'
    case 'boolean':
      return typeof value === 'boolean'
    case 'numbers':
      return typeof item === 'number'
    case 'texts':
      return typeof item === 'string'
    case 'object':
      return typeof value === 'object' && value !== null && !Array.isArray(value)
    case 'objects':
      return typeof item === 'object' && item !== null
    case 'list':
      return Array.isArray(value)
    default:
      return true
  }
}

export function fieldName(name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) && !['and', 'or', 'in', 'true', 'false', 'null', 'function'].includes(name) ? name : `\`${name}\``
}
