import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { outcome, startClient, text, type Client } from './raw-client.ts'

interface Property {
  type?: string
  edm?: string
  format?: string
  $ref?: string
  enum?: string[]
  maxLength?: number
  readOnly?: boolean
  settableOnInsert?: boolean
  forbiddenOnCreate?: boolean
  deepInsert?: boolean
  target?: string
}

interface Schema {
  complexType?: boolean
  entitySet: string
  operations: string[]
  apiRoute?: string
  topLevel?: boolean
  containedIn?: string[]
  parentKey?: string
  requiredOnCreate?: string[][]
  properties: Record<string, Property>
}

type Json = Record<string, unknown>

const folder = fileURLToPath(new URL('../../../../schemas/business-central/', import.meta.url))

function schemasOf(version: string): Schema[] {
  const files = readdirSync(join(folder, version)).map((file) => JSON.parse(readFileSync(join(folder, version, file), 'utf8')) as Schema)
  return files.filter((schema) => !schema.complexType)
}

/** Below which sets an entity is created, where its own set does not do, and by which navigation. */
function parentsOf(schema: Schema, schemas: readonly Schema[]): { set: string; navigation: string } | undefined {
  if (!schema.parentKey && schema.topLevel !== false) return undefined
  for (const parent of schemas)
    for (const [navigation, property] of Object.entries(parent.properties))
      if (property.deepInsert && property.target === schema.entitySet && parent.operations.includes('POST') && !parent.parentKey)
        return { set: parent.entitySet, navigation }
  return undefined
}

/** Codes and names must differ from one create to the next. */
let counter = 0
const fresh = () => `T${(counter += 1)}`

const masters: Record<string, string> = { customerNumber: '10000', vendorNumber: '10000' }
const extra: Record<string, Json> = {
  dimensionSetLines: { code: 'AREA', valueCode: 'EUROPE' },
  dimensionLines: { code: 'AREA', valueCode: 'EUROPE' },
}

/** The smallest body that the contract takes. */
function minimalBody(schema: Schema): Json {
  const body: Json = {}
  for (const group of schema.requiredOnCreate ?? []) {
    const name = group.find((each) => masters[each]) ?? group.at(-1)!
    body[name] = masters[name] ?? (name === 'notificationUrl' || name === 'resource' ? `/${fresh()}` : fresh())
  }
  return { ...body, ...keyOf(schema), ...extra[schema.entitySet] }
}

/** A code of one's own where the record would else collide with the one made before. */
function keyOf(schema: Schema): Json {
  const name = schema.properties.code && !schema.properties.code.readOnly && !extra[schema.entitySet] ? 'code' : undefined
  return name ? { [name]: fresh() } : {}
}

const wrongValue: Record<string, unknown> = {
  'Edm.Guid': 'no-guid',
  'Edm.String': 12,
  Enum: 12,
  'Edm.Date': '2026-02-30',
  'Edm.DateTimeOffset': 'yesterday',
  'Edm.Decimal': 'twelve',
  'Edm.Int32': 1.5,
  'Edm.Int64': 1.5,
  'Edm.Boolean': 'yes',
}

const rightValue: Record<string, unknown> = {
  'Edm.Guid': '00000000-0000-0000-0000-000000000000',
  'Edm.String': 'X',
  'Edm.Date': '2026-03-01',
  'Edm.DateTimeOffset': '2026-03-01T10:00:00Z',
  'Edm.Decimal': 1,
  'Edm.Int32': 1,
  'Edm.Int64': 1,
  'Edm.Boolean': true,
  unknown: 'X',
}

const valid = (property: Property): unknown => property.enum?.[0] ?? rightValue[property.edm ?? '']

