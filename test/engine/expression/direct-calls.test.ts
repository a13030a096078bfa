import { expect, test } from 'vitest'
import { compileExpression } from '../../../engine/expression/index.ts'

test.each(['$map($, missing)', '$filter(1, missing)', '1 ~> $filter(missing)', '$sift({}, missing)'])(
  'a function that is missing is told as the wrong type of an argument: %s',
  (text) => {
    expect(() => compileExpression(text).evaluate([1])).toThrow(expect.objectContaining({ code: 'T0410', index: 2 }))
  },
)

test.each(['$replace("a", missing, "b")', '$match("a", missing)'])('a pattern that is missing too: %s', (text) => {
  expect(() => compileExpression(text).evaluate({})).toThrow(expect.objectContaining({ code: 'T0410', index: 2 }))
})

test.each(['$max(a[2])', '$min(a.b[2])', '$sum(a[2])', '$average(a.b[0])'])('of an item that is not there there is nothing: %s', (text) => {
  for (const input of [null, {}, { a: [1] }, { a: [{ b: [] }] }, { a: { b: [] } }]) {
    expect(compileExpression(text).evaluate(input)).toBeUndefined()
  }
})
