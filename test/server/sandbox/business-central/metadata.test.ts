import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { outcome, startClient, v2, type Client } from './raw-client.ts'

interface Property {
  edm?: string
  $ref?: string
  items?: { $ref: string }
  enum?: string[]
  maxLength?: number
  code?: boolean
  readOnly?: boolean
  settableOnInsert?: boolean
  deepInsert?: boolean
}

interface Schema {
  $id: string
  complexType?: boolean
  entitySet: string
  key: string[]
  apiRoute?: string
  containedIn?: string[]
  actions?: { name: string }[]
  navigation?: Record<string, { target: string; many: boolean }>
  properties: Record<string, Property>
}

const folder = fileURLToPath(new URL('../../../../schemas/business-central/', import.meta.url))
const read = (name: string) =>
  readdirSync(join(folder, name)).map((file) => JSON.parse(readFileSync(join(folder, name, file), 'utf8')) as Schema)
const nameOf = (schema: Schema) => schema.$id.split('/').at(-1)!

/** Attributes of an XML tag. */
const attributes = (tag: string): Record<string, string> =>
  Object.fromEntries([...tag.matchAll(/([\w:.]+)="([^"]*)"/g)].map(([, name, value]) => [name!, value!]))

let client: Client
beforeAll(async () => {
  client = await startClient()
})
afterAll(() => client.close())

const roots: [path: string, folder: string, route: string | undefined][] = [
  ['api/v2.0', 'v2.0', undefined],
  ['api/v1.0', 'v1.0', undefined],
  ['api/microsoft/automation/v2.0', 'v2.0', 'microsoft/automation/v2.0'],
  ['api/microsoft/automation/v1.0', 'v1.0', 'microsoft/automation/v1.0'],
  ['ODataV4', 'web-services', 'ODataV4'],
  ['api/fieldloom/sales/v1.0', 'fieldloom-sales-v1.0', 'fieldloom/sales/v1.0'],
]

describe.each(roots)('$metadata of %s', (path, name, route) => {
  const all = read(name)
  const routeOf = (schema: Schema) => schema.apiRoute ?? all.find(({ entitySet }) => entitySet === schema.containedIn?.[0])?.apiRoute
  const schemas = all.filter((schema) => !schema.complexType && routeOf(schema) === route)
  let text: string

  beforeAll(async () => {
    const answer = await client.get(`/v2.0/tenant/Production/${path}/$metadata`)
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/xml'])
    text = answer.body as unknown as string
  })

  const typeText = (type: string) => new RegExp(`<EntityType Name="${type}">(.*?)</EntityType>`, 's').exec(text)?.[1] ?? ''

  test('has every set, and no other', () => {
    const sets = [...text.matchAll(/<EntitySet ([^>]*?)>/g)].map(([, tag]) => attributes(tag!))

    expect(Object.fromEntries(sets.map((set) => [set.Name, set.EntityType]))).toEqual(
      Object.fromEntries(schemas.map((schema) => [schema.entitySet, `Microsoft.NAV.${nameOf(schema)}`])),
    )
  })

  test('says of each property what its schema says', () => {
    for (const schema of schemas) {
      const type = typeText(nameOf(schema))
      const declared = Object.entries(schema.properties).filter(([, property]) => !property.deepInsert)
      const properties: { Name?: string; Type?: string; MaxLength?: string; notes: string }[] = []
      for (const [, tag, notes = ''] of type.matchAll(/<Property ([^>]*?)(?:\/>|>(.*?)<\/Property>)/gs))
        properties.push(Object.assign({ notes }, attributes(tag!)))

      expect(
        properties.map((property) => property.Name),
        schema.entitySet,
      ).toEqual(declared.map(([property]) => property))
      for (const [index, [, property]] of declared.entries()) {
        const found = properties[index]!
        const place = `${schema.entitySet}.${found.Name}`
        if (property.items) expect(found.Type, place).toBe(`Collection(Microsoft.NAV.${property.items.$ref})`)
        else if (property.$ref) expect(found.Type, place).toBe(`Microsoft.NAV.${property.$ref}`)
        else if (property.edm === 'Enum') expect(membersOf(found.Type!), place).toEqual(property.enum)
        else expect(found.Type, place).toBe(property.edm === 'unknown' ? 'Edm.String' : property.edm)
        expect(found.MaxLength, place).toBe(property.maxLength?.toString())
        expect(found.notes.includes('"NAV.NavType" String="Code"'), place).toBe(property.code === true)
        expect(found.notes.includes('"NAV.AllowEdit" Bool="false"'), place).toBe(property.readOnly === true)
        if (property.readOnly)
          expect(found.notes.includes(`"NAV.AllowEditOnCreate" Bool="${property.settableOnInsert === true}"`), place).toBe(true)
      }
    }
  })

  const membersOf = (type: string) => {
    const [, members = ''] = new RegExp(`<EnumType Name="${type.replace('Microsoft.NAV.', '')}">(.*?)</EnumType>`, 's').exec(text) ?? []
    return [...members.matchAll(/<Member Name="([^"]*)"/g)].map(([, member]) => member)
  }

  test('leads where its schema leads, by the same keys', () => {
    for (const schema of schemas) {
      const type = typeText(nameOf(schema))
      const navigation = [...type.matchAll(/<NavigationProperty ([^>]*?)\/>/g)].map(([, tag]) => attributes(tag!))
      const expected = Object.entries(schema.navigation ?? {}).flatMap(([navigationName, { target, many }]) => {
        const full = schemas.find(({ entitySet }) => entitySet === target)
        return full ? [[navigationName, many ? `Collection(Microsoft.NAV.${nameOf(full)})` : `Microsoft.NAV.${nameOf(full)}`]] : []
      })

      expect(
        navigation.map(({ Name, Type }) => [Name, Type]),
        schema.entitySet,
      ).toEqual(expected)
      expect(
        [...type.matchAll(/<PropertyRef Name="([^"]*)"/g)].map(([, key]) => key),
        schema.entitySet,
      ).toEqual(schema.key.filter((key) => key in schema.properties))
    }
  })

  test('names the bound actions', () => {
    const bound = [
      ...text.matchAll(/<Action Name="(\w+)" IsBound="true"><Parameter Name="bindingParameter" Type="Microsoft.NAV.(\w+)"/g),
    ].map(([, action, type]) => `${type}.${action}`)

    expect(bound.sort()).toEqual(
      schemas
        .flatMap((schema) => (schema.actions ?? []).map(({ name: action }) => `${nameOf(schema)}.${action.replace('Microsoft.NAV.', '')}`))
        .sort(),
    )
  })
})

test('the root lists its sets, and the web services their actions too', async () => {
  const root = await client.get(`${v2}/`)
  const services = await client.get('/v2.0/t/e/ODataV4/$metadata')

  expect(root.body.value).toContainEqual({ name: 'salesOrders', kind: 'EntitySet', url: 'salesOrders' })
  expect(String(services.body)).toContain('<ActionImport Name="SalesIntegration_AddOrderNote"')
  expect((await client.get(`${v2}/entityDefinitions`)).body.value.length).toBeGreaterThan(100)
  expect(outcome(await client.get(`${v2}/$metadata/more`))).toBe('404 BadRequest_ResourceNotFound')
})
