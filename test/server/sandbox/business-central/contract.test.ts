import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type FactEntity, type FactProperty, type Facts, factsOf, hasFacts } from './contract-facts.ts'
import { outcome, startClient, text, type Client } from './raw-client.ts'

type Json = Record<string, unknown>

/** Codes and names must differ from one create to the next. */
let counter = 0
const fresh = () => `T${(counter += 1)}`

const masters: Readonly<Record<string, string>> = { customerNumber: '10000', vendorNumber: '10000' }
const extra: Readonly<Record<string, Json>> = {
  dimensionSetLines: { code: 'AREA', valueCode: 'EUROPE' },
  dimensionLines: { code: 'AREA', valueCode: 'EUROPE' },
}

/** The smallest body that the contract takes. */
function minimalBody(entity: FactEntity): Json {
  const body: Json = {}
  for (const group of entity.requiredOnCreate ?? []) {
    const name = group.find((each) => masters[each]) ?? group.at(-1)!
    body[name] = masters[name] ?? (name === 'notificationUrl' || name === 'resource' ? `/${fresh()}` : fresh())
  }
  const code = entity.properties.find(({ name, readOnly }) => name === 'code' && !readOnly)
  return { ...body, ...(code && { code: fresh() }), ...extra[entity.entitySetName] }
}

const wrongValues: Readonly<Record<string, readonly unknown[]>> = {
  'Edm.Guid': ['no-guid'],
  'Edm.String': [12, {}],
  Enum: [12],
  'Edm.Date': ['2026-02-30', '10-03-2026'],
  'Edm.DateTimeOffset': ['yesterday'],
  'Edm.Decimal': ['12'],
  'Edm.Int32': [1.5, '1'],
  'Edm.Int64': [1.5],
  'Edm.Boolean': ['true'],
}

