import { expect, test } from 'vitest'
import { type DocumentState, documentStart, documentTokens } from '../../../editor/monaco/document-tokens.ts'

test('in fields a text is an expression, elsewhere it is text', () => {
  expect(colours('kind: Mapping\ntitle: Sales order\nfields:\n  email: billing.email')).toEqual([
    ['key:kind', 'string:Mapping'],
    ['key:title', 'string:Sales order'],
    ['key:fields'],
    ['name:email', 'path:billing', 'operator:.', 'path:email'],
  ])
})

test('the keys of a field decide, in braces as well', () => {
  expect(colours('kind: Mapping\nfields:\n  email: { expr: $mail, when: x > 1, title: E-mail, const: Item }').at(-1)).toEqual([
    'name:email',
    'key:expr',
    'variable:$mail',
    'key:when',
    'path:x',
    'operator:>',
    'number:1',
    'key:title',
    'string:E-mail',
    'key:const',
    'string:Item',
  ])
})

test('an expression in a block goes on over lines, with its comments', () => {
  const text = 'kind: Mapping\nfields:\n  price: |-   # net\n    $money(price /* of\n    one */ / 1.21)\n  name: a & b'
  expect(colours(text).slice(2)).toEqual([
    ['name:price', 'comment:# net'],
    ['function:$money', 'bracket:(', 'path:price', 'comment:/* of'],
    ['comment:one */', 'operator:/', 'number:1.21', 'bracket:)'],
    ['name:name', 'path:a', 'operator:&', 'path:b'],
  ])
})

test('a comment ends an expression in plain text', () => {
  expect(colours('kind: Mapping\nfields:\n  a: b # c').at(-1)).toEqual(['name:a', 'path:b', 'comment:# c'])
})

test('quoted expressions are coloured inside their quotes', () => {
  expect(colours(`kind: Mapping\nlet: { row: "$table('charge', Code)" }`).at(-1)).toEqual([
    'key:let',
    'name:row',
    'string:"',
    'function:$table',
    'bracket:(',
    "string:'charge'",
    'operator:,',
    'path:Code',
    'bracket:)',
    'string:"',
  ])
})

test('overlays hold shapes, settings hold values', () => {
  const text = 'kind: Integration\nsettings: { code: a.b }\noverlays:\n  mappings:\n    sales-order:\n      fields:\n        email: a.b'
  expect(colours(text).slice(1)).toEqual([
    ['key:settings', 'key:code', 'string:a.b'],
    ['key:overlays'],
    ['key:mappings'],
    ['name:sales-order'],
    ['key:fields'],
    ['name:email', 'path:a', 'operator:.', 'path:b'],
  ])
})

test('a new document forgets what the one before was', () => {
  expect(colours('kind: Mapping\nfields:\n  a: b\n---\nkind: Table\nrows:\n  a: b').at(-1)).toEqual(['key:a', 'string:b'])
})

test('a division is no regular expression, and a regular expression is no division', () => {
  expect(colours('kind: Mapping\nlet:\n  a: b / c / d\n  e: $replace(f, /[^0-9/]/, g)').slice(2)).toEqual([
    ['name:a', 'path:b', 'operator:/', 'path:c', 'operator:/', 'path:d'],
    ['name:e', 'function:$replace', 'bracket:(', 'path:f', 'operator:,', 'regex:/[^0-9/]/', 'operator:,', 'path:g', 'bracket:)'],
  ])
})

test('half-typed text is coloured to the end of the line, and ends with it', () => {
  const lines = colours('kind: Mapping\nfields:\n  a: $foo(\n  b: c')
  expect(lines.slice(2)).toEqual([
    ['name:a', 'function:$foo', 'bracket:('],
    ['name:b', 'path:c'],
  ])
})

/** For every line the pieces that have a colour: `kind:text`. */
function colours(text: string): string[][] {
  let state: DocumentState = documentStart
  return text.split('\n').map((line) => {
    const result = documentTokens(line, state)
    state = result.state
    return result.tokens.flatMap(({ startIndex, scopes }, index) => {
      const piece = line.slice(startIndex, result.tokens[index + 1]?.startIndex ?? line.length).trim()
      return scopes && scopes !== 'delimiter' && piece ? [`${scopes.replace('expression.', '')}:${piece}`] : []
    })
  })
}
