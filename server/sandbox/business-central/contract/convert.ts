import { cannotConvert, notAnOption } from '../refusal.ts'
import { blankDate, type Value } from '../store/row.ts'
import type { Property } from './entity.ts'
import { decodeMember, parseMember } from './enum.ts'

export const guidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** `yyyy-MM-dd`, on the calendar. */
export function isDate(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false
  const date = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text) && text >= blankDate
}

const timestampPattern = /^(\d{4}-\d\d-\d\d)T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,12})?)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/i
const durationPattern = /^-?P(?=.)(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?$/

const blanks: Record<string, Value> = {
  'Edm.Decimal': 0,
  'Edm.Int32': 0,
  'Edm.Int64': 0,
  'Edm.Boolean': false,
  'Edm.Date': blankDate,
}

/** What an empty field holds. */
export function blankOf(property: Property): Value {
  if (property.enum) return decodeMember(property.enum[0] ?? '')
  return blanks[property.edm] ?? ''
}

/**
 * A JSON value as the field holds it: enums as captions, codes upper-cased and trimmed, null as the type's blank.
 * @param ieee754 decimals may be texts, as `IEEE754Compatible=true` says
 * @throws Refusal where the value is not of the property's type
 */
export function convert(property: Property, value: unknown, ieee754 = false): Value {
  if (value === null) return property.enum?.some((member) => decodeMember(member) === ' ') ? ' ' : blankOf(property)
  const refuse = () => cannotConvert(typeof value === 'string' ? value : JSON.stringify(value).slice(0, 200), edmOf(property))
  if (property.enum) {
    if (typeof value !== 'string') throw refuse()
    const caption = parseMember(value, property.enum)
    if (caption === undefined) throw notAnOption(value, property.enum.map(decodeMember))
    return caption
  }
  const converted = converters[property.edm]?.(ieee754 && typeof value === 'string' && isNumeric(property.edm) ? Number(value) : value)
  if (converted === undefined) throw refuse()
  return property.code && typeof converted === 'string' ? converted.trim().toUpperCase() : converted
}

const edmOf = (property: Property) => (property.edm === 'Enum' || property.edm === 'unknown' ? 'Edm.String' : property.edm)
const isNumeric = (edm: string) => edm === 'Edm.Decimal' || edm === 'Edm.Int64'
const text = (value: unknown) => (typeof value === 'string' ? value : undefined)
const matching = (check: (text: string) => boolean) => (value: unknown) => (typeof value === 'string' && check(value) ? value : undefined)

const converters: Record<string, (value: unknown) => Value | undefined> = {
  'Edm.String': text,
  'Edm.Guid': (value) => matching((each) => guidPattern.test(each))(value)?.toLowerCase(),
  'Edm.Date': matching(isDate),
  'Edm.DateTimeOffset': matching((each) => timestampPattern.test(each) && isDate(each.slice(0, 10))),
  'Edm.Duration': matching((each) => durationPattern.test(each)),
  'Edm.Boolean': (value) => (typeof value === 'boolean' ? value : undefined),
  // A decimal of Business Central has at most 18 digits before the point.
  'Edm.Decimal': (value) => (typeof value === 'number' && Math.abs(value) < 1e18 ? value : undefined),
  'Edm.Int32': (value) => (Number.isInteger(value) && Math.abs(value as number) < 2 ** 31 ? (value as number) : undefined),
  'Edm.Int64': (value) => (Number.isInteger(value) && Math.abs(value as number) < 2 ** 63 ? (value as number) : undefined),
  // A stream is written on its own, as bytes.
  'Edm.Stream': () => undefined,
  unknown: (value) => (typeof value === 'object' ? undefined : (value as Value)),
}
