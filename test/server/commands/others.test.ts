import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { folderOf, run } from './command-line.ts'

test('list names what ships and what the workspace adds', async () => {
  const workspace = folderOf({ 'acme.yaml': 'kind: Integration\nname: acme\ntitle: Acme\nextends: app4sales-to-business-central\n' })

  const { exitCode, output } = await run(['list', '--workspace', workspace])
  const { documents } = JSON.parse((await run(['list', '--workspace', workspace, '--json'])).output) as { documents: object[] }

  expect(exitCode).toBe(0)
  expect(output).toMatch(/^ {2}app4sales-to-business-central\/send-order +Send orders/m)
  expect(output).toMatch(/^Integration\n {2}\S*acme +Acme\nFlow\n/)
  expect(documents).toContainEqual(expect.objectContaining({ kind: 'Mapping', name: 'app4sales-to-business-central/sales-order' }))
})

const mapping = 'kind: Mapping\nname: m\nfields: { a: b }\n'
const cases = (expected: number) =>
  `kind: Test\nmapping: m\ncases:\n  - title: first\n    input: { value: { b: 1 } }\n    expect: { a: 1 }\n  - title: second\n    input: { value: { b: 1 } }\n    expect: { a: ${expected} }\n`

test('test runs cases; one that fails is told with its line and ends with 1', async () => {
  const good = folderOf({ 'm.yaml': mapping, 'm.cases.yaml': cases(1) })
  const bad = folderOf({ 'm.yaml': mapping, 'm.cases.yaml': cases(2) })

  expect(await run(['test', good])).toEqual({ exitCode: 0, output: '2 passed, 0 failed\n', messages: '' })
  expect(await run(['test', bad])).toMatchObject({
    exitCode: 1,
    output: `✗ second  (${bad}/m.cases.yaml:7)\n    a is 1, expected 2\n1 passed, 1 failed\n`,
  })
  expect(JSON.parse((await run(['test', bad, '--json'])).output)).toMatchObject({
    passed: 1,
    failed: 1,
    cases: [
      { title: 'first', passed: true },
      { title: 'second', passed: false, failures: ['a is 1, expected 2'], at: { line: 7 } },
    ],
  })
})

test('test without any cases is a wrong use', async () => {
  expect(await run(['test', folderOf({ 'm.yaml': mapping })])).toMatchObject({
    exitCode: 2,
    messages: expect.stringContaining('there are no cases'),
  })
})

test('sandbox seed-from writes the masters that orders name', async () => {
  const { exitCode, output } = await run(['sandbox', 'seed-from', 'mappings/demo/orders'])
  const seed = JSON.parse(output) as { customers: { number: string }[]; items: unknown[] }

  expect(exitCode).toBe(0)
  expect(seed.customers.map(({ number }) => number)).toContain('D00011')
  expect(seed.items.length).toBeGreaterThan(2)
})

test.each([
  [['sandbox', 'seed-from', 'nowhere'], 'there is no file or folder nowhere'],
  [['sandbox', 'business-central', '--port', '70000'], '70000 is no port'],
  [['sandbox', 'business-central', '--seed', 'package.json'], 'the seed is not usable'],
  [['sandbox', 'business-central', '--seed', 'nowhere.json'], 'nowhere.json cannot be read'],
  [['serve', '--port', 'x'], 'x is no port'],
  [['evl', '1'], 'Did you mean eval?'],
  [['map', 'send-order'], '“send-order” is a Flow, not a Mapping'],
  [['run', 'sales-order'], '“sales-order” is a Mapping, not a Flow'],
  [['run', 'send-order', '--integration', 'nowhere', '--workspace', 'test/fuzz'], 'with --workspace FOLDER'],
  [['map', 'package.json'], 'package.json has no Mapping: it has no document'],
  [['check', '--workspace', 'nowhere'], 'there is no folder nowhere'],
  [['problems', 'mapping.table-mis'], 'Did you mean “mapping.table-unused”?'],
])('a wrong use ends with 2 and says what to do: %j', async (args, message) => {
  expect(await run(args)).toMatchObject({ exitCode: 2, messages: expect.stringContaining(message) })
})

test('problems tells what a code means, under the name that it has in documents too', async () => {
  expect((await run(['problems', 'mapping.table-miss'])).output).toBe(
    `expression.table-miss: error
  table %table% has no row %value%
  → Add the row, or say what a missing one gives (onMiss).
  declared in engine/expression/problems.ts
`,
  )
  expect(JSON.parse((await run(['problems', 'source.too-deep', '--json'])).output)).toMatchObject({
    problems: [{ code: 'source.too-deep', class: 'rejected', declaredIn: 'engine/mapping/problems.ts' }],
  })
  expect((await run(['problems'])).output.split('\n').length).toBeGreaterThan(200)
})

test('problems finds a code by its last part, in every family', async () => {
  const { output } = await run(['problems', 'value-too-long'])

  expect(output).toContain('mapping.value-too-long: error')
  expect(output).toContain('bc.value-too-long: error')
})

test('a named file that is broken tells what is broken, and one whose name another file takes says so', async () => {
  const mapping = (name: string) =>
    `kind: Mapping\nname: ${name}\ntarget: { schema: business-central/v2.0/customer }\nfields: { displayName: a }\n`
  const folder = folderOf({ 'a.yaml': mapping('one'), 'b.yaml': mapping('one'), 'c.yaml': mapping('two').replace('Mapping', 'Maping') })

  const [second, misspelt] = [await run(['map', join(folder, 'b.yaml')], '{}'), await run(['map', join(folder, 'c.yaml')], '{}')]

  expect(second).toMatchObject({ exitCode: 2, messages: expect.stringContaining('document.duplicate-name') })
  expect(misspelt).toMatchObject({ exitCode: 2, messages: expect.stringContaining('Did you mean “Mapping”?') })
})

test('check and test take a folder of documents of one’s own', async () => {
  const folder = folderOf({ 'a.yaml': 'kind: Tabel\nname: t\nrows: {}\n' })

  expect(await run(['check', '--workspace', folder])).toMatchObject({
    exitCode: 1,
    messages: expect.stringContaining('document.unknown-kind'),
  })
  expect((await run(['test', '--workspace', folder])).exitCode).toBe(0)
})

test('help and version are no mistakes', async () => {
  const { version } = JSON.parse(readFileSync(join(import.meta.dirname, '../../../package.json'), 'utf8')) as { version: string }

  expect(await run(['--version'])).toEqual({ exitCode: 0, output: `${version}\n`, messages: '' })
  expect((await run(['--help'])).exitCode).toBe(0)
  expect((await run(['run', '--help'])).output).toContain('--dry-run')
})
