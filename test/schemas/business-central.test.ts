import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'

const root = fileURLToPath(new URL('../../schemas/business-central/', import.meta.url))
const folders = readdirSync(root, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name)

interface Property {
  [keyword: string]: unknown
  $ref?: string
  items?: { $ref: string }
  enum?: string[]
  deepInsert?: boolean
  target?: string
}

interface Schema {
  [keyword: string]: unknown
  $id: string
  complexType?: boolean
  entitySet: string
  key: string[]
  operations: string[]
  apiRoute?: string
  requiredOnCreate?: string[][]
  navigation?: Record<string, { target: string; many: boolean; generated?: boolean; link?: string }>
  properties: Record<string, Property>
}

function readSchemas(folder: string): Map<string, Schema> {
  const files = readdirSync(join(root, folder))
  return new Map(files.map((file) => [file.replace(/\.json$/, ''), JSON.parse(readFileSync(join(root, folder, file), 'utf8')) as Schema]))
}

describe.each(folders)('schemas/business-central/%s', (folder) => {
  const schemas = readSchemas(folder)
  const entities = [...schemas.values()].filter((schema) => !schema.complexType)
  const sets = new Set(entities.map((schema) => schema.entitySet))

  test('every file keeps entity.schema.json and is named after its entity', () => {
    const validate = new Ajv2020({ strict: false, allErrors: true }).compile(
      JSON.parse(readFileSync(join(root, 'entity.schema.json'), 'utf8')) as object,
    )

    const wrong = [...schemas].flatMap(([name, schema]) => {
      const problems = validate(schema) ? [] : (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message}`)
      if (schema.$id !== `business-central/${folder}/${name}`) problems.push(`$id is ${schema.$id}`)
      return problems.map((problem) => `${name}: ${problem}`)
    })

    expect(wrong).toEqual([])
  })

  test('every reference leads to a file, and every required name to a property', () => {
    const missing = [...schemas].flatMap(([name, schema]) => {
      const references = Object.values(schema.properties).flatMap((property) => property.$ref ?? property.items?.$ref ?? [])
      const targets = Object.values(schema.navigation ?? {}).map(({ target }) => target)
      const names = (schema.requiredOnCreate ?? []).flat()
      return [
        ...references.filter((reference) => !schemas.has(reference)),
        ...targets.filter((target) => !sets.has(target)),
        ...names.filter((each) => !(each in schema.properties)),
      ].map((each) => `${name}: ${each}`)
    })

    expect(missing).toEqual([])
  })

  test('what resets other properties stands before them', () => {
    const rows = [
      ['lineType', 'itemId', 'lineObjectNumber'],
      ['itemVariantId'],
      ['locationId'],
      ['unitOfMeasureId', 'unitOfMeasureCode', 'unitOfMeasure'],
      ['quantity'],
      ['unitPrice', 'unitCost', 'directUnitCost'],
      ['discountPercent', 'discountAmount'],
      ['description'],
      ['shipmentDate'],
      ['taxCode'],
    ]
    const lines = entities.filter((schema) => schema.operations.includes('POST') && schema.properties.lineType && schema.properties.quantity)

    for (const { $id, properties } of lines) {
      const order = Object.keys(properties)
      const places = rows.map((row) => row.map((name) => order.indexOf(name)).filter((place) => place >= 0)).filter((row) => row.length > 0)
      for (const [index, row] of places.entries())
        if (index > 0) expect(Math.min(...row), `${$id}, row ${index}`).toBeGreaterThan(Math.max(...places[index - 1]!))
    }
  })
})

interface FactProperty {
  [fact: string]: unknown
  name: string
  type: string
  field?: string
  members?: string[]
  extensible?: boolean
}

interface FactEntity {
  [fact: string]: unknown
  entitySetName: string
  entityName: string
  key?: string[]
  properties: FactProperty[]
  navigation?: { name: string; target: string; multiplicity: string; deepInsert: boolean; generated?: boolean; link?: string }[]
}

interface Facts {
  entities: FactEntity[]
  complexTypes?: Record<string, { properties: (FactProperty & { required?: boolean })[]; missingError?: string; note?: string }>
}

const factsFolder = fileURLToPath(new URL('../../../shared/business-central/', import.meta.url))

const complexTypes: Record<string, string> = {
  POSTALADDRESS: 'postalAddress',
  DOCUMENTLINEOBJECTDETAILS: 'documentLineObjectDetails',
  'ITEM-UOM': 'itemUnitOfMeasure',
  'ITEM-UOM-CONVERSION': 'itemUnitOfMeasureConversion',
  'Collection(DIMENSION)': 'Collection(dimensionType)',
  DIMENSION: 'dimensionType',
}

/** The facts name keys of these pages by their table fields, or not at all. */
const keys: Record<string, string[]> = {
  userPermissions: ['id'],
  permissionSets: ['id'],
  users: ['userSecurityId'],
  profiles: ['profileId'],
  extensionDeploymentStatus: [],
  automationCompanies: ['id'],
  extensions: ['packageId'],
  features: ['id'],
}

const jsonType: Record<string, Partial<Property>> = {
  'Edm.Guid': { type: 'string', format: 'uuid' },
  'Edm.String': { type: 'string' },
  Enum: { type: 'string' },
  'Edm.Date': { type: 'string', format: 'date' },
  'Edm.DateTimeOffset': { type: 'string', format: 'date-time' },
  'Edm.Decimal': { type: 'number' },
  'Edm.Int32': { type: 'integer' },
  'Edm.Int64': { type: 'integer' },
  'Edm.Boolean': { type: 'boolean' },
  'Edm.Stream': { type: 'string', contentEncoding: 'base64' },
  'Edm.Duration': { type: 'string', format: 'duration' },
  unknown: {},
}

const sameFacts = [
  'maxLength code readOnly readOnlyBasis settableOnInsert forbiddenOnCreate writableSince firstSeen notBlank showMandatory',
  'calculated al field source relation relationValidated errors enumName extensible',
].flatMap((names) => names.split(' '))

const encode = (text: string) =>
  text.replace(/\W/g, (character) => `_x${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`)

function expectProperty(ours: Property | undefined, fact: FactProperty, place: string, linked: ReadonlySet<string>) {
  const type = jsonType[fact.type]
  expect(ours, place).toBeDefined()
  expect(ours!.edm, place).toBe(complexTypes[fact.type] ?? fact.type)
  for (const keyword of ['type', 'format', 'contentEncoding']) if (type) expect(ours![keyword], `${place} ${keyword}`).toBe(type[keyword])
  for (const name of sameFacts) expect(ours![name], `${place} ${name}`).toEqual(fact[name])
  expect(ours!.minimum, place).toBe(fact.minValue)
  expect(ours!.maximum, place).toBe(fact.maxValue)
  const encoded = fact.type === 'Enum' ? encode : (text: string) => text
  expect(ours!.default === undefined ? undefined : String(ours!.default), place).toBe(
    fact.default === undefined ? undefined : encoded(String(fact.default)),
  )
  const members = fact.members && [...new Set(fact.members)]
  expect(ours!.enum?.slice(0, members?.length), place).toEqual(members)
  const more = members && fact.extensible ? [...linked].map(encoded).filter((member) => !members.includes(member)) : []
  expect(new Set(ours!.enum?.slice(members?.length)), place).toEqual(new Set(more))
}

/** Members of an extensible enum that links of other pages name: `"Document Type"=const("Sales Order")`. */
function linkedMembers(facts: Facts): (set: string, field?: string) => Set<string> {
  const links = facts.entities.flatMap((entity) => entity.navigation ?? [])
  const constant = /(?:"([^"]+)"|(\w+))=const\((?:"([^"]*)"|'([^']*)'|(\w+))\)/g
  return (set, field) => {
    const members = new Set<string>()
    for (const { target, link = '' } of links)
      for (const [, quoted, bare, ...value] of target === set ? link.matchAll(constant) : [])
        if ((quoted ?? bare) === field) members.add(value.find((each) => each !== undefined)!)
    return members
  }
}

describe.runIf(existsSync(factsFolder)).each(['v1.0', 'v2.0'])('the schemas of %s say what the facts say', (version) => {
  const facts = JSON.parse(readFileSync(join(factsFolder, `api-${version}.json`), 'utf8')) as Facts
  const ours = readSchemas(version)
  const linked = linkedMembers(facts)

  test('no entity and no complex type more or less', () => {
    const names = facts.entities.map((entity) => entity.entityName)
    const types = Object.keys(facts.complexTypes ?? {}).map((name) => complexTypes[name]!)

    expect([...ours.keys()].sort()).toEqual([...names, ...types].sort())
  })

  test.each(facts.entities.map((entity) => [entity.entitySetName, entity] as const))('%s', (_, fact) => {
    const schema = ours.get(fact.entityName)!

    expect(schema.entitySet).toBe(fact.entitySetName)
    expect(schema.key).toEqual(keys[fact.entitySetName] ?? fact.key ?? [])
    expect(schema.description).toBe(fact.note)
    for (const name of [
      'operations apiRoute kind platform topLevel containedIn parentKey requiredOnCreate firstSeen sourceTable sourceTableTemporary errors actions',
    ].flatMap((names) => names.split(' ')))
      expect(schema[name], name).toEqual(fact[name])
    const navigation = fact.navigation ?? []
    const deep = navigation.filter(({ deepInsert }) => deepInsert).map(({ name }) => name)
    expect(Object.keys(schema.properties).sort()).toEqual([...fact.properties.map(({ name }) => name), ...deep].sort())
    for (const property of fact.properties)
      expectProperty(
        schema.properties[property.name],
        property,
        `${fact.entitySetName}.${property.name}`,
        linked(fact.entitySetName, property.field),
      )
    expect(Object.keys(schema.navigation ?? {})).toEqual(navigation.map(({ name }) => name))
    for (const each of navigation) {
      const target = each.target === 'salespersonPurchaser' ? 'salespeoplePurchasers' : each.target // a slip of the facts: no such set
      expect(schema.navigation?.[each.name]).toEqual({
        target,
        many: each.multiplicity === '*',
        ...(each.generated && { generated: true }),
        ...(each.link && { link: each.link }),
      })
      const entityName = facts.entities.find(({ entitySetName }) => entitySetName === target)?.entityName
      if (each.deepInsert)
        expect(schema.properties[each.name]).toEqual({ type: 'array', items: { $ref: entityName }, deepInsert: true, target })
    }
  })

  test.each(Object.entries(facts.complexTypes ?? {}))('complex type %s', (name, fact) => {
    const schema = ours.get(complexTypes[name]!)!

    const required = fact.properties.filter((property) => property.required).map((property) => property.name)
    expect(schema.required ?? []).toEqual(required)
    expect(schema.description).toBe(fact.note)
    expect(schema.errors).toEqual(fact.missingError && { missing: [fact.missingError] })
    expect(Object.keys(schema.properties)).toEqual(fact.properties.map((property) => property.name))
    for (const property of fact.properties)
      expectProperty(schema.properties[property.name], property, `${name}.${property.name}`, new Set())
    for (const property of fact.properties) expect(schema.properties[property.name]?.description).toBe(property.note)
  })
})
