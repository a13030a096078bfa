import { isDate } from '../contract/convert.ts'
import type { Entity, Property } from '../contract/entity.ts'
import { decodeMember, parseMember } from '../contract/enum.ts'
import { badRequest, invalidFilter, notAnOption, notImplemented } from '../refusal.ts'
import type { Json } from '../pages/page.ts'
import { zeroGuid } from '../store/row.ts'
import type { Filter, Literal, Operator, TextFunction } from './filter-syntax.ts'

/** Reads a property of the record at hand; enums as captions. */
type Read = (name: string) => Json

export interface CompiledFilter {
  matches(read: Read): boolean
  /** Properties that must equal a text: what an index can find. */
  equalities: { property: Property; value: string }[]
}

/**
 * Checks a filter by the contract and makes it runnable. What the server refuses is refused: `or` over two fields, `in` before schema
 * version 2.0, literals of another type, texts longer than the field.
 */
export function compileFilter(filter: Filter, entity: Entity, schemaVersion: number): CompiledFilter {
  checkDistinctFields(filter)
  const equalities: CompiledFilter['equalities'] = []
  const matches = compile(filter, entity, schemaVersion)
  collectEqualities(filter, entity, equalities)
  return { matches, equalities }
}

/** The server turns a filter into one filter per field; an `or` that joins two fields has no such form. */
function checkDistinctFields(filter: Filter): Set<string> {
  if (filter.kind === 'ignored') return new Set()
  if (filter.kind === 'not') return checkDistinctFields(filter.filter)
  if ('property' in filter) return new Set([filter.property])
  const fields = new Set([...checkDistinctFields(filter.left), ...checkDistinctFields(filter.right)])
  if (filter.kind === 'or' && fields.size > 1)
    throw notImplemented("The 'OR' operator is not supported on distinct fields on an OData filter.")
  return fields
}

function collectEqualities(filter: Filter, entity: Entity, found: CompiledFilter['equalities']): void {
  if (filter.kind === 'and') {
    collectEqualities(filter.left, entity, found)
    collectEqualities(filter.right, entity, found)
  }
  if (filter.kind !== 'compare' || filter.operator !== 'eq') return
  const property = propertyOf(entity, filter.property)
  const value = literalValue(entity, property, filter.literal)
  if (typeof value === 'string') found.push({ property, value })
}

function compile(filter: Filter, entity: Entity, schemaVersion: number): (read: Read) => boolean {
  switch (filter.kind) {
    case 'ignored':
      return () => true
    case 'not': {
      const inner = compile(filter.filter, entity, schemaVersion)
      return (read) => !inner(read)
    }
    case 'and':
    case 'or': {
      const [left, right] = [compile(filter.left, entity, schemaVersion), compile(filter.right, entity, schemaVersion)]
      return filter.kind === 'and' ? (read) => left(read) && right(read) : (read) => left(read) || right(read)
    }
    case 'flag': {
      const property = propertyOf(entity, filter.property)
      if (property.edm !== 'Edm.Boolean') throw badRequest('The $filter expression must evaluate to a single boolean value.')
      return (read) => read(property.name) === true
    }
    case 'compare': {
      const property = propertyOf(entity, filter.property)
      const value = literalValue(entity, property, filter.literal)
      const compareTo = comparisons[filter.operator]
      return (read) => compareTo(compareValues(property, read(property.name), value))
    }
    case 'in': {
      if (schemaVersion < 2) throw notImplemented("The 'In' operator is not supported on an OData filter.")
      const property = propertyOf(entity, filter.property)
      const values = filter.literals.map((literal) => literalValue(entity, property, literal))
      return (read) => values.some((value) => compareValues(property, read(property.name), value) === 0)
    }
    case 'function': {
      const property = propertyOf(entity, filter.property)
      if (property.edm !== 'Edm.String' && property.edm !== 'Enum')
        throw badRequest(`No function signature for the function with name '${filter.name}' matches the specified arguments.`)
      const text = property.code ? filter.literal.text.toUpperCase() : filter.literal.text
      const test = textFunctions[filter.name]
      return (read) => test(String(read(property.name)), text)
    }
  }
}

