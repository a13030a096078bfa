import { expect, test } from 'vitest'
import { portableValue, shownValue } from '../../engine/shown-value.ts'

/** Small in memory, and without end as JSON. */
function endless(): unknown {
  let value: unknown = 1
  for (let level = 0; level < 200; level++) value = { a: value, b: [value] }
  return value
}

test.each([
  [undefined, 'nothing'],
  ['text', '"text"'],
  [[1, null, { a: [] }], '[1,null,{"a":[]}]'],
  [{ __proto__: null, constructor: 1 }, '{"constructor":1}'],
  [JSON.parse('{ "__proto__": 1 }'), '{"__proto__":1}'],
  [[() => 1], '["a function"]'],
  [{ toJSON: () => 'called' }, '{"toJSON":"a function"}'],
])('%j is shown as %s', (value, shown) => {
  expect(shownValue(value)).toBe(shown)
})

test('what is long is cut where JSON as a whole would be', () => {
  const values = [Array.from({ length: 99 }, (_, index) => index), { key: 'x'.repeat(99) }, ['x'.repeat(99)], 'x'.repeat(99)]
  for (const value of values) expect(shownValue(value)).toBe(`${JSON.stringify(value).slice(0, 59)}…`)
})

test('what has no end is shown, and passed on as what is shown of it', () => {
  expect(shownValue(endless(), 100)).toHaveLength(100)
  expect(portableValue(endless())).toBeTypeOf('string')
})

test('what is small is passed on as it is, a function as a text', () => {
  expect(portableValue({ a: [1, 'b', null] })).toEqual({ a: [1, 'b', null] })
  expect(portableValue('x'.repeat(5_000))).toHaveLength(5_000)
  expect(portableValue([() => 1])).toEqual(['a function'])
})
