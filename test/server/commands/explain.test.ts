import { Readable, Writable } from 'node:stream'
import { describe, expect, test } from 'vitest'
import { childOf, compileMapping, openMapping, readCases, textOf } from '../../../engine/index.ts'
import { runCommandLine } from '../../../server/cli.ts'
import { readSample } from '../../../server/workspace/samples.ts'
import { loadWorkspace } from '../../../server/workspace/workspace.ts'

async function run(args: string[], input = '') {
  const written = { output: '', messages: '' }
  const sink = (key: keyof typeof written) =>
    new Writable({
      write(chunk, _encoding, done) {
        written[key] += String(chunk)
        done()
      },
    })
  const exitCode = await runCommandLine(args, { input: Readable.from([input]), output: sink('output'), messages: sink('messages') })
  return { exitCode, ...written }
}

const mapping = 'app4sales-to-business-central/sales-order'
const sample = 'mappings/app4sales-to-business-central/samples/order-2001.json'

test('SO-B06 each value of an order is told with its source leaves and its line', async () => {
  const { exitCode, output } = await run(['explain', mapping, '--input', sample])

  expect(exitCode).toBe(0)
  expect(output).toMatch(/^customerNumber = "D00011" {3}\(.*sales-header\.yaml:\d+:\d+\)\n {2}← Customer\.CustomerCode = "D00011"$/m)
  expect(output).toMatch(/^salesOrderLines\[0\]\.quantity = .*\n {2}← OrderLines\[0\]\.Quantity = /m)
})

test('as JSON it is what the engine gives', async () => {
  const { exitCode, output } = await run(['explain', mapping, '--input', sample, '--json'])
  const { record, values, expressions } = JSON.parse(output) as { record: unknown; values: { path: unknown[] }[]; expressions: unknown[] }

  expect(exitCode).toBe(0)
  expect(record).toMatchObject({ customerNumber: 'D00011' })
  expect(values.map(({ path }) => path.join('.'))).toContain('salesOrderLines.0.unitPrice')
  expect(expressions.length).toBeGreaterThan(20)
})

test('without a record it tells what each field reads, and with --source the JavaScript', async () => {
  expect((await run(['explain', mapping])).output).toMatch(/^customerNumber .*\n {2}← Customer\.CustomerCode$/m)
  expect((await run(['explain', mapping, '--source'])).output).toMatch(/^'use strict'\n/)
})

test('a record that cannot be read is a finding, and an unknown mapping a wrong use', async () => {
  expect((await run(['explain', mapping, '--input', '-'], '{')).exitCode).toBe(1)
  expect((await run(['explain', 'nothing-of-the-kind'])).exitCode).toBe(2)
})

const workspace = loadWorkspace()

describe('a trace changes nothing', () => {
  for (const document of workspace.documents.all('Test')) {
    const name = textOf(childOf(document.root, 'mapping'))
    if (name === undefined) continue
    test(document.file, () => {
      const tested = workspace.documents.find('Mapping', name, document.packageName)
      const opened = tested && openMapping(tested, { documents: workspace.documents, schemas: workspace.schemas })
      expect(opened).toBeDefined()

      const seen = new Set<string>()
      for (const { settings, mode, input } of readCases(document)) {
        const given = input.sample === undefined ? undefined : workspace.documents.find('Sample', input.sample, document.packageName)
        const key = JSON.stringify([settings, mode, input.sample, input.value])
        if (seen.has(key)) continue
        seen.add(key)
        const compiled = compileMapping(opened!, { settings, mode })
        const record = given ? readSample(given)?.value : input.value
        const context = { steps: input.steps ?? {}, key: input.key ?? 'K' }

        const { record: made, problems } = compiled.run(record, context)
        const explained = compiled.explain(record, context)

        expect(explained.record).toEqual(made)
        expect(explained.problems).toEqual(problems)
      }
    })
  }
})
