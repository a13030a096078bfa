import { describe, expect, test } from 'vitest'
import { compileExpression, parseExpression } from '../../../engine/expression/index.ts'
import { locate } from '../../../engine/expression/1-parse/spans.ts'
import { tokenize } from '../../../engine/expression/1-parse/tokens.ts'

describe('parseExpression', () => {
  test('gives the same object for the same text', () => {
    expect(parseExpression('a.b')).toBe(parseExpression('a.b'))
  })

  test.each([
    ['a[', 'S0203', 1, 2],
    ['a b', 'S0201', 2, 3],
    ['"abc', 'S0101', 0, 4],
    ['x & "a\\q"', 'S0103', 6, 8],
    ['a.1', 'S0213', 2, 3],
    ['foo +', 'S0207', 4, 5],
    ['/abc', 'S0302', 0, 4],
    ['1 /* x', 'S0106', 2, 6],
    ['%.a', 'S0217', 2, 3],
    ['a := 1', 'S0212', 0, 1],
    ['$f(}', 'S0211', 3, 4],
  ])('tells what is wrong with %s, and where', (text, code, start, end) => {
    const { ast, problems } = parseExpression(text)

    expect(ast).toBeUndefined()
    expect(problems).toMatchObject([{ code, start, end, line: 1, column: start + 1 }])
    expect(problems[0]!.message).not.toMatch(/%\w|undefined/)
  })

  test('counts lines inside the expression', () => {
    expect(parseExpression('a +\n  b c').problems).toMatchObject([{ code: 'S0201', line: 2, column: 5, token: 'c' }])
  })

  test('never throws, however deep a text is nested', () => {
    expect(parseExpression('('.repeat(100_000)).problems).toMatchObject([{ code: 'expression.too-deep' }])
  })

  test.each(['a.', 'a[', '$sum(', '{"a":', 'x ? ', '$map(a, function($x){ $x.', 'a & "unclosed', '$x := '])(
    'recovers a tree from %s, for completion',
    (text) => {
      const { ast, problems } = parseExpression(text, { recover: true })

      expect(ast).toBeDefined()
      expect(problems.length).toBeGreaterThan(0)
    },
  )
})

describe('locate', () => {
  test.each([
    ['a.b[c = 1].d', ['a.b[c = 1].d', 'b', 'c = 1', '1', 'd']],
    ['$sum(a, b) + 1', ['$sum(a, b) + 1', '$sum(a, b)', '$sum', 'a', 'b', '1']],
    ['(a; -5)[0]', ['(a; -5)[0]', '-5', '0']],
    ['function($x){ $x }', ['function($x){ $x }', '$x']],
    ['a^(>b).c[]', ['a^(>b).c[]', '^(>b)', 'b']],
    ['|a|{"b": 1}, "c"|', ['|a|{"b": 1}, "c"|', '{"b": 1}', '"c"']],
    ['a{b: c}', ['a{b: c}', '{b: c}']],
    ['a@$x.b#$i[%.y]', ['a@$x.b#$i[%.y]', 'b#$i[%.y]', '%']],
    ['x ? [1, 2] : y', ['x ? [1, 2] : y', '[1, 2]']],
  ])('knows the extent of every part of %s', (text, parts) => {
    const spans = locate(parseExpression(text).ast!)

    expect([...spans.values()].map(({ start, end }) => text.slice(start, end))).toEqual(expect.arrayContaining(parts))
  })
})

describe('tokenize', () => {
  test('tells a wildcard from a multiplication, and a regular expression from a division', () => {
    const tokens = tokenize('a.* * 2 / /x[/]y/i').map(({ kind, text, isOperand }) => `${kind} ${text}${isOperand ? ' operand' : ''}`)

    expect(tokens).toEqual([
      'name a operand',
      'operator .',
      'operator * operand',
      'operator *',
      'number 2 operand',
      'operator /',
      'regex /x[/]y/i operand',
    ])
  })
})

describe('a text that would take a compiler down is a problem of the expression', () => {
  const many = (count: number, text: string) => text.repeat(count)
  test.each([
    ['steps', 'a' + many(20_000, '.($)'), 'expression.too-deep'],
    ['descendants', '**' + many(5_000, '.**'), 'expression.too-deep'],
    ['parents', many(900, 'a.') + '%' + many(899, '.%'), 'expression.too-deep'],
    ['characters', many(40_000, '1, 2, '), 'expression.too-long'],
    ['a regular expression', `$match(a, /${many(3_000, '(a|b)*')}/)`, 'expression.regex-refused'],
  ])('%s', (_name, text, code) => {
    expect(() => compileExpression(text, { profile: 'document' })).toThrow(expect.objectContaining({ code }))
  })
})
