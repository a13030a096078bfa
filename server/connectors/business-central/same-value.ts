import { Decimal } from 'decimal.js'
import { type Schema, captionOf } from '../../../engine/index.ts'
import { normaliseCode } from './literal.ts'

const zeroGuid = '00000000-0000-0000-0000-000000000000'
const noDate = '0001-01-01'

/** Whether two values of a property are the same to Business Central: after upper-casing, blanks for nothing, captions for members. */
export function isSameValue(schema: Schema | undefined, one: unknown, other: unknown): boolean {
  const [a, b] = [plain(schema, one), plain(schema, other)]
  if (a === b) return true
  if (typeof a === 'number' && typeof b === 'number') return new Decimal(a).equals(b)
  return false
}

/** The value that stands for all ways to write it. */
function plain(schema: Schema | undefined, value: unknown): unknown {
  if (value === undefined || value === null) return emptyOf(schema)
  if (schema?.type === 'number' || schema?.type === 'integer') return Number(value)
  if (typeof value !== 'string') return value
  if (schema?.edm === 'Edm.Guid' || schema?.format === 'uuid') return value === '' ? zeroGuid : value.toLowerCase()
  if (schema?.edm === 'Edm.Date' || schema?.format === 'date') return value === '' ? noDate : value
  if (schema?.edm === 'Edm.DateTimeOffset' || schema?.format === 'date-time') return value.startsWith(noDate) ? noDate : Date.parse(value)
  if (schema?.enum) return String(captionOf(value)).trim().toLowerCase()
  if (schema?.code) return normaliseCode(value)
  return value.normalize('NFC').replaceAll('\r\n', '\n').trimEnd()
}

/** What Business Central shows for nothing: it knows no null. */
function emptyOf(schema: Schema | undefined): unknown {
  if (schema?.edm === 'Edm.Guid' || schema?.format === 'uuid') return zeroGuid
  if (schema?.edm === 'Edm.Date' || schema?.format === 'date') return noDate
  if (schema?.edm === 'Edm.DateTimeOffset' || schema?.format === 'date-time') return noDate
  if (schema?.type === 'number' || schema?.type === 'integer') return 0
  if (schema?.type === 'boolean') return false
  return ''
}

export function isZeroGuid(value: unknown): boolean {
  return value === zeroGuid
}
