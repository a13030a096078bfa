import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { LineMap, differenceOf } from '../../../editor/monaco/line-map.ts'

const mixed = fc.array(fc.constantFrom('a', 'key: ', ' ', '\n', '\r\n', '\r', '😀')).map((pieces) => pieces.join(''))

test('every place of a text is found again from its line and column', () => {
  fc.assert(
    fc.property(mixed, (text) => {
      const lines = new LineMap(text)
      for (let offset = 0; offset <= text.length; offset++) {
        const isInsideLineEnd = text[offset] === '\n' && text[offset - 1] === '\r'
        if (!isInsideLineEnd) expect(lines.offset(lines.position(offset))).toBe(offset)
      }
    }),
  )
})

test('a change in one line leaves the line ends of the others as they are', () => {
  const lines = new LineMap('\uFEFFa: 1\r\nb: 2\nc: 3\r\n')

  const text = lines.apply([{ range: { startLineNumber: 2, startColumn: 4, endLineNumber: 2, endColumn: 5 }, text: '20' }])

  expect(text).toBe('\uFEFFa: 1\r\nb: 20\nc: 3\r\n')
})

test('several changes at once all name places in the text before', () => {
  const lines = new LineMap('a\nb\nc')
  const at = (line: number, text: string) => ({ range: { startLineNumber: line, startColumn: 1, endLineNumber: line, endColumn: 2 }, text })

  expect(lines.apply([at(3, 'CC'), at(1, 'AA')])).toBe('AA\nb\nCC')
  expect(lines.apply([at(1, 'AA'), at(3, 'CC')])).toBe('AA\nb\nCC')
})

test('the difference of two texts makes the one of the other', () => {
  fc.assert(
    fc.property(mixed, mixed, (before, after) => {
      const { from, to, insert } = differenceOf(before, after)
      expect(before.slice(0, from) + insert + before.slice(to)).toBe(after)
    }),
  )
})
