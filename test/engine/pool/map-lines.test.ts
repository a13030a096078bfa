import { Readable } from 'node:stream'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { recordLimits } from '../../../engine/index.ts'
import { Evaluator, mapLines } from '../../../engine/pool/index.ts'
import { compiledOrder, faultyWorker, mapText, packedOrder } from './program.ts'

let evaluator: Evaluator

beforeAll(() => {
  evaluator = new Evaluator({ workers: 2, worker: faultyWorker, limitMs: 1_000, limitMb: 64 })
})

afterAll(() => evaluator.close())

const order = (id: number, more = {}) => ({ id, land: 'Nederland', lines: [{ price: 1.5, quantity: id }], ...more })
const lines = (count: number) => Array.from({ length: count }, (_, index) => JSON.stringify(order(index + 1)))

test('gives what the mapping gives here: tables, settings and both schemas go along', async () => {
  const records = [order(1), order(2, { land: 'Atlantis' }), { land: 'Nederland' }, order(12345678)]
  const here = records.map((record) => compiledOrder({ prefix: 'POS' }).run(record))

  const mapped = await mapText(evaluator, records.map((record) => `${JSON.stringify(record)}\n`).join(''))

  const named = here.map(({ record, problems }, index) => ({
    record: record ?? null,
    problems: problems.map((problem) => ({ ...problem, at: { ...problem.at, record: `line ${index + 1}` } })),
  }))
  expect(mapped).toEqual(JSON.parse(JSON.stringify(named)))
  expect(mapped.map(({ problems }) => problems.length)).toEqual([0, 1, 1, 1])
})

test('keeps the order of many blocks', async () => {
  const mapped = await mapText(evaluator, `${lines(5_000).join('\n')}\n`)

  expect(mapped.map(({ record }) => record!['number'])).toEqual(Array.from({ length: 5_000 }, (_, index) => String(index + 1)))
})

test('reads lines across chunks, without a last line feed, with CRLF, and with blank lines between', async () => {
  const text = Buffer.from(
    `\n${JSON.stringify(order(1, { note: 'é€𝄞' }))}\r\n  \r\n${JSON.stringify(order(2))}\n\n${JSON.stringify(order(3))}`,
  )
  const bytes = Array.from(text, (_, index) => text.subarray(index, index + 1))

  const mapped = await mapText(evaluator, ...bytes)

  expect(mapped.map(({ record }) => record!['number'])).toEqual(['1', '2', '3'])
})

test('a malformed line is named by its number, and the others go on', async () => {
  const mapped = await mapText(evaluator, `${JSON.stringify(order(1))}\n\n{"id": 2,\n${JSON.stringify(order(3))}\n`)

  expect(mapped.map(({ problems }) => problems.map(({ code, at }) => `${code} ${at.record}`))).toEqual([
    [],
    ['source.malformed line 3'],
    [],
  ])
})

test('an oversize line is refused in its place, wherever chunks are cut', async () => {
  const large = JSON.stringify(order(2, { note: 'x'.repeat(recordLimits.bytes + 1) }))
  const text = [order(1), order(3)].map((each) => JSON.stringify(each))
  const whole = Buffer.from(`${text[0]}\n${large}\n${text[1]}\n${large}`)
  const chunks = Array.from({ length: Math.ceil(whole.length / 700_000) }, (_, index) =>
    whole.subarray(index * 700_000, (index + 1) * 700_000),
  )

  const mapped = [await mapText(evaluator, whole), await mapText(evaluator, ...chunks)]

  const expected = ['1', 'source.too-large line 2', '3', 'source.too-large line 4']
  for (const each of mapped)
    expect(each.map(({ record, problems }) => record?.['number'] ?? `${problems[0]!.code} ${problems[0]!.at.record}`)).toEqual(expected)
})

test('AC-28 a record that never ends is found in its block and named; the others go on', async () => {
  const text = lines(150)
  text[70] = JSON.stringify(order(71, { note: 'hang' }))

  const mapped = await mapText(evaluator, text.join('\n'))

  expect(mapped).toHaveLength(150)
  expect(mapped.filter(({ problems }) => problems.length > 0).map(({ problems }) => problems[0])).toMatchObject([
    { code: 'mapping.killed-time', class: 'rejected', at: { record: 'line 71' } },
  ])
  expect(mapped.flatMap(({ record }) => record?.['number'] ?? [])).toHaveLength(149)
})

test('a record that takes all memory ends its thread, not the process, and is named', async () => {
  const small = new Evaluator({ workers: 1, worker: faultyWorker, limitMs: 60_000, limitMb: 48 })
  const text = lines(20)
  text[4] = JSON.stringify(order(5, { note: 'bloat' }))

  const mapped = await mapText(small, text.join('\n'))
  await small.close()

  expect(mapped.flatMap(({ problems }) => problems.map(({ code, at }) => `${code} ${at.record}`))).toEqual(['mapping.killed-memory line 5'])
  expect(mapped.flatMap(({ record }) => record?.['number'] ?? [])).toHaveLength(19)
})

test('reads no further than the result is taken', async () => {
  let read = 0
  const block = Buffer.from(`${lines(100).join('\n')}\n`)
  const input = new Readable({
    highWaterMark: 1,
    read() {
      read++
      this.push(read > 1_000 ? null : block)
    },
  })
  const results = mapLines(evaluator, packedOrder(), input)[Symbol.asyncIterator]()

  await results.next()
  await new Promise((resolve) => setTimeout(resolve, 100))

  expect(read).toBeGreaterThan(0)
  expect(read).toBeLessThan(30)
  await results.return(undefined)
  expect(input.destroyed).toBe(true)
})

test('a result goes on while the source is silent', async () => {
  const input = new Readable({ read() {} })
  const results = mapLines(evaluator, packedOrder(), input)[Symbol.asyncIterator]()

  input.push(`${lines(1)[0]}\n`)
  const first = await results.next()

  expect(first.value).toMatchObject({ records: 1, failed: 0 })
  input.push(null)
  expect(await results.next()).toMatchObject({ done: true })
})
