import type { Route } from '../connector.ts'
import { schemaOfEdm } from './edm.ts'
import { type EntityProperty, type EntitySchema } from './entity-index.ts'
import { type XmlElement, childrenOf, parseXml } from './xml.ts'

/** What a service says of itself, by name. */
export interface Metadata {
  /** The schema of what a route carries; undefined where the service has no such set or action. */
  schemaOf(route: Pick<Route, 'kind' | 'address'>): EntitySchema | undefined
  /** Sets and unbound actions, for hints. */
  names(): string[]
}

/** Reads `$metadata` (EDMX, OData 4). @returns undefined where the text is no such document */
export function parseMetadata(text: string): Metadata | undefined {
  const root = parseXml(text)
  if (root?.name !== 'Edmx') return undefined
  const schemas = childrenOf(root, 'DataServices').flatMap((services) => childrenOf(services, 'Schema'))
  const declared = (kind: string): Map<string, XmlElement> =>
    new Map(schemas.flatMap((schema) => childrenOf(schema, kind)).map((element) => [element.attributes['Name'] ?? '', element]))
  const types: Types = { entities: declared('EntityType'), complex: declared('ComplexType'), enums: declared('EnumType') }
  const actions = declared('Action')
  const sets = new Map(
    schemas
      .flatMap((schema) => childrenOf(schema, 'EntityContainer'))
      .flatMap((container) => childrenOf(container, 'EntitySet'))
      .map((set) => [set.attributes['Name'] ?? '', set]),
  )
  return {
    names: () => [...sets.keys(), ...[...actions].filter(([, { attributes }]) => attributes['IsBound'] !== 'true').map(([name]) => name)],
    schemaOf({ kind, address }) {
      const last = address.split('/').at(-1) ?? ''
      if (kind === 'action') {
        const action = actions.get(last.slice(last.lastIndexOf('.') + 1))
        return action && actionSchema(action, types)
      }
      const name = last.replace(/\(.*$/, '')
      const set = sets.get(name)
      const type = set && types.entities.get(localName(set.attributes['EntityType'] ?? ''))
      return type && entitySchemaOf(name, type, set, types, kind === 'api')
    },
  }
}

interface Types {
  readonly entities: ReadonlyMap<string, XmlElement>
  readonly complex: ReadonlyMap<string, XmlElement>
  readonly enums: ReadonlyMap<string, XmlElement>
}

function entitySchemaOf(name: string, type: XmlElement, set: XmlElement, types: Types, hasDeepInsert: boolean): EntitySchema {
  const bindings = new Map(
    childrenOf(set, 'NavigationPropertyBinding').map(({ attributes }) => [attributes['Path'] ?? '', attributes['Target'] ?? '']),
  )
  const links = childrenOf(type, 'NavigationProperty').map(({ attributes }) => ({
    name: attributes['Name'] ?? '',
    type: attributes['Type'] ?? '',
    target: bindings.get(attributes['Name'] ?? '') ?? attributes['Name'] ?? '',
  }))
  const nested = links.flatMap(({ name: link, type: linked, target }): [string, EntityProperty][] => {
    const item = types.entities.get(itemName(linked) ?? '')
    return hasDeepInsert && item
      ? [[link, { type: 'array', items: { type: 'object', properties: propertiesOf(item, types) }, deepInsert: true, target }]]
      : []
  })
  return {
    title: type.attributes['Name'] ?? name,
    type: 'object',
    entitySet: name,
    key: childrenOf(childrenOf(type, 'Key')[0], 'PropertyRef').map(({ attributes }) => attributes['Name'] ?? ''),
    navigation: Object.fromEntries(links.map((link) => [link.name, { target: link.target, many: itemName(link.type) !== undefined }])),
    properties: { ...propertiesOf(type, types), ...Object.fromEntries(nested) },
    additionalProperties: false,
  }
}

function actionSchema(action: XmlElement, types: Types): EntitySchema {
  const isBound = action.attributes['IsBound'] === 'true'
  const parameters = childrenOf(action, 'Parameter').slice(isBound ? 1 : 0)
  return {
    title: action.attributes['Name'] ?? '',
    type: 'object',
    properties: Object.fromEntries(parameters.map((parameter) => [parameter.attributes['Name'] ?? '', propertySchema(parameter, types)])),
    required: parameters.map(({ attributes }) => attributes['Name'] ?? ''),
    additionalProperties: false,
  }
}

/** In the order in which they are to be sent; the service's own order means nothing. */
function propertiesOf(type: XmlElement, types: Types): Record<string, EntityProperty> {
  const properties = childrenOf(type, 'Property').map((property): [string, EntityProperty] => [
    property.attributes['Name'] ?? '',
    propertySchema(property, types),
  ])
  return Object.fromEntries(properties.toSorted(([a], [b]) => rank(a) - rank(b)))
}

function propertySchema(property: XmlElement, types: Types): EntityProperty {
  const { Type: type = 'Edm.String', MaxLength: length } = property.attributes
  const note = (term: string): Readonly<Record<string, string>> | undefined =>
    childrenOf(property, 'Annotation').find(({ attributes }) => attributes['Term'] === term)?.attributes
  return {
    ...typeSchema(type, types),
    ...(length !== undefined && /^\d+$/.test(length) && { maxLength: Number(length) }),
    ...(note('NAV.NavType')?.['String'] === 'Code' && { code: true }),
    ...(note('NAV.AllowEdit')?.['Bool'] === 'false' && {
      readOnly: true,
      ...(note('NAV.AllowEditOnCreate')?.['Bool'] === 'true' && { settableOnInsert: true }),
    }),
  }
}

function typeSchema(type: string, types: Types): EntityProperty {
  const item = itemName(type)
  if (item !== undefined) return { type: 'array', items: typeSchema(item, types) }
  const members = types.enums.get(localName(type))
  if (members) return { type: 'string', edm: 'Enum', enum: childrenOf(members, 'Member').map(({ attributes }) => attributes['Name'] ?? '') }
  const complex = types.complex.get(localName(type))
  if (complex) return { type: 'object', properties: propertiesOf(complex, types), additionalProperties: false }
  return { ...schemaOfEdm(type), ...(type === 'Edm.Stream' && { contentEncoding: 'base64' }) }
}

function itemName(type: string): string | undefined {
  const item = /^Collection\((.*)\)$/.exec(type)?.[1]
  return item === undefined ? undefined : item.startsWith('Edm.') ? item : localName(item)
}

function localName(type: string): string {
  return type.slice(type.lastIndexOf('.') + 1)
}

/** What resets others comes before them (operations.md, section 4): document, object, variant, place, unit, quantity, price, discount. */
const sendOrder = [
  ['documenttype', 'documentno', 'documentnumber', 'documentid', 'lineno', 'linenumber', 'sequence', 'type', 'linetype', 'no', 'number'],
  ['customerid', 'customernumber', 'selltocustomerno', 'billtocustomerno'],
  ['itemid', 'itemno', 'itemnumber', 'accountid', 'accountno', 'lineobjectnumber', 'variantcode', 'itemvariantid'],
  ['locationcode', 'locationid', 'unitofmeasurecode', 'unitofmeasureid', 'quantity', 'unitprice', 'directunitcost'],
  ['linediscountpercent', 'discountpercent', 'linediscountamount', 'discountamount'],
].flat()

function rank(name: string): number {
  const place = sendOrder.indexOf(name.replaceAll('_', '').toLowerCase())
  return place < 0 ? sendOrder.length : place
}
