import { describe, expect, test } from 'vitest'
import { analyseExpression, types, type Shapes, type Value } from '../../../engine/expression/index.ts'

/** A shape in the form of an example. */
const shapes: Shapes<unknown> = {
  child: (shape, name) =>
    typeof shape === 'object' && shape !== null && name in shape ? (shape as Record<string, unknown>)[name] : 'missing',
  items: (shape) => (Array.isArray(shape) ? shape[0] : undefined),
  types: (shape) => types.typesOf(shape),
}

const order = { id: 1, customer: { name: 'n' }, lines: [{ qty: 1, item: { code: 'c' } }] }
const context: Value = { types: types.OBJECT, shape: order, origin: { root: 'context', path: [] } }
const settings: Value = { types: types.OBJECT, shape: { prefix: 'p', on: true }, origin: { root: 'settings', path: [] } }
const scope = { context, variables: { settings }, shapes }

const readsOf = (text: string) =>
  analyseExpression(text, scope).reads.map(
    ({ origin, missing }) => `${origin.root}:${origin.path.join('.')}${missing === undefined ? '' : ` ?${missing}`}`,
  )

describe('reads', () => {
  test.each([
    ['customer.name', ['context:customer.name']],
    ['lines[qty > 1].item.code', ['context:lines', 'context:lines.qty', 'context:lines.item.code']],
    ['$map(lines, function($l) { $l.qty * $l.price })', ['context:lines', 'context:lines.qty', 'context:lines.price ?0']],
    ['$sum(lines.(qty * 2))', ['context:lines', 'context:lines.qty']],
    ['lines^(>qty)[0].item.code', ['context:lines', 'context:lines.qty', 'context:lines.item.code']],
    ['lines{item.code: $sum(qty)}', ['context:lines', 'context:lines.item.code', 'context:lines.qty']],
    ['$settings.prefix & id', ['settings:prefix', 'context:id']],
    ['($c := customer; $c.name)', ['context:customer', 'context:customer.name']],
    ['Item', ['context:Item ?0']],
    ['customer.nam', ['context:customer.nam ?1']],
    ['lines.$reduce([qty], function($a, $b) { $a + $b })', ['context:lines', 'context:lines.qty']],
    ['customer.{ "a": name }.a', ['context:customer', 'context:customer.name']],
    [
      'lines@$l.$$.customer[name = $l.item.code]',
      ['context:lines', 'context:customer', 'context:customer.name', 'context:lines.item.code'],
    ],
  ])('%s', (text, expected) => {
    expect(readsOf(text)).toEqual(expected)
  })

  test('stand where they are written', () => {
    const text = 'id & customer.name'
    const { reads } = analyseExpression(text, scope)

    expect(reads.map(({ start, end }) => text.slice(start, end))).toEqual(['id', 'customer.name'])
    expect(reads[1]!.segments.map(({ start, end, name }) => [text.slice(start, end), name])).toEqual([
      ['customer', 'customer'],
      ['name', 'name'],
    ])
  })
})

describe('values', () => {
  const typeOf = (text: string) => analyseExpression(text, scope).value.types

  test.each([
    ['id', types.NUMBER],
    ['customer.name & "x"', types.STRING],
    ['id = 1 ? "a" : 2', types.STRING | types.NUMBER],
    ['id = 1 ? "a"', types.STRING | types.UNDEFINED],
    ['missing ?? "x"', types.STRING],
    ['$uppercase(customer.name)', types.STRING | types.UNDEFINED],
    ['lines.qty', types.NUMBER | types.ARRAY | types.UNDEFINED],
    ['$exists(id)', types.BOOLEAN],
    ['{ "a": id }.a', types.NUMBER],
    ['[id]', types.ARRAY],
    ['function($x) { $x }', types.FUNCTION],
    ['id[]', types.NUMBER | types.ARRAY | types.UNDEFINED],
    ['id#$index', types.NUMBER | types.ARRAY | types.UNDEFINED],
    ['customer.name@$name', types.OBJECT | types.ARRAY | types.UNDEFINED],
    ['missing ~> $single()', types.UNDEFINED],
    ['$trim ~> function($x) { "x" }', types.STRING | types.FUNCTION],
    ['id ~> function($list)<a:x> { $list }', types.NUMBER | types.ARRAY | types.UNDEFINED],
    ['id ~> function($n, $context)<nx-:x> { $context }', types.ANYTHING],
  ])('%s', (text, expected) => {
    expect(typeOf(text)).toBe(expected)
  })
})

