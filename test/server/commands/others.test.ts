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

test('help and version are no mistakes', async () => {
  const { version } = JSON.parse(readFileSync(join(import.meta.dirname, '../../../package.json'), 'utf8')) as { version: string }

  expect(await run(['--version'])).toEqual({ exitCode: 0, output: `${version}\n`, messages: '' })
  expect((await run(['--help'])).exitCode).toBe(0)
  expect((await run(['run', '--help'])).output).toContain('--dry-run')
})
