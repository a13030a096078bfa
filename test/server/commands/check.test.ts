import { join } from 'node:path'
import { expect, test } from 'vitest'
import { folderOf, run } from './command-line.ts'

const broken = `kind: Mapping
name: customer
target: { schema: business-central/v2.0/customer }
fields:
  displayName: { const: Ada }
  emial: mail
  country: "'Nederland, land of water'"
---
kind: Connection
name: bc
connector: business-central
url: sandbox:/v2.0/default/sandbox
compny: CRONUS
`

test('tells every problem of a folder with its line, in the order of the lines', async () => {
  const folder = folderOf({
    'a.yaml': broken,
    'sub/b.yml': 'kind: Table\nname: t\nrows: { a: b, a: c }\n',
    'not-a-document.json': '{ "a": 1 }',
  })

  const { exitCode, output, messages } = await run(['check', folder])

  expect(exitCode).toBe(1)
  const told = messages.replaceAll(folder, '').match(/^(error|warning) .*|^ {2}at \S+:\d+:\d+/gm)
  expect(told).toEqual([
    'error mapping.property-unknown “emial” is not a property of Customer',
    '  at /a.yaml:6:3',
    'error mapping.value-too-long “country” has 24 characters, Customer takes 10',
    '  at /a.yaml:7:12',
    'error connection.key-unknown connection “bc” has no key “compny”',
    '  at /a.yaml:13:1',
    'warning mapping.table-unused the table “t” is never read',
    '  at /sub/b.yml:2:7',
    'error document.duplicate-key “a” stands twice, first on line 3',
    '  at /sub/b.yml:3:15',
  ])
  expect(output).toMatch(/^3 documents: 4 errors, 1 warning/)
})

test('with --json it prints the problems, and nothing else', async () => {
  const { exitCode, output, messages } = await run(['check', join(folderOf({ 'a.yaml': broken }), 'a.yaml'), '--json'])

  expect([exitCode, messages]).toEqual([1, ''])
  expect((JSON.parse(output) as { problems: object[] }).problems).toMatchObject([
    { code: 'mapping.property-unknown', hint: 'Did you mean “email”?', at: { line: 6, column: 3, document: 'customer', field: 'emial' } },
    { code: 'mapping.value-too-long' },
    { code: 'connection.key-unknown', hint: 'Did you mean “company”?' },
  ])
})

test('nothing is wrong with the documents that ship, demo and cases included', async () => {
  const { exitCode, output, messages } = await run(['check', 'mappings'])

  expect({ exitCode, messages }).toEqual({ exitCode: 0, messages: '' })
  expect(output).toMatch(/^\d\d documents: 0 errors, 0 warnings\n$/)
})

test('a path that is not there is a wrong use', async () => {
  expect(await run(['check', 'nowhere'])).toMatchObject({ exitCode: 2, messages: expect.stringContaining('no file or folder nowhere') })
})

test('a resource that a System pins or asks permission for has to be there', async () => {
  const folder = folderOf({
    'a.yaml':
      'kind: System\nname: bc\nconnector: business-central\npins: { locatons: v2.0 }\npermissions:\n  customers: [read]\n  custmers: [read]\n',
  })

  const { exitCode, messages } = await run(['check', folder])

  expect(exitCode).toBe(1)
  expect(messages.replaceAll(folder, '').match(/^error .*|^ {2}at \S+:\d+:\d+|→ Did .*/gm)).toEqual([
    'error flow.resource-unknown “locatons” is neither a resource of bc v2.0 nor a route',
    '  at /a.yaml:4:9',
    '→ Did you mean “locations”?',
    'error flow.resource-unknown “custmers” is neither a resource of bc nor a route',
    '  at /a.yaml:7:3',
    '→ Did you mean “customers”?',
  ])
})
