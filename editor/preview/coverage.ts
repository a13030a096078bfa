import { type Shape, findSchema } from '../../engine/index.ts'
import type { TargetProperty } from './mapping-view.ts'
import type { OpenedMapping } from './open-mapping.ts'
import { type TargetPlace, targetRoot } from './target-place.ts'

/** A property, or one of several, without which the target makes no record. */
export interface RequiredProperty {
  /** Row of the object or list; `''` is the record. */
  readonly parent: string
  readonly names: readonly string[]
  readonly isMapped: boolean
}

export interface FreeProperty {
  readonly name: string
  readonly property: TargetProperty
}

/** What the target demands, and whether a field makes it. */
export function requiredProperties(opened: OpenedMapping): RequiredProperty[] {
  const found: RequiredProperty[] = []
  visit(opened.mapping.shape, '', targetRoot(opened))
  return found

  function visit(shape: Shape, parent: string, place: TargetPlace | undefined): void {
    const object = shape.each || shape.parts ? place?.items() : place
    if (!object) return
    const holders = shape.parts ?? [shape]
    for (const holder of holders) {
      const id = shape.parts ? join(parent, holder.name) : parent
      const made = new Set(holder.fields.map(({ name }) => name))
      for (const names of object.requiredGroups) found.push({ parent: id, names, isMapped: names.some((name) => made.has(name)) })
      for (const field of holder.fields) if (field.kind === 'shape') visit(field, join(id, field.name), object.property(field.name))
    }
  }
}

/** The properties of an object or part that no field makes yet and that may be sent. */
export function freeProperties(opened: OpenedMapping, parent: string): FreeProperty[] {
  const found = find(opened.mapping.shape, '', targetRoot(opened))
  if (!found?.place) return []
  const { place, shape } = found
  const made = new Set(shape.fields.map(({ name }) => name))
  return place
    .names()
    .filter((name) => !made.has(name))
    .map((name) => ({ name, property: place.property(name)!.describe() }))
    .filter(({ property }) => !property.isReadOnly)
    .sort((left, right) => Number(right.property.isRequired) - Number(left.property.isRequired))

  function find(shape: Shape, id: string, at: TargetPlace | undefined): { shape: Shape; place?: TargetPlace } | undefined {
    const object = shape.each || shape.parts ? at?.items() : at
    if (id === parent && !shape.parts) return { shape, ...(object && { place: object }) }
    for (const part of shape.parts ?? []) {
      const inside = find({ ...part, each: undefined }, join(id, part.name), object)
      if (inside) return inside
    }
    for (const field of shape.fields) {
      if (field.kind !== 'shape') continue
      const inside = find(field, join(id, field.name), object?.property(field.name))
      if (inside) return inside
    }
    return undefined
  }
}

export function sourceView({ mapping }: OpenedMapping) {
  const { source, sources } = mapping
  return source?.schema === undefined ? undefined : findSchema(sources.schemas, source.schema)
}

function join(id: string, name: string): string {
  return id === '' ? name : `${id}.${name}`
}
