import { expect, test } from 'vitest'
import { type TextEdit, applyEdit, removeEdit, setEdit } from '../../../engine/document/edit.ts'
import type { MapNode } from '../../../engine/document/node.ts'
import { valueOf } from '../../../engine/document/node.ts'
import { parseText } from '../../../engine/document/parse.ts'
import type { Content } from '../../../engine/document/render.ts'

function rootOf(text: string): MapNode {
  const { roots, problems } = parseText(text, 'a.yaml')
  expect(problems).toEqual([])
  return roots[0]!
}

function set(text: string, path: string, content: Content): string {
  return applyEdit(text, setEdit(rootOf(text), path.split('.'), content))
}

function reset(text: string, path: string): string {
  return applyEdit(text, removeEdit(rootOf(text), path.split('.')) as TextEdit)
}

const overlay = `# acme's changes
overlays:
  mappings:
    sales-order:
      fields:
        salesperson: rep_code   # agreed with Ann

        # the shop has no mail
        email: { remove: true }
        salesOrderLines: { parts: { items: { fields: { description: name, quantity: qty } } } }
`
const fields = 'overlays.mappings.sales-order.fields'

test('replacing a value leaves its comment and every other byte', () => {
  expect(set(overlay, `${fields}.salesperson`, { expression: 'rep & "!"' })).toBe(overlay.replace('rep_code', 'rep & "!"'))
})

test('adding a field puts it behind the last, in the indentation of its neighbours', () => {
  const line = '        salesOrderLines: { parts: { items: { fields: { description: name, quantity: qty } } } }\n'

  expect(set(overlay, `${fields}.phone`, { expression: 'Phone' })).toBe(overlay.replace(line, `${line}        phone: Phone\n`))
})

test('adding below keys that are not there adds them too', () => {
  expect(set('overlays:\n  tables: {}\n', 'overlays.mappings.order.fields.a', { expression: 'b' })).toBe(
    'overlays:\n  tables: {}\n  mappings:\n    order:\n      fields:\n        a: b\n',
  )
  expect(set('overlays:\n', 'overlays.mappings.order', { constant: 1 })).toBe('overlays:\n  mappings:\n    order: 1\n')
})

test('inside braces a field is added in braces', () => {
  expect(set(overlay, `${fields}.salesOrderLines.parts.items.fields.unitPrice`, { expression: 'price' })).toBe(
    overlay.replace('quantity: qty }', 'quantity: qty, unitPrice: price }'),
  )
  expect(set('a: {}\n', 'a.b.c', { expression: 'd' })).toBe('a:\n  b:\n    c: d\n')
})

test('a reset takes the line away and leaves every other byte', () => {
  expect(reset(overlay, `${fields}.email`)).toBe(overlay.replace('        email: { remove: true }\n', ''))
  expect(reset(overlay, `${fields}.salesOrderLines.parts.items.fields.description`)).toBe(overlay.replace('description: name, ', ''))
  expect(reset(overlay, `${fields}.salesOrderLines.parts.items.fields.quantity`)).toBe(overlay.replace(', quantity: qty', ''))
})

test('a reset of the last field takes the keys above it along', () => {
  expect(
    reset(
      'name: a\noverlays:\n  mappings:\n    order:\n      fields:\n        a: b\nsettings:\n  c: 1\n',
      'overlays.mappings.order.fields.a',
    ),
  ).toBe('name: a\nsettings:\n  c: 1\n')
})

test('a reset works on the last line of a text without a line end', () => {
  expect(reset('a: 1\nb: 2', 'b')).toBe('a: 1')
})

test('a reset of a block takes the whole block', () => {
  expect(reset('a: |-\n  x\n    ? y\n    : z\nb: 2\n', 'a')).toBe('b: 2\n')
  expect(reset('b: 2\na: |-\n  x\n', 'a')).toBe('b: 2\n')
})

test.each([
  'a ? b : c',
  'a # b',
  '[1, 2]',
  '{ "a": 1 }',
  '*',
  '%',
  '"a" & "b"',
  "'Item'",
  '@$x',
  '- 1',
  'true',
  '12',
  'null',
  'a: b',
  'x\ny',
  '~',
  'a #b',
])('an expression that is not safe in plain is written so that it reads back: %s', (expression) => {
  const block = set('fields:\n  a: b # why\n  c: d\n', 'fields.a', { expression })
  const flow = set('fields: { a: b, c: d }\n', 'fields.a', { expression })

  expect(valueOf(rootOf(block))).toEqual({ fields: { a: expression, c: 'd' } })
  expect(block).toContain('# why')
  expect(valueOf(rootOf(flow))).toEqual({ fields: { a: expression, c: 'd' } })
})

test('a constant is written as one', () => {
  expect(set('a: b\n', 'a', { constant: 'Item' })).toBe('a: { const: Item }\n')
  expect(set('a: b\n', 'a', { constant: false })).toBe('a: false\n')
})

test('windows line ends stay windows line ends', () => {
  const text = 'fields:\r\n  a: b\r\n  c: d\r\n'

  expect(set(text, 'fields.e', { expression: 'x ? y : z' })).toBe('fields:\r\n  a: b\r\n  c: d\r\n  e: |-\r\n    x ? y : z\r\n')
  expect(reset(text, 'fields.a')).toBe('fields:\r\n  c: d\r\n')
})

test('JSON documents are edited in place and stay JSON', () => {
  const text = '{\n  "fields": {\n    "a": "b"\n  },\n  "let": { "x": "y" }\n}\n'

  expect(set(text, 'fields.c', { expression: 'd' })).toBe(text.replace('"b"', '"b",\n    "c": "d"'))
  expect(set(text, 'let.c', { constant: 'Item' })).toBe(text.replace('"y"', '"y", "c": { "const": "Item" }'))
  expect(JSON.parse(set(text, 'fields.a', { expression: 'x ? "y" : z' }))).toMatchObject({ fields: { a: 'x ? "y" : z' } })
})
