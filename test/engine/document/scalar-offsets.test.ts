import { expect, test } from 'vitest'
import type { ScalarNode } from '../../../engine/document/node.ts'
import { nodeAt } from '../../../engine/document/node.ts'
import { parseText } from '../../../engine/document/parse.ts'
import { placeInScalar, sourceOffset } from '../../../engine/document/scalar-offsets.ts'

function scalar(text: string): ScalarNode {
  return nodeAt(parseText(text, 'a.yaml').roots[0], ['a']) as ScalarNode
}

/** For every character of the value: what stands at its offset in the source. */
function aligned(text: string): string {
  const node = scalar(text)
  const value = String(node.value)
  return value
    .split('')
    .map((_, index) => text[sourceOffset(node, index)])
    .join('')
}

test('characters of a plain value stand where they are written', () => {
  expect(aligned('a: foo + bar\n')).toBe('foo + bar')
})

test('characters behind a fold of a plain value stand on their own line', () => {
  expect(aligned('a: foo\n  bar\n  baz\n')).toBe('foo\nbar\nbaz')
  expect(aligned('a: foo\n\n  bar\n')).toBe('foo\nbar')
})

test('escapes count as the character that they stand for', () => {
  expect(aligned('a: "x\\u0041\\ny"\n')).toBe('x\\\\y')
  expect(aligned("a: 'it''s'\n")).toBe("it's")
})

test('characters of a block stand behind its indentation', () => {
  expect(aligned('a: |-\n    foo\n      bar\n\n    baz\nb: 1\n')).toBe('foo\n  bar\n\nbaz')
  expect(aligned('a: >-\n  foo\n  bar\n')).toBe('foo\nbar')
})

test('a place in a scalar names the line of the document and the line of the expression', () => {
  const node = scalar('x: 1\na: |-\n  one\n  two + three\n')

  expect(placeInScalar(node, 'one\ntwo + '.length)).toEqual({ file: 'a.yaml', line: 4, column: 9, expression: { line: 2, column: 7 } })
})

test('windows line ends do not shift a place', () => {
  const node = scalar('a: |-\r\n  one\r\n  two\r\n')

  expect(node.value).toBe('one\ntwo')
  expect(placeInScalar(node, 4)).toMatchObject({ line: 3, column: 3 })
})