const textFunctions: Record<TextFunction, (value: string, part: string) => boolean> = {
  contains: (value, part) => value.includes(part),
  startswith: (value, part) => value.startsWith(part),
  endswith: (value, part) => value.endsWith(part),
}

const comparisons: Record<Operator, (order: number) => boolean> = {
  eq: (order) => order === 0,
  ne: (order) => order !== 0,
  gt: (order) => order > 0,
  ge: (order) => order >= 0,
  lt: (order) => order < 0,
  le: (order) => order <= 0,
}

export function propertyOf(entity: Entity, name: string): Property {
  const property = entity.properties.get(name)
  if (!property) throw badRequest(`Could not find a property named '${name}' on type 'Microsoft.NAV.${entity.name}'.`)
  if (property.$ref || property.items || property.edm === 'Edm.Stream')
    throw badRequest(`The property '${name}' on type 'Microsoft.NAV.${entity.name}' cannot be used in the query option.`)
  return property
}

const accepts: Record<string, readonly Literal['kind'][]> = {
  'Edm.String': ['text'],
  Enum: ['text'],
  unknown: ['text', 'number', 'boolean', 'guid'],
  'Edm.Guid': ['guid'],
  'Edm.Date': ['date'],
  'Edm.DateTimeOffset': ['timestamp'],
  'Edm.Decimal': ['number'],
  'Edm.Int32': ['number'],
  'Edm.Int64': ['number'],
  'Edm.Boolean': ['boolean'],
  'Edm.Duration': ['text'],
}

const literalTypes: Record<Literal['kind'], string> = {
  text: 'Edm.String',
  number: 'Edm.Decimal',
  guid: 'Edm.Guid',
  date: 'Edm.Date',
  timestamp: 'Edm.DateTimeOffset',
  boolean: 'Edm.Boolean',
  null: 'null',
}

function literalValue(entity: Entity, property: Property, literal: Literal): Json {
  if (literal.kind === 'null') return null
  if (!accepts[property.edm]?.includes(literal.kind))
    throw badRequest(
      `A binary operator with incompatible types was detected. Found operand types '${property.edm}' and '${literalTypes[literal.kind]}' for operator kind 'Equal'.`,
    )
  if (property.enum) {
    const caption = parseMember(literal.text, property.enum)
    if (caption === undefined) throw notAnOption(literal.text, property.enum.map(decodeMember))
    return caption
  }
  if (literal.kind === 'number') return Number(literal.text)
  if (literal.kind === 'boolean') return literal.text === 'true'
  if (literal.kind === 'guid') return literal.text.toLowerCase()
  if (literal.kind === 'date' && !isDate(literal.text)) throw badRequest('Unable to convert value to Date')
  const text = property.code ? literal.text.trim().toUpperCase() : literal.text
  if (property.maxLength !== undefined && text.length > property.maxLength)
    throw invalidFilter(
      literal.text,
      property.field ?? property.name,
      entity.schema.sourceTable ?? entity.name,
      `The length of the string is ${text.length}, but it must be less than or equal to ${property.maxLength} characters. Value: ${text}`,
    )
  return text
}

/** Below, at or above 0, as the first value stands to the second; null compares as the empty value. */
export function compareValues(property: Property, left: Json, right: Json): number {
  if (right === null) return isEmptyValue(left) ? 0 : 1
  if (property.edm === 'Edm.DateTimeOffset') return Date.parse(String(left)) - Date.parse(String(right))
  const [a, b] = typeof left === typeof right ? [left, right] : [String(left), String(right)]
  return a === b ? 0 : (a as string) < (b as string) ? -1 : 1
}

const isEmptyValue = (value: Json) => value === null || value === '' || value === 0 || value === zeroGuid || value === '0001-01-01'
