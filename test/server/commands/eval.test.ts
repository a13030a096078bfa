import { join } from 'node:path'
import { expect, test } from 'vitest'
import { folderOf, run } from './command-line.ts'

test('prints the value as JSON', async () => {
  expect(await run(['eval', '{ "sum": $sum([1, 2]), "none": nothing }'])).toEqual({
    exitCode: 0,
    output: '{\n  "sum": 3\n}\n',
    messages: '',
  })
})

test('reads a file, and standard input', async () => {
  const folder = folderOf({ 'a.json': '\uFEFF{ "a": [1, 2] }' })

  expect((await run(['eval', '$sum(a)', '--input', join(folder, 'a.json')])).output).toBe('3\n')
  expect((await run(['eval', 'a', '--input', '-'], '{ "a": "text" }')).output).toBe('"text"\n')
})

test('says that there is no value where there is none; as JSON it is null', async () => {
  expect(await run(['eval', 'nothing'])).toEqual({ exitCode: 0, output: '', messages: 'undefined: the expression gives nothing\n' })
  expect((await run(['eval', 'nothing', '--json'])).output).toBe('null\n')
})

test('shows the place of a mistake with a caret, and what to do', async () => {
  const { exitCode, output, messages } = await run(['eval', '1 + & 2'])

  expect([exitCode, output]).toEqual([1, ''])
  expect(messages).toMatch(/^error S0211 & cannot stand before a value\n {2}1 \+ & 2\n {6}\^\n {2}→ A value is missing before it\.\n$/)
})

test('a mistake as JSON is a problem', async () => {
  const { exitCode, output } = await run(['eval', '$number("x")', '--json'])

  expect(exitCode).toBe(1)
  expect(JSON.parse(output)).toMatchObject({
    problems: [{ code: 'D3030', severity: 'error', at: { expression: { line: 1 } }, parameters: { value: 'x' } }],
  })
})

test.each([
  ['{"a"', /^error: the input is not JSON: it ends too early/],
  ['', /^error: the input is not JSON: it is empty/],
])('input that is not JSON is a wrong use: %j', async (input, message) => {
  const { exitCode, messages } = await run(['eval', 'a', '--input', '-'], input)

  expect(exitCode).toBe(2)
  expect(messages).toMatch(message)
})

test('says that a value is a function, and refuses one that would be printed without end', async () => {
  const doubled = '$reduce([1..60], function($o, $i){ { "a": $o, "b": $o } }, { "a": 1 })'

  expect(await run(['eval', '$sum'])).toEqual({ exitCode: 0, output: '', messages: 'a function: call it to see what it gives\n' })
  expect((await run(['eval', doubled])).messages).toMatch(/^error expression\.result-too-large /)
  expect((await run(['eval', `${doubled} + 1`, '--json'])).output.length).toBeLessThan(3_000)
})
