/** The types that a value may have, as a set of bits. */
export type Types = number

export const UNDEFINED = 1
export const NULL = 2
export const BOOLEAN = 4
export const NUMBER = 8
export const STRING = 16
export const ARRAY = 32
export const OBJECT = 64
export const FUNCTION = 128

export const ANYTHING = 255

export function typesOf(value: unknown): Types {
  switch (typeof value) {
    case 'string':
      return STRING
    case 'number':
      return NUMBER
    case 'boolean':
      return BOOLEAN
    case 'function':
      return FUNCTION
    case 'object':
      return value === null ? NULL : Array.isArray(value) ? ARRAY : OBJECT
    default:
      return UNDEFINED
  }
}

/** Every one of them is among the others. */
export function isWithin(types: Types, others: Types): boolean {
  return (types & ~others) === 0
}

export function mayBe(types: Types, others: Types): boolean {
  return (types & others) !== 0
}
