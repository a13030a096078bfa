import { raise } from './error.ts'

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

/** JSON as JSONata writes it: numbers at 15 digits, functions as empty texts. */
export function json(value: unknown, indent = 0): string {
  return JSON.stringify(value, replacement, indent)
}

function replacement(_key: string, value: unknown): unknown {
  if (typeof value === 'function') return ''
  if (typeof value !== 'number' || Number.isInteger(value) || Number.isNaN(value)) return value
  return Number.isFinite(value) ? Number(value.toPrecision(15)) : raise('D1001', { value })
}

/** 0.1 + 0.2 is written 0.3. */
function numberText(value: number): string {
  if (Number.isInteger(value)) return String(value)
  const text = String(value)
  return text.length <= 16 ? text : String(Number(value.toPrecision(15)))
}
