import { expect, test } from 'vitest'
import { ProblemError } from '../../../../engine/index.ts'
import { writeJson } from '../../../../server/connectors/business-central/write-json.ts'

function problemOf(body: unknown) {
  try {
    writeJson(body)
  } catch (error) {
    if (error instanceof ProblemError) return error.problems[0]
    throw error
  }
  return undefined
}

test.each([
  ['a\0b', 'a NUL character'],
  ['a\ud83e', 'half of a character that takes two'],
])('the text %j cannot be written, and its place is told', (text, character) => {
  expect(problemOf({ customerNumber: 'D1', salesOrderLines: [{}, { description: text }] })).toMatchObject({
    code: 'bc.text-unwritable',
    at: { path: 'salesOrderLines[1].description' },
    parameters: { character },
  })
})

test('what only looks like an escape, and whole characters of two halves, are written as they are', () => {
  const body = { description: String.raw`a\u0000b \ud83e`, name: '🧶' }

  expect(JSON.parse(writeJson(body))).toEqual(body)
})