test.each(['id = 1 ? "a"', 'missing.(1)', 'lines.(1)', '(1)[1]'])('what may be left out is no constant: %s', (text) => {
  const { value } = analyseExpression(text, scope)

  expect(value.constant).toBeUndefined()
})

test('a field of the items of a list may be what its own lists hold', () => {
  const shape = [{ mixed: [null] }]
  const known = { context: { types: types.ARRAY, shape }, shapes }

  const { value } = analyseExpression('mixed', known)

  expect(value.types).toBe(types.ARRAY | types.NULL | types.UNDEFINED)
})

test('a list as the context stays a list with @', () => {
  const { value } = analyseExpression('(lines@$line)[0]', { context: { types: types.ARRAY, shape: [order] }, shapes })

  expect(value.types & types.ARRAY).toBe(types.ARRAY)
})

describe('what the checker asks for', () => {
  test('calls, and whether their value is the result', () => {
    const { calls } = analyseExpression('id > 1 ? $round(id, 2) : $number($round(id))', scope)

    expect(calls.map(({ name, isResult }) => [name, isResult])).toEqual([
      ['round', true],
      ['round', false],
      ['number', true],
    ])
  })

  test('that an argument is a setting', () => {
    const { calls } = analyseExpression('$not($settings.on)', scope)

    expect(calls[0]!.arguments[0]!.value.origin).toEqual({ root: 'settings', path: ['on'] })
  })

  test('tables, by name where it is written', () => {
    const { tables } = analyseExpression("$table('country', customer.name) & $table(id, 1)", scope)

    expect(tables.map(({ name }) => name)).toEqual(['country', undefined])
  })

  test('the clock and dice', () => {
    const { clock, random } = analyseExpression('$now() & $random()', scope)

    expect([clock, random]).toEqual([[{ start: 0, end: 6 }], [{ start: 9, end: 18 }]])
  })

  test('variables that nobody binds', () => {
    const { variables } = analyseExpression('($a := 1; $a + $b + $sum([1]))', scope)

    expect(variables.map(({ name, isUnknown }) => [name, isUnknown])).toEqual([
      ['a', false],
      ['b', true],
      ['sum', false],
    ])
  })

  test('ends for functions that call themselves', () => {
    expect(analyseExpression('($f := function($n) { $n < 1 ? 0 : $f($n - 1) }; $f(id))', scope).calls).toEqual([])
  })
})

describe('what can be seen at an offset', () => {
  const shapeAt = (marked: string) => {
    const cursor = marked.indexOf('|')
    return analyseExpression(marked.replace('|', ''), { ...scope, cursor }).cursor
  }

  test.each([
    ['x|', order],
    ['customer.na|', order.customer],
    ['lines.item.c|', order.lines[0]!.item],
    ['lines[q|]', order.lines[0]],
    ['lines[qty > 1].item[c|]', order.lines[0]!.item],
    ['$map(lines, function($line) { $line.item.x| })', order.lines[0]!.item],
    ['($c := customer; $c.n|)', order.customer],
    ['$settings.p|', settings.shape],
  ])('%s', (text, expected) => {
    expect(shapeAt(text)?.base.shape).toEqual(expected)
  })

  test('are the variables too', () => {
    const sight = shapeAt('($c := customer; $map(lines, function($line) { $x| }))')

    expect([...sight!.variables.keys()]).toEqual(expect.arrayContaining(['settings', 'c', 'line']))
  })
})
