import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { folderOf, run } from './command-line.ts'

const shop = `apiVersion: v1
kind: Mapping
name: customer
source: { blank: absent }
target: { schema: business-central/v2.0/customer }
fields:
  displayName: { expr: name, required: true }
  email: { expr: mail, when: $settings.sendMail }
  country: $table('country', nation)
---
kind: Settings
name: shop
properties: { sendMail: { type: boolean, default: true } }
---
kind: Table
name: country
onMiss: omit
rows: { Nederland: NL }
---
kind: Mapping
name: part
fields: { a: b }
`
const ada = '{ "name": "Ada", "mail": "ada@example.com", "nation": "Nederland" }'

function mappingFile(text = shop): string {
  return join(folderOf({ 'customer.yaml': text }), 'customer.yaml')
}

test('maps the record of standard input', async () => {
  const { exitCode, output, messages } = await run(['map', mappingFile()], ada)

  expect(JSON.parse(output)).toEqual({ displayName: 'Ada', email: 'ada@example.com', country: 'NL' })
  expect([exitCode, messages]).toEqual([0, ''])
})

test('maps a list to a list, in which what could not be mapped is null', async () => {
  const { exitCode, output, messages } = await run(['map', mappingFile()], `[${ada}, { "OrderID": 1, "__proto__": {} }, ${ada}]`)
  const made = JSON.parse(output) as unknown[]

  expect([exitCode, made.length, made[1]]).toEqual([1, 3, null])
  expect(messages).toContain('at record 2')
})

test('with --json it prints record and problems', async () => {
  const { exitCode, output, messages } = await run(['map', mappingFile(), '--json'], '{ "mail": "a" }')

  expect([exitCode, messages]).toEqual([1, ''])
  expect(JSON.parse(output)).toMatchObject({
    record: { email: 'a' },
    problems: [{ code: 'mapping.required-missing', at: { line: 7, document: 'customer', field: 'displayName' } }],
  })
})

test('a problem shows its line of the document with a caret', async () => {
  const file = mappingFile()

  const { messages } = await run(['map', file], '{}')

  expect(messages).toBe(
    `error mapping.required-missing customer needs “displayName”
  at ${file}:7:24, customer, displayName
  7 |   displayName: { expr: name, required: true }
    |                        ^
  The target creates no record without it, or the mapping says \`required\`.
  → Map it, give it a \`default\`, or complete the source record.

`,
  )
})

test('settings come from a file of YAML or JSON', async () => {
  const folder = folderOf({
    'customer.yaml': shop,
    's.yaml': 'sendMail: false\n',
    's.json': '{ "sendMail": false }',
    'bad.yaml': 'sendMial: true\n',
  })
  const args = (settings: string) => ['map', join(folder, 'customer.yaml'), '--settings', join(folder, settings)]

  expect(JSON.parse((await run(args('s.yaml'), ada)).output)).not.toHaveProperty('email')
  expect(JSON.parse((await run(args('s.json'), ada)).output)).not.toHaveProperty('email')
  expect(await run(args('bad.yaml'), ada)).toMatchObject({ exitCode: 2, messages: expect.stringContaining('Did you mean “sendMail”?') })
})

test('an integration of the workspace gives settings and overlay', async () => {
  const workspace = folderOf({
    'acme.yaml': `kind: Integration
name: acme
extends: app4sales-to-business-central
settings: { MapSalesOrderYourReferenceToExternalDocumentNo: true }
overlays:
  mappings:
    sales-order: { fields: { salesperson: { const: JO } } }
`,
  })

  const { exitCode, output } = await run([
    'map',
    'sales-order',
    '--integration',
    'acme',
    '--workspace',
    workspace,
    '--input',
    'mappings/demo/orders/order-2001.json',
  ])

  expect(exitCode).toBe(0)
  expect(JSON.parse(output)).toMatchObject({ salesperson: 'JO', salesOrderLines: [{ lineType: 'Item' }, { lineType: 'Item' }] })
})

