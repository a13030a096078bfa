import { dialog, fieldValidation, mustNotBeBlank, readOnlyControl, tooLong } from '../refusal.ts'
import type { Value } from '../store/row.ts'
import { zeroGuid } from '../store/row.ts'
import type { Complex, Sent, SentValue } from './deserialize.ts'
import type { Entity, Property } from './entity.ts'
import type { Contract } from './load.ts'

export type Mode = 'create' | 'update'

/** What the page itself refuses: controls that cannot be written, and names that must be there. */
export function checkControls(entity: Entity, contract: Contract, fields: readonly Sent[], mode: Mode): void {
  for (const { property } of fields) {
    if (property.readOnly && !(mode === 'create' && property.settableOnInsert)) throw readOnlyControl(property.name)
    if (mode === 'create' && property.forbiddenOnCreate) throw dialog(property.errors?.[0] ?? `${property.name} cannot be set on insert.`)
  }
  if (mode === 'create') for (const group of entity.schema.requiredOnCreate ?? []) checkGroup(entity, fields, group)
  for (const { property, value } of fields) {
    if (property.readOnly) continue
    if (isComplex(value)) checkComplex(property, value, contract)
    else checkValue(property, value)
  }
}

/** A complex value has all its mandatory parts, and none that is too long; null clears it. */
function checkComplex(property: Property, value: Complex | readonly Complex[], contract: Contract): void {
  const type = contract.complexTypes.get(property.$ref ?? property.items?.$ref ?? '')
  for (const each of Array.isArray(value) ? (value as readonly Complex[]) : [value as Complex]) {
    if (each === null || !type) continue
    for (const name of type.schema.required ?? []) if (isBlank(each.get(name))) throw dialog(`${name} must be specified.`)
    for (const [name, part] of each) {
      const declared = type.properties.get(name)!
      if (isComplex(part)) checkComplex(declared, part, contract)
      else checkValue(declared, part)
    }
  }
}

const isBlank = (part: Value | Complex | undefined) =>
  part === undefined || part === null || (typeof part === 'string' && part.trim() === '')

const isComplex = (value: SentValue): value is Complex | readonly Complex[] =>
  value === null || value instanceof Map || Array.isArray(value)

function checkGroup(entity: Entity, fields: readonly Sent[], group: readonly string[]): void {
  const named = fields.filter(({ property }) => group.includes(property.name))
  if (named.some(({ blank, value }) => !blank && value !== zeroGuid)) return
  const blankRefused = named.length > 0 ? blankText(named[0]!.property) : undefined
  if (blankRefused) throw dialog(blankRefused)
  const text = entity.schema.errors?.onInsert?.find((each) => group.every((name) => each.toLowerCase().includes(name.toLowerCase())))
  throw text ? dialog(text) : mustNotBeBlank(group[0]!)
}

/** 'The blank "displayName" is not allowed.' */
const blankText = (property: Property) => property.errors?.find((text) => text.startsWith('The blank'))

/** What the field refuses, whatever its table: length, range, blank. */
function checkValue(property: Property, value: Value): void {
  if (typeof value === 'string') {
    if (property.maxLength !== undefined && !property.enum && value.length > property.maxLength) throw tooLong(value, property.maxLength)
    if (value.trim() === '' && !property.enum) checkBlank(property)
  }
  if (typeof value !== 'number') return
  const { minimum, maximum } = property
  if (minimum !== undefined && value < minimum)
    throw fieldValidation(`The value must be greater than or equal to ${minimum}. Value: ${value}.`)
  if (maximum !== undefined && value > maximum)
    throw fieldValidation(`The value must be less than or equal to ${maximum}. Value: ${value}.`)
}

function checkBlank(property: Property): void {
  const text = blankText(property)
  if (text) throw dialog(text)
  // Fields with a relation may be emptied: they lead to no record then.
  if (property.notBlank && !property.relation) throw mustNotBeBlank(property.name)
}
