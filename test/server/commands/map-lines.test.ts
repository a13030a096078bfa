import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'

const launch = new URL('../../../server/launch.mjs', import.meta.url).pathname
const folder = mkdtempSync(join(tmpdir(), 'fieldloom-lines-'))
const mapping = join(folder, 'mapping.yaml')
const input = join(folder, 'orders.ndjson')

writeFileSync(
  mapping,
  ['apiVersion: v1', 'kind: Mapping', 'name: plain', 'target: { schema: test/plain }', 'fields: { number: $string(id) }', ''].join('\n'),
)
const schemas = join(folder, 'schemas', 'test')
writeSchema()
writeFileSync(input, Array.from({ length: 20_000 }, (_, id) => JSON.stringify({ id, note: 'x'.repeat(100) })).join('\n'))

afterAll(() => rmSync(folder, { recursive: true }))

function writeSchema(): void {
  mkdirSync(schemas, { recursive: true })
  writeFileSync(join(schemas, 'plain.json'), JSON.stringify({ type: 'object', properties: { number: { type: 'string' } } }))
}

function start(...args: string[]) {
  return spawn(process.execPath, [launch, 'map', mapping, '--workspace', folder, '--ndjson', ...args], { stdio: ['pipe', 'pipe', 'pipe'] })
}

test('map --ndjson ends quietly when whoever reads its output goes away', async () => {
  const command = start('--input', input, '--workers', '1')
  let messages = ''
  command.stderr.on('data', (chunk: Buffer) => (messages += chunk.toString()))

  command.stdout.once('data', () => command.stdout.destroy())
  const code = await new Promise((resolve) => command.on('exit', resolve))

  expect({ code, messages }).toEqual({ code: 0, messages: '' })
})

test('map --ndjson answers a line that comes through a pipe before the pipe ends', async () => {
  const command = start()

  command.stdin.write('{"id":1}\n')
  const first = await new Promise<Buffer>((resolve) => command.stdout.once('data', resolve))
  command.stdin.end()
  const code = await new Promise((resolve) => command.on('exit', resolve))

  expect(first.toString()).toBe('{"record":{"number":"1"},"problems":[]}\n')
  expect(code).toBe(0)
})

test('map --ndjson refuses what is no number of threads', async () => {
  const command = start('--workers', 'many')
  let messages = ''
  command.stderr.on('data', (chunk: Buffer) => (messages += chunk.toString()))

  const code = await new Promise((resolve) => command.on('exit', resolve))

  expect(code).toBe(2)
  expect(messages).toContain('many is no number of threads')
})
