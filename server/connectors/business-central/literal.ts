import { Decimal } from 'decimal.js'
import { ProblemError, type Schema, captionOf, isDate, isDateTime, isGuid } from '../../../engine/index.ts'
import { businessCentralProblem } from './problems.ts'

/** A value as it stands in `$filter` and in the brackets of a key, not yet percent-encoded: typed by the contract, because GUIDs, numbers and dates are not quoted. */
export function odataLiteral(property: string, schema: Schema | undefined, value: unknown): string {
  if (value === null || value === undefined) return 'null'
  // A request that is only shown: what an earlier one would answer is not known yet.
  if (typeof value === 'string' && /^⟨[\w.]+⟩$/.test(value)) return value
  if (isKind(schema, 'Edm.Guid', 'uuid')) return checked(property, value, isGuid, 'a GUID')
  if (isKind(schema, 'Edm.Date', 'date')) return checked(property, value, isDate, 'a date as yyyy-MM-dd')
  if (isKind(schema, 'Edm.DateTimeOffset', 'date-time')) return checked(property, value, isDateTime, 'a point in time')
  if (schema?.type === 'boolean' || (schema === undefined && typeof value === 'boolean'))
    return checked(property, value, (text) => text === 'true' || text === 'false', 'true or false')
  if (schema?.type === 'number' || schema?.type === 'integer' || (schema === undefined && typeof value === 'number'))
    return new Decimal(checked(property, value, isNumber, 'a number')).toFixed()
  const text = checked(property, value, () => true, 'text')
  return `'${(schema?.code ? normaliseCode(text) : enumMember(schema, text)).replaceAll("'", "''")}'`
}

/** Code fields are stored trimmed and in upper case. */
export function normaliseCode(text: string): string {
  return text.trim().toUpperCase()
}

/** `Fixed Asset` is sent as the member that the contract names: `Fixed_x0020_Asset`. */
export function enumMember(schema: Schema | undefined, text: string): string {
  if (!schema?.enum || schema.enum.includes(text)) return text
  return (schema.enum.find((member) => captionOf(member) === text) as string | undefined) ?? text
}

function isKind(schema: Schema | undefined, edm: string, format: string): boolean {
  return schema?.edm === edm || schema?.format === format
}

function isNumber(text: string): boolean {
  return text.trim() !== '' && Number.isFinite(Number(text))
}

function checked(property: string, value: unknown, isFit: (text: string) => boolean, expected: string): string {
  const text = typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined
  if (text === undefined || !isFit(text)) throw new ProblemError(businessCentralProblem('bc.value-unfit', {}, { property, expected }))
  return text
}
