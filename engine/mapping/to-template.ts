import type { Json, Let as LetTemplate, ListTemplate, ObjectTemplate, Slot, Template } from '../expression/index.ts'
import type { Field, Leaf, Let, Shape, Value } from './shape.ts'
import type { Role, Sites } from './sites.ts'

/** Lowers a shape to what the compiler takes. Every expression and constant gets a site, by which people find it again. */
export function shapeTemplate(shape: Shape, sites: Sites, path = ''): ObjectTemplate | ListTemplate {
  if (shape.parts) return partsTemplate(shape, shape.parts, sites, path)
  if (!shape.each) return objectTemplate(shape, sites, path)
  const item = objectTemplate({ ...shape, when: undefined }, sites, path)
  const each = slotOf(shape.each, sites, path, 'each')
  return {
    kind: 'list',
    site: siteOf(shape, sites, path),
    lets: [],
    ...optionalSlot(shape.when, sites, path),
    parts: [{ site: item.site, each, item }],
  }
}

function objectTemplate(shape: Shape, sites: Sites, path: string): ObjectTemplate {
  return {
    kind: 'object',
    site: siteOf(shape, sites, path),
    lets: letTemplates(shape.lets, sites, path),
    ...optionalSlot(shape.when, sites, path),
    entries: shape.fields.map((field) => ({ key: field.name, value: fieldTemplate(field, sites, join(path, field.name)) })),
  }
}

function partsTemplate(shape: Shape, parts: readonly Shape[], sites: Sites, path: string): ListTemplate {
  return {
    kind: 'list',
    site: siteOf(shape, sites, path),
    lets: letTemplates(shape.lets, sites, path),
    ...optionalSlot(shape.when, sites, path),
    parts: parts.map((part) => {
      const name = join(path, part.name)
      const item = objectTemplate({ ...part, when: undefined }, sites, name)
      return {
        site: item.site,
        ...optionalSlot(part.when, sites, name),
        ...(part.each && { each: slotOf(part.each, sites, name, 'each') }),
        item,
      }
    }),
  }
}

function fieldTemplate(field: Field, sites: Sites, path: string): Template {
  return field.kind === 'shape' ? shapeTemplate(field, sites, path) : leafTemplate(field, sites, path)
}

function leafTemplate(leaf: Leaf, sites: Sites, path: string): Template {
  const value = slotOf(leaf.value, sites, path, 'value')
  return {
    kind: 'leaf',
    site: value.site,
    value,
    ...optionalSlot(leaf.when, sites, path),
    ...(leaf.default && { default: slotOf(leaf.default, sites, path, 'default') }),
    ...(leaf.required && { required: true }),
  }
}

export function letTemplates(lets: readonly Let[], sites: Sites, path: string): LetTemplate[] {
  return lets.map(({ name, value }) => ({ name, value: slotOf(value, sites, join(path, `$${name}`), 'let') }))
}

export function slotOf(value: Value, sites: Sites, field: string, role: Role): Slot {
  const site = sites.add({ field, role, value })
  return value.kind === 'expression'
    ? { kind: 'expression', text: value.text, site }
    : { kind: 'constant', value: value.value as Json, site }
}

function optionalSlot(when: Value | undefined, sites: Sites, path: string): { when?: Slot } {
  return when ? { when: slotOf(when, sites, path, 'when') } : {}
}

function siteOf(shape: Shape, sites: Sites, field: string): number {
  return sites.add({ field, role: 'value', value: { kind: 'constant', value: null, node: shape.node } })
}

function join(path: string, name: string): string {
  return path ? `${path}.${name}` : name
}
