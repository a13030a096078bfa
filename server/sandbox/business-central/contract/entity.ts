/** The schema files of schemas/business-central/ as they are read; `entity.schema.json` there says what each keyword means. */
interface PropertySchema {
  type?: 'string' | 'number' | 'integer' | 'boolean' | 'array'
  $ref?: string
  items?: { $ref: string }
  edm?: string
  enum?: readonly string[]
  maxLength?: number
  minimum?: number
  maximum?: number
  default?: string | number | boolean
  code?: boolean
  readOnly?: boolean
  settableOnInsert?: boolean
  forbiddenOnCreate?: boolean
  notBlank?: boolean
  al?: string
  enumName?: string
  field?: string
  relation?: string
  relationValidated?: boolean
  errors?: readonly string[]
  deepInsert?: boolean
  target?: string
}

export interface EntitySchema {
  $id: string
  title: string
  complexType?: boolean
  required?: readonly string[]
  entitySet: string
  key: readonly string[]
  operations: readonly string[]
  apiRoute?: string
  kind?: 'query'
  topLevel?: boolean
  containedIn?: readonly string[]
  parentKey?: string
  requiredOnCreate?: readonly (readonly string[])[]
  sourceTable?: string
  sourceTableTemporary?: boolean
  errors?: Readonly<Record<string, readonly string[]>>
  actions?: readonly { name: string; parameters: readonly string[]; errors: readonly string[] }[]
  navigation?: Readonly<Record<string, { target: string; many: boolean; generated?: boolean; link?: string }>>
  properties: Readonly<Record<string, PropertySchema>>
}

export interface Property extends PropertySchema {
  name: string
  edm: string
}

/** One pair of a page link: a field of the target's table holds a field of ours, or a constant. */
interface LinkPart {
  target: string
  field?: string
  constant?: string
}

export interface Navigation {
  name: string
  target: string
  many: boolean
  link: readonly LinkPart[]
  /** A nested array is accepted in a POST of the parent. */
  deepInsert: boolean
}

export interface Entity {
  name: string
  set: string
  key: readonly string[]
  operations: ReadonlySet<string>
  schema: EntitySchema
  properties: ReadonlyMap<string, Property>
  navigation: ReadonlyMap<string, Navigation>
  /** Captions of enum members, as the server's own messages list them. */
  encodedEnums: boolean
}

export function toEntity(schema: EntitySchema): Entity {
  const declared = Object.entries(schema.properties)
  const properties = declared.filter(([, property]) => !property.deepInsert)
  const deep = new Set(declared.filter(([, property]) => property.deepInsert).map(([name]) => name))
  const navigation = Object.entries(schema.navigation ?? {})
  return {
    name: schema.$id.slice(schema.$id.lastIndexOf('/') + 1),
    set: schema.entitySet,
    key: schema.key ?? [],
    operations: new Set(schema.operations),
    schema,
    properties: new Map(properties.map(([name, property]) => [name, { ...property, name, edm: property.edm ?? 'unknown' }])),
    navigation: new Map(
      navigation.map(([name, { target, many, link = '' }]) => [
        name,
        { name, target, many, link: parseLink(link), deepInsert: deep.has(name) },
      ]),
    ),
    encodedEnums: declared.some(([, property]) => property.edm === 'Enum'),
  }
}

/** `"Document Id"=field(Id),"Document Type"=const("Sales Order")` */
function parseLink(link: string): LinkPart[] {
  const parts = link.matchAll(/(?:"([^"]+)"|([\w.]+))=(field|const)\((?:"([^"]*)"|'([^']*)'|([^)]*))\)/g)
  return [...parts].map(([, quoted, bare, kind, ...values]) => {
    const value = values.find((each) => each !== undefined) ?? ''
    const target = quoted ?? bare!
    return kind === 'field' ? { target, field: value } : { target, constant: value }
  })
}
