import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseJson } from '../../../engine/index.ts'

test.each([
  ['', 'it is empty'],
  [' \n', 'it is empty'],
  ['hello { not json', 'it breaks at line 1, column 1'],
  ['{', 'it ends too early'],
  ['{"a": [1, 2', 'it ends too early'],
  ['{"a": "no end', 'it breaks at line 1, column 7'],
  ['{"a": b}', 'it breaks at line 1, column 7'],
  ['{\n  "a": 1,\n  "b": 2,\n}', 'it breaks at line 4, column 1'],
  ['{"a": 1 "b": 2}', 'it breaks at line 1, column 9'],
  ['{"a", 1}', 'it breaks at line 1, column 5'],
  ['{"a":}', 'it breaks at line 1, column 6'],
  ['[1,]', 'it breaks at line 1, column 4'],
  ['[1}', 'it breaks at line 1, column 3'],
  ['{a: 1}', 'it breaks at line 1, column 2'],
  ['{"a": 1} x', 'it breaks at line 1, column 10'],
  ['[01]', 'it breaks at line 1, column 3'],
])('%j is no JSON: %s', (text, reason) => {
  expect(parseJson(text)).toEqual({ reason })
})

test('what is JSON is read, and what is not breaks behind all that could still become JSON', () => {
  fc.assert(
    fc.property(fc.json(), fc.nat(), fc.constantFrom('}', ']', ',', ':', '"', 'x', '-', ''), (json, place, insert) => {
      const at = place % (json.length + 1)
      const text = json.slice(0, at) + insert + json.slice(at)
      const parsed = parseJson(text)

      if ('value' in parsed) expect(parsed.value).toEqual(JSON.parse(text))
      else expect(parsed.reason).toMatch(/^it (is empty|ends too early|breaks at line \d+, column \d+)$/)
    }),
  )
})
