import { badRequest, cannotConvert, invalidBody, unknownProperty } from '../refusal.ts'
import type { Value } from '../store/row.ts'
import { convert } from './convert.ts'
import type { Entity, Navigation, Property } from './entity.ts'
import type { Contract } from './load.ts'

/** The parts of a complex value; null clears it. */
export type Complex = ReadonlyMap<string, Value | Complex> | null

export type SentValue = Value | Complex | readonly Complex[]

/** A property as it was sent, in the type of its field. */
export interface Sent {
  property: Property
  value: SentValue
  /** It was sent as null or as nothing but white space. */
  blank: boolean
}

export interface SentBody {
  /** In the order of the JSON text, in which the values are validated. */
  fields: Sent[]
  nested: { navigation: Navigation; items: unknown[] }[]
}

export interface JsonObject {
  [name: string]: unknown
}

export const isObject = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * Takes a body apart by the contract: names, types and members of enums. What is read-only, required, too long or not to be found comes
 * later, when the values are written.
 */
export function deserialize(entity: Entity, contract: Contract, body: unknown, ieee754 = false): SentBody {
  if (!isObject(body)) throw invalidBody()
  const fields: Sent[] = []
  const nested: SentBody['nested'] = []
  for (const [name, value] of Object.entries(body)) {
    if (name.includes('@')) continue // annotations: @odata.etag, property@odata.type
    const property = entity.properties.get(name)
    const navigation = property ? undefined : entity.navigation.get(name)
    if (property) fields.push(sent(property, contract, value, ieee754))
    else if (navigation) nested.push({ navigation, items: nestedItems(navigation, value) })
    else throw unknownProperty(name, entity.name)
  }
  return { fields, nested }
}

function nestedItems(navigation: Navigation, value: unknown): unknown[] {
  if (!navigation.deepInsert)
    throw badRequest(
      `The navigation property '${navigation.name}' cannot be inserted together with its parent: its page does not allow it.`,
    )
  if (!Array.isArray(value)) throw cannotConvert(JSON.stringify(value).slice(0, 200), `Collection(Microsoft.NAV.${navigation.target})`)
  return value
}

function sent(property: Property, contract: Contract, value: unknown, ieee754: boolean): Sent {
  const blank = value === null || (typeof value === 'string' && value.trim() === '')
  const type = property.$ref ?? property.items?.$ref
  if (!type) return { property, value: convert(property, value, ieee754), blank }
  const complexType = contract.complexTypes.get(type)!
  if (!property.items) return { property, value: complex(complexType, contract, value), blank }
  if (value !== null && !Array.isArray(value)) throw cannotConvert(JSON.stringify(value).slice(0, 200), `Collection(Microsoft.NAV.${type})`)
  return { property, value: ((value ?? []) as unknown[]).map((item) => complex(complexType, contract, item)), blank }
}

function complex(type: Entity, contract: Contract, value: unknown): Complex {
  if (value === null) return null
  if (!isObject(value)) throw cannotConvert(JSON.stringify(value).slice(0, 200), `Microsoft.NAV.${type.name}`)
  const parts = new Map<string, Value | Complex>()
  for (const [name, part] of Object.entries(value)) {
    if (name.includes('@')) continue
    const property = type.properties.get(name)
    if (!property) throw unknownProperty(name, type.name)
    parts.set(name, property.$ref ? complex(contract.complexTypes.get(property.$ref)!, contract, part) : convert(property, part))
  }
  return parts
}