describe('lines', () => {
  test('give a line each, in order; one that breaks is told and the rest goes on', async () => {
    const lines = [ada, 'no json', '', '{"mail":"x"}', '{"name":"Bob"}', '\t']

    const { exitCode, output } = await run(['map', mappingFile(), '--ndjson'], lines.join('\r\n'))
    const made = output
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { record: unknown; problems: { code: string; at: { record: string } }[] })

    expect(exitCode).toBe(1)
    expect(
      made.map(({ record, problems }) => [record !== undefined && record !== null, problems[0]?.code, problems[0]?.at.record]),
    ).toEqual([
      [true, undefined, undefined],
      [false, 'source.malformed', 'line 2'],
      [true, 'mapping.required-missing', 'line 4'],
      [true, undefined, undefined],
    ])
  })
})

describe('a record that breaks', () => {
  const deep = `{ "name": ${'{"a":'.repeat(200)}1${'}'.repeat(200)} }`

  test.each([
    ['not JSON', '{ "name": ', 'source.malformed'],
    ['empty', '', 'source.malformed'],
    ['200 levels deep', deep, 'source.too-deep'],
    ['over 5 MB', JSON.stringify({ name: 'Ada', notes: 'x'.repeat(5_300_000) }), 'source.too-large'],
    ['with a key __proto__', '{ "OrderID": 1, "Customer": { "__proto__": { "admin": true } } }', 'source.forbidden-key'],
    ['with fields of wrong types', '{ "OrderID": 1, "OrderLines": "none" }', 'source.wrong-type'],
    ['without what it must have', '{ "OrderLines": [] }', 'source.missing-field'],
    ['a list where an object is due', '[[1]]', 'source.not-an-object'],
  ])('is a finding that says what is wrong: %s', async (_, input, code) => {
    const { exitCode, output } = await run(['map', 'app4sales-to-business-central/sales-order', '--json'], input)
    const results = [JSON.parse(output)].flat() as { record: unknown; problems: { code: string; hint: string }[] }[]

    expect(exitCode).toBe(1)
    expect(results[0]?.record).toBeNull()
    expect(results[0]?.problems[0]).toMatchObject({ code, hint: expect.stringMatching(/\w/) })
  })
})

describe('a wrong use', () => {
  test.each([
    [['map', 'sales-ordr'], 'Did you mean “sales-order”?'],
    [['map', 'nowhere.yaml'], 'there is no file nowhere.yaml'],
    [['map', 'sales-order', '--input', 'nowhere.json'], 'nowhere.json cannot be read: there is no such file'],
    [['map', 'sales-order', '--input', 'mappings'], 'mappings cannot be read: it is a folder'],
    [['map', 'sales-order', '--settings', 'mappings'], 'mappings cannot be read: it is a folder'],
    [['map', 'sales-order', '--integration', 'acme'], 'there is no Integration “acme”'],
    [['map', 'sales-order', '--workspace', 'nowhere'], 'there is no folder nowhere'],
    [['map', 'order-facts'], 'has no target: it is a fragment'],
    [['map'], "missing required argument 'mapping'"],
    [['map', 'sales-order', '--inptu', 'x'], 'Did you mean --input?'],
  ])('ends with 2 and says what to do: %j', async (args, message) => {
    const { exitCode, output, messages } = await run(args, '{}')

    expect([exitCode, output]).toEqual([2, ''])
    expect(messages).toContain(message)
  })

  test('as JSON is a problem too', async () => {
    const { exitCode, output } = await run(['map', 'nowhere.yaml', '--json'])

    expect(exitCode).toBe(2)
    expect(JSON.parse(output)).toMatchObject({
      problems: [{ severity: 'error', message: 'there is no file nowhere.yaml', hint: expect.any(String) }],
    })
  })

  test.each([
    [Buffer.from('\uFEFF{ "name": "Ada" }', 'utf16le'), 'standard input is UTF-16 text'],
    [Buffer.from([0x7b, 0xc3, 0x28]), 'standard input is not UTF-8 text'],
  ])('another encoding is told by its name', async (input, message) => {
    expect(await run(['map', mappingFile()], input)).toMatchObject({ exitCode: 2, messages: expect.stringContaining(message) })
  })

  test('a document that breaks is refused whole, with every problem of it', async () => {
    const broken = shop.replace("country: $table('country', nation)", 'country: nation ? a : b\n  <<: { a: b }\n  email: x')

    const { exitCode, output, messages } = await run(['map', mappingFile(broken)], ada)

    expect([exitCode, output]).toEqual([2, ''])
    expect(messages.match(/^error (\S+)/gm)).toEqual(['error document.syntax', 'error document.merge-key', 'error document.duplicate-key'])
  })
})
