import { raise } from './error.ts'
import { charge, meter } from './meter.ts'

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
  let length = 0
  return JSON.stringify(
    value,
    (_key, part: unknown) => {
      length += typeof part === 'string' ? part.length : 4
      if (length > meter.limits.text) raise('expression.text-too-long', { value: length, limit: meter.limits.text }, undefined, 'string')
      charge(1)
      return written(part)
    },
    indent,
  )
}

function written(value: unknown): unknown {
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