const rightValue: Readonly<Record<string, unknown>> = {
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

const valid = (property: FactProperty): unknown => property.members?.[0] ?? rightValue[property.type]

interface Violation {
  readonly what: string
  readonly body: Json
  readonly expected: string
}

const violation = (what: string, name: string, value: unknown, expected: string): Violation => ({
  what: `${name}: ${what} (${JSON.stringify(value)?.slice(0, 60)})`,
  body: { [name]: value },
  expected,
})

const typeOf = (entity: FactEntity, name: string) => entity.properties.find((property) => property.name === name)?.type

/** Everything that a single property can do wrong. */
function violationsOf(property: FactProperty, facts: Facts, mode: 'create' | 'update'): Violation[] {
  const { name, type, maxLength, members } = property
  if (property.readOnly && !(mode === 'create' && property.settableOnInsert))
    return valid(property) === undefined ? [] : [violation('read-only', name, valid(property), '400 BadRequest_InvalidOperation')]
  const found = (members ? [12] : (wrongValues[type] ?? [])).map((value) => violation('wrong type', name, value, '400 BadRequest'))
  if (mode === 'create' && property.forbiddenOnCreate) found.push(violation('not on create', name, 1, '400 Application_DialogException'))
  if (members) found.push(violation('no member', name, 'NotAMember', '400 Unknown'))
  else if (maxLength !== undefined && type === 'Edm.String' && !property.readOnly)
    found.push(violation('too long', name, 'x'.repeat(maxLength + 1), '400 Application_StringExceededLength'))
  if (property.minValue !== undefined)
    found.push(violation('too small', name, property.minValue - 1, '400 Application_FieldValidationException'))
  if (property.maxValue !== undefined)
    found.push(violation('too large', name, property.maxValue + 1, '400 Application_FieldValidationException'))
  return [...found, ...complexViolations(property, facts)]
}

/** A complex value has its mandatory parts and no others, each of its type and not too long. */
function complexViolations({ name, type }: FactProperty, { complexTypes }: Facts): Violation[] {
  const parts = complexTypes[type]?.properties
  if (!parts) return []
  const whole: Json = Object.fromEntries(parts.map((part) => [part.name, rightValue[part.type] ?? null]))
  const required = parts.filter((part) => part.required)
  return [
    violation('no object', name, 'text', '400 BadRequest'),
    violation('unknown part', name, { ...whole, notAPart: 1 }, '400 BadRequest'),
    ...required.flatMap((part) =>
      [undefined, null, ''].map((value) =>
        violation(`without ${part.name}`, name, { ...whole, [part.name]: value }, '400 Application_DialogException'),
      ),
    ),
    ...parts
      .filter((part) => part.type === 'Edm.String')
      .map((part) => violation(`${part.name} of a wrong type`, name, { ...whole, [part.name]: 12 }, '400 BadRequest')),
    ...parts
      .filter((part) => part.maxLength !== undefined)
      .map((part) =>
        violation(
          `${part.name} too long`,
          name,
          { ...whole, [part.name]: 'x'.repeat(part.maxLength! + 1) },
          '400 Application_StringExceededLength',
        ),
      ),
  ]
}

/** Every single violation of an entity's contract. */
function allViolations(entity: FactEntity, facts: Facts, mode: 'create' | 'update'): Violation[] {
  return [
    { what: 'unknown property', body: { notAProperty: 1 }, expected: '400 BadRequest' },
    { what: 'prototype key', body: JSON.parse('{"__proto__": {"a": 1}}') as Json, expected: '400 BadRequest' },
    ...entity.properties.flatMap((property) => violationsOf(property, facts, mode)),
    ...(entity.navigation ?? []).filter(({ deepInsert }) => deepInsert).map(({ name }) => violation('no list', name, {}, '400 BadRequest')),
  ]
}

describe.each(['v1.0', 'v2.0'])(
  `every entity of API %s, by ${hasFacts ? 'the facts' : 'the schemas, because ../shared is not there'}`,
  (version) => {
    const facts = factsOf(version)
    const { entities } = facts
    const named = (list: readonly FactEntity[]) => list.map((entity) => [entity.entitySetName, entity] as const)
    const creatable = entities.filter(({ operations }) => operations.includes('POST'))
    let client: Client

    beforeAll(async () => {
      client = await startClient()
    })
    afterAll(() => client.close())

    const root = (entity: FactEntity) => {
      const owner = entity.apiRoute ? entity : entities.find(({ entitySetName }) => entitySetName === entity.containedIn?.[0])
      return `/v2.0/tenant/Production/api/${owner?.apiRoute ?? version}/${client.company}`
    }

    /** Below which set an entity is created, where its own set does not do, and by which navigation. */
    function parentOf(entity: FactEntity): { set: FactEntity; navigation: string } | undefined {
      if (!entity.parentKey && entity.topLevel !== false) return undefined
      for (const set of entities)
        for (const { name: navigation, target, deepInsert } of set.navigation ?? [])
          if (deepInsert && target === entity.entitySetName && set.operations.includes('POST') && !set.parentKey) return { set, navigation }
      return undefined
    }

    /** Where it is posted to; the parent is made anew, so that nothing collides. */
    async function address(entity: FactEntity): Promise<string> {
      const parent = parentOf(entity)
      if (entity.topLevel === false && entity.containedIn?.[0] === 'users') {
        const users = await client.get(`${root(entity)}/users`)
        return `${root(entity)}/users(${String(users.body.value[0]!.userSecurityId)})/${entity.entitySetName}`
      }
      if (!parent) return `${root(entity)}/${entity.entitySetName}`
      const created = await client.post(`${root(parent.set)}/${parent.set.entitySetName}`, minimalBody(parent.set))
      expect(outcome(created), `${parent.set.entitySetName} ${text(created)}`).toBe('201')
      return `${created.headers.get('location')!.replace(client.url, '')}/${parent.navigation}`
    }

    /** Some take their parent from the body only. */
    async function bodyFor(entity: FactEntity): Promise<Json> {
      const isNamed = parentOf(entity) === undefined && entity.properties.some(({ name }) => name === 'parentId')
      if (!isNamed) return minimalBody(entity)
      const order = await client.post('salesOrders', { customerNumber: '10000' })
      return { ...minimalBody(entity), parentId: order.body.id }
    }

    test.each(named(creatable))('%s: takes the minimal body', async (_, entity) => {
      const answer = await client.post(await address(entity), await bodyFor(entity))

      expect(outcome(answer), text(answer)).toBe('201')
    })

    test.each(named(creatable))('%s: refuses each single violation of a create', async (_, entity) => {
      const at = await address(entity)
      const base = await bodyFor(entity)

      const wrong: string[] = []
      for (const { what, body, expected } of allViolations(entity, facts, 'create')) {
        const answer = await client.post(at, { ...base, ...body })
        if (outcome(answer) !== expected) wrong.push(`${what}: ${outcome(answer)} ${text(answer)}, not ${expected}`)
      }

      expect(wrong).toEqual([])
    })

    test.each(named(creatable.filter(({ operations }) => operations.includes('PATCH'))))(
      '%s: refuses each single violation of an update',
      async (_, entity) => {
        const created = await client.post(await address(entity), await bodyFor(entity))
        const at = created.headers.get('location')!.replace(client.url, '')

        const wrong: string[] = []
        for (const { what, body, expected } of allViolations(entity, facts, 'update')) {
          const answer = await client.patch(at, body)
          if (outcome(answer) !== expected) wrong.push(`${what}: ${outcome(answer)} ${text(answer)}, not ${expected}`)
        }

        expect(wrong).toEqual([])
      },
    )

    test.each(named(creatable.filter(({ requiredOnCreate }) => requiredOnCreate)))(
      '%s: refuses a body without what is required, or with nothing in it',
      async (_, entity) => {
        const at = await address(entity)
        for (const group of entity.requiredOnCreate!) {
          const base = Object.fromEntries(Object.entries(await bodyFor(entity)).filter(([name]) => !group.includes(name)))
          const blanks = (name: string) => (typeOf(entity, name) === 'Edm.Guid' ? [null] : [null, '', '   '])
          const empty = group.flatMap((name) => blanks(name).map((value) => ({ ...base, [name]: value })))

          const answers = await Promise.all([base, ...empty].map((body) => client.post(at, body)))

          const codes = answers.map((answer) => outcome(answer))
          expect(
            codes.filter((code) => !/^400 (Application_DialogException|BadRequest_RequiredParamNotProvided)$/.test(code)),
            group.join(),
          ).toEqual([])
        }
      },
    )

    test.each(named(creatable))('%s: takes a text as long as it may be', async (_, entity) => {
      const at = await address(entity)
      const base = await bodyFor(entity)
      const texts = entity.properties.filter(
        ({ type, maxLength, members, readOnly }) => type === 'Edm.String' && maxLength && !members && !readOnly,
      )

      const refused: string[] = []
      for (const { name, maxLength } of texts) {
        const answer = await client.post(at, { ...base, [name]: 'x'.repeat(maxLength!) })
        if (answer.body.error?.code === 'Application_StringExceededLength') refused.push(name)
      }

      expect(refused).toEqual([])
    })

    test.each(named(entities.filter(({ operations }) => !operations.includes('POST'))))('%s: cannot be created', async (_, entity) => {
      const answer = await client.post(`${root(entity)}/${entity.entitySetName}`, {})

      expect(answer.status).toBeGreaterThanOrEqual(404)
      expect(answer.status).toBeLessThanOrEqual(405)
    })
  },
)