describe.each(['v1.0', 'v2.0'])('every entity of API %s that can be created', (version) => {
  const schemas = schemasOf(version)
  const creatable = schemas.filter((schema) => schema.operations.includes('POST'))
  let client: Client

  beforeAll(async () => {
    client = await startClient()
  })
  afterAll(() => client.close())

  const root = (schema: Schema) => {
    const owner = schema.apiRoute ? schema : schemas.find(({ entitySet }) => entitySet === schema.containedIn?.[0])
    return `/v2.0/tenant/Production/api/${owner?.apiRoute ?? version}/${client.company}`
  }

  /** Where it is posted to; the parent is made anew, so that nothing collides. */
  async function address(schema: Schema): Promise<string> {
    const parent = parentsOf(schema, schemas)
    if (schema.topLevel === false && schema.containedIn?.[0] === 'users')
      return `${root(schema)}/users(${await userId(root(schema))})/${schema.entitySet}`
    if (!parent) return `${root(schema)}/${schema.entitySet}`
    const parentSchema = schemas.find(({ entitySet }) => entitySet === parent.set)!
    const created = await client.post(`${root(parentSchema)}/${parent.set}`, minimalBody(parentSchema))
    expect(outcome(created), `${parent.set} ${text(created)}`).toBe('201')
    return `${created.headers.get('location')!.replace(client.url, '')}/${parent.navigation}`
  }

  const userId = async (at: string) => String((await client.get(`${at}/users`)).body.value[0]!.userSecurityId)

  /** These take their parent from the body only. */
  async function bodyFor(schema: Schema): Promise<Json> {
    const named = parentsOf(schema, schemas) === undefined && 'parentId' in schema.properties
    if (!named) return minimalBody(schema)
    const order = await client.post('salesOrders', { customerNumber: '10000' })
    return { ...minimalBody(schema), parentId: order.body.id }
  }

  test.each(creatable.map((schema) => [schema.entitySet, schema] as const))('%s: takes the minimal body', async (_, schema) => {
    const answer = await client.post(await address(schema), await bodyFor(schema))

    expect(outcome(answer), text(answer)).toBe('201')
  })

  test.each(creatable.map((schema) => [schema.entitySet, schema] as const))('%s: refuses each single violation', async (_, schema) => {
    const at = await address(schema)
    const violations: [what: string, body: Json, expected: string][] = [
      ['unknown property', { notAProperty: 1 }, '400 BadRequest'],
      ['prototype key', JSON.parse('{"__proto__": {"a": 1}}') as Json, '400 BadRequest'],
    ]
    for (const [name, property] of Object.entries(schema.properties)) {
      const { edm = '', maxLength } = property
      if (property.deepInsert) {
        violations.push([`${name}: no array`, { [name]: {} }, '400 BadRequest'])
        continue
      }
      if (property.readOnly && !property.settableOnInsert) {
        if (valid(property) !== undefined)
          violations.push([`${name}: read-only`, { [name]: valid(property) }, '400 BadRequest_InvalidOperation'])
        continue
      }
      if (property.forbiddenOnCreate) violations.push([`${name}: not on create`, { [name]: 1 }, '400 Application_DialogException'])
      if (wrongValue[edm] !== undefined) violations.push([`${name}: wrong type`, { [name]: wrongValue[edm] }, '400 BadRequest'])
      if (property.$ref) violations.push([`${name}: no object`, { [name]: 'text' }, '400 BadRequest'])
      if (property.enum) violations.push([`${name}: no member`, { [name]: 'NotAMember' }, '400 Unknown'])
      else if (maxLength !== undefined && !property.readOnly && edm === 'Edm.String')
        violations.push([`${name}: too long`, { [name]: 'x'.repeat(maxLength + 1) }, '400 Application_StringExceededLength'])
      if (property.$ref === 'postalAddress' && !property.readOnly)
        violations.push([
          `${name}: incomplete`,
          { [name]: { street: 'Main Street 1', countryLetterCode: 'GB', postalCode: 'X' } },
          '400 Application_DialogException',
        ])
    }

    const wrong: string[] = []
    for (const [what, violation, expected] of violations) {
      const answer = await client.post(at, { ...(await bodyFor(schema)), ...violation })
      if (outcome(answer) !== expected) wrong.push(`${what}: ${outcome(answer)} ${text(answer)}, not ${expected}`)
    }
    expect(wrong).toEqual([])
  })

  test.each(creatable.filter((schema) => schema.requiredOnCreate).map((schema) => [schema.entitySet, schema] as const))(
    '%s: refuses a body without what is required',
    async (_, schema) => {
      const at = await address(schema)
      for (const group of schema.requiredOnCreate!) {
        const body = Object.fromEntries(Object.entries(await bodyFor(schema)).filter(([name]) => !group.includes(name)))

        const answer = await client.post(at, body)

        expect(['400 Application_DialogException', '400 BadRequest_RequiredParamNotProvided']).toContain(outcome(answer))
      }
    },
  )

  test.each(schemas.filter((schema) => !schema.operations.includes('POST')).map((schema) => [schema.entitySet, schema] as const))(
    '%s: cannot be created',
    async (_, schema) => {
      const answer = await client.post(`${root(schema)}/${schema.entitySet}`, {})

      expect(answer.status).toBeGreaterThanOrEqual(404)
      expect(answer.status).toBeLessThanOrEqual(405)
    },
  )
})
