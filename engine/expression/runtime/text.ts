import { raise } from './error.ts'
import { json } from './json.ts'
import { numberText } from './number.ts'

/** A value as `&` and `$string` write it; nothing is the empty text. */
export function stringify(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return value
    case 'undefined':
    case 'function':
      return ''
    case 'number':
      if (!Number.isFinite(value)) raise('D3001', { value })
      return numberText(value)
    case 'boolean':
      return value ? 'true' : 'false'
    default:
      return json(value)
  }
}
