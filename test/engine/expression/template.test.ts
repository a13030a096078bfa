import { describe, expect, test, vi } from 'vitest'
import {
  type CompiledTemplate,
  compileTemplate as compileFused,
  TemplateError,
  type Json,
  type Slot,
  type Template,
  type TemplateOptions,
} from '../../../engine/expression/index.ts'

/** Every template is compiled in both forms, and every record is mapped by both. */
function compileTemplate(template: Template, options: TemplateOptions = {}): CompiledTemplate {
  const [fused, assembled] = [compileFused(template, options), compileFused(template, { ...options, isEdited: true })]
  return {
    ...fused,
    source: fused.source,
    run(record, variables) {
      const result = fused.run(record, variables)
      expect(assembled.run(record, variables)).toEqual(result)
      return result
    },
  }
}

let site = 0
const expression = (text: string): Slot => ({ kind: 'expression', text, site: ++site })
const constant = (value: Json): Slot => ({ kind: 'constant', value, site: ++site })

type Leaf = Extract<Template, { kind: 'leaf' }>
const leaf = (text: string, more: Partial<Leaf> = {}): Leaf => ({ kind: 'leaf', site: ++site, value: expression(text), ...more })
const fixed = (value: Json): Leaf => ({ kind: 'leaf', site: ++site, value: constant(value) })

type Shape = Extract<Template, { kind: 'object' }>
const object = (entries: Record<string, Template | string>, lets: Record<string, string> = {}, more: Partial<Shape> = {}): Shape => ({
  kind: 'object',
  site: ++site,
  lets: Object.entries(lets).map(([name, text]) => ({ name, value: expression(text) })),
  entries: Object.entries(entries).map(([key, value]) => ({ key, value: typeof value === 'string' ? leaf(value) : value })),
  ...more,
})

const list = (each: string | undefined, item: Shape, when?: string): Template => ({
  kind: 'list',
  site: ++site,
  lets: [],
  parts: [
    {
      site: ++site,
      each: each === undefined ? undefined : expression(each),
      item,
      when: when === undefined ? undefined : expression(when),
    },
  ],
})

const run = (template: Template, record: unknown, options: TemplateOptions = {}, variables: Record<string, unknown> = {}) =>
  compileTemplate(template, { variables: Object.keys(variables), ...options }).run(record, variables)
const valueOf = (...args: Parameters<typeof run>) => {
  const { value, failures } = run(...args)
  expect(failures).toEqual([])
  return value
}

describe('values', () => {
  test('undefined is not sent, null is', () => {
    expect(valueOf(object({ a: 'a', b: 'b', c: 'missing' }), { a: 1, b: null })).toEqual({ a: 1, b: null })
  })

  test('a default takes the place of undefined and of null', () => {
    const template = object({
      a: leaf('a', { default: constant('x') }),
      b: leaf('b', { default: expression('1 + 1') }),
      c: leaf('c', { default: constant(0) }),
    })

    expect(valueOf(template, { b: null, c: false })).toEqual({ a: 'x', b: 2, c: false })
  })

  test('where `when` does not hold, nothing of the leaf is evaluated', () => {
    expect(
      valueOf(object({ a: leaf('$error("no")', { when: expression('false') }), b: leaf('1', { when: expression('yes') }) }), { yes: 1 }),
    ).toEqual({ b: 1 })
  })

  test('a constant is sent as it is, and never shared', () => {
    const compiled = compileTemplate(object({ a: fixed({ list: [1] }) }), { blank: 'absent' })
    const [first, second] = [compiled.run({}).value, compiled.run({}).value] as { a: { list: number[] } }[]

    first!.a.list.push(2)

    expect(second).toEqual({ a: { list: [1] } })
    expect(compiled.run({}).value).toEqual({ a: { list: [1] } })
  })

  test('`__proto__` in data is a field like any other', () => {
    const record = JSON.parse('{"__proto__":{"x":1},"y":2}') as object

    expect(valueOf(object({ a: '`__proto__`.x', b: 'constructor', c: 'y', __proto__x: '$keys($)' }), record)).toEqual({
      a: 1,
      c: 2,
      __proto__x: ['__proto__', 'y'],
    })
  })
})

describe('shapes', () => {
  test('a nested object in which no key is sent is not sent, but the root is', () => {
    expect(valueOf(object({ a: object({ b: 'missing' }) }), {})).toEqual({})
  })

  test('a list is always a list, whatever `each` gives', () => {
    const template = object({
      none: list('missing', object({ x: 'x' })),
      one: list('one', object({ x: 'x' })),
      two: list('two', object({ x: 'x' })),
    })

    expect(valueOf(template, { one: { x: 1 }, two: [{ x: 2 }, { x: 3 }] })).toEqual({
      none: [],
      one: [{ x: 1 }],
      two: [{ x: 2 }, { x: 3 }],
    })
  })

  test('a part without `each` is one item in the same context', () => {
    expect(valueOf(object({ lines: list(undefined, object({ x: 'a' })) }), { a: 1 })).toEqual({ lines: [{ x: 1 }] })
  })

  test('`when` of a part is decided outside, before `each`', () => {
    expect(valueOf(object({ lines: list('items', object({ x: 'x' }), 'send') }), { send: false, items: [{ x: 1, send: true }] })).toEqual({
      lines: [],
    })
  })

  test('knows the item, the record and the index, also inside a predicate', () => {
    const item = object({ i: '$index', id: '$source.id', same: 'tags[$ = $$.want]' })

    expect(
      valueOf(object({ lines: list('items', item) }), {
        id: 7,
        items: [
          { want: 'b', tags: ['a', 'b'] },
          { want: 'c', tags: 'c' },
        ],
      }),
    ).toEqual({
      lines: [
        { i: 0, id: 7, same: 'b' },
        { i: 1, id: 7, same: 'c' },
      ],
    })
  })
})

describe('lets', () => {
  test('see each other whatever their order, and are seen by everything below', () => {
    const template = object(
      { a: '$total', lines: list('items', object({ share: 'x / $total' })) },
      { total: '$double($sum(items.x))', double: 'function($n) { $n * 2 }' },
    )

    expect(valueOf(template, { items: [{ x: 1 }, { x: 3 }] })).toEqual({ a: 8, lines: [{ share: 0.125 }, { share: 0.375 }] })
  })

  test.each([true, false])('are computed only if they are needed, and once per shape and item (edited: %s)', (isEdited) => {
    let calls = 0
    const counted = (template: Template) =>
      compileFused(template, { variables: ['count'], isEdited }).run({}, { count: () => ++calls }).value

    expect(counted(object({ a: '$n', b: '$n' }, { n: '$count()', never: '$error("no")' }))).toEqual({ a: 1, b: 1 })
    expect(counted(object({ lines: list('[1, 2]', object({ a: '$n', b: '$n' }, { n: '$count()' })) }))).toEqual({
      lines: [
        { a: 2, b: 2 },
        { a: 3, b: 3 },
      ],
    })
  })

  test('that need each other are reported when compiling', () => {
    const template = object({ a: '$x' }, { x: '$y + 1', y: 'function($n) { $x }', z: '1' })

    expect(() => compileTemplate(template)).toThrow(TemplateError)
    expect(() => compileTemplate(template)).toThrow(/x.*y|y.*x/)
    expect(() => compileTemplate(object({ a: '$f(3)' }, { f: 'function($n) { $n <= 1 ? 1 : $n * $f($n - 1) }' }))).not.toThrow()
  })
})

describe('constants and variables', () => {
  test('are given once, or for every record', () => {
    const options: TemplateOptions = { constants: { settings: { prefix: 'A' } } }

    expect(valueOf(object({ no: '$settings.prefix & id & $key' }), { id: 1 }, options, { key: 'K' })).toEqual({ no: 'A1K' })
  })
})

test('$$ is the record, and in a list its item', () => {
  const template = object({ a: '$$.id', b: 'lines.$$.id', list: list('lines', object({ own: '$$.qty', record: '$source.id' })) })

  expect(valueOf(template, { id: 7, lines: [{ qty: 1 }] })).toEqual({ a: 7, b: 7, list: [{ own: 1, record: 7 }] })
})

describe('a template that is being edited', () => {
  const template = (text: string) =>
    object({ a: text, list: list('parcels', object({ b: '$sum(qty) + $factor' })) }, { factor: 'rate * 2' })
  const record = { rate: 2, parcels: [{ qty: 1 }, { qty: 'x' }] }

  test('compiles what did not change only once', () => {
    const makeFunction = vi.spyOn(globalThis, 'Function')
    const compile = (text: string) => {
      const before = makeFunction.mock.calls.length
      compileFused(template(text), { isEdited: true }).run(record)
      return makeFunction.mock.calls.length - before
    }

    const counts = ['rate + 41', 'rate + 41', 'rate + 43'].map(compile)
    makeFunction.mockRestore()

    expect(counts).toEqual([4, 0, 1])
  })

  test('tells failures at their own sites, where equal texts share their code', () => {
    const twice = object({ a: '1 + "x"', b: '1 + "x"' })

    const { failures } = compileFused(twice, { isEdited: true }).run({})

    expect(failures.map((each) => each.site)).toEqual(twice.entries.map(({ value }) => (value as Leaf).value.site))
  })
})

describe('results', () => {
  test.each([
    ['$sum', 'a function'],
    ['/a/', 'a function'],
    ['1 / 0', 'Infinity'],
    ['{ "f": [$sum] }', 'a function'],
    ['[1, -1 / 0]', '-Infinity'],
  ])('that are no JSON are failures of their leaf: %s', (text, shown) => {
    const { value, failures } = run(object({ a: text, b: '1' }), {})

    expect(value).toEqual({ b: 1 })
    expect(failures).toMatchObject([{ code: 'expression.result-not-json', message: `the result is ${shown}, which is not JSON` }])
  })

  test.each([
    ['one long text', object({ a: '$pad("a", 990000) & $pad("b", 9990)', b: '1' })],
    ['many short texts', object({ lines: list('[1..9000]', object({ text: '$pad("a", 150)' })) })],
    ['a text in many places', object({ lines: list('[1..900]', object({ text: '$big' })) }, { big: '$pad("a", 2000)' })],
    ['a value in many places', object({ a: '$reduce([1..40], function($o, $i){ {"a": $o, "b": $o} }, {"a": 1})' })],
  ])('of more than 1 MB are failures: %s', (_name, template) => {
    const { failures } = run(template, {}, { limits: { timeout: 60_000, text: 1_000_000 } })

    expect(failures).toMatchObject([{ code: 'expression.result-too-large' }])
  })

  test('of less are none, whatever they are made of', () => {
    const { value, failures } = run(object({ lines: list('[1..9000]', object({ text: '"short"' })) }), {}, { limits: { timeout: 60_000 } })

    expect(failures).toEqual([])
    expect((value as { lines: unknown[] }).lines).toHaveLength(9000)
  })
})

describe('a record that takes too long', () => {
  const slow = '($f := function($n){ $f($n + 1) }; $f(0))'
  const limits = { timeout: 60_000, steps: 200_000 }

  test('is told where the time went, and nothing behind it is evaluated', () => {
    const template = object({ a: '1 + 1', slow, lines: list('[1..9]', object({ b: '$error("not reached")' })) })

    const { failures } = run(template, {}, { limits })

    expect(failures.map(({ code, site }) => ({ code, site }))).toEqual([
      { code: 'expression.too-much-work', site: (template.entries[1]!.value as Leaf).value.site },
    ])
  })

  test('does not throw where no expression is at work: lists of constants inside each other', () => {
    const inner = list('$all', object({ a: fixed([1]) }))
    const template = object({ lines: list('$all', object({ inner: list('$all', object({ inner })) })) }, { all: '[1..900]' })

    const { failures } = run(template, {}, { limits })

    expect(failures[0]).toMatchObject({ code: 'expression.too-much-work' })
  })
})

describe('failures', () => {
  test('do not stop the others, and tell site, indexes and place', () => {
    const bad = leaf('1 + name')
    const inner = leaf('$number(x)')
    const template = object({ a: 'id', bad, lines: list('items', object({ inner, ok: 'ok' })) })

    const { value, failures } = run(template, {
      id: 1,
      name: 'n',
      items: [
        { x: '1', ok: 1 },
        { x: 'q', ok: 2 },
      ],
    })

    expect(value).toEqual({ a: 1, lines: [{ inner: 1, ok: 1 }, { ok: 2 }] })
    expect(failures).toMatchObject([
      { site: bad.value.site, indexes: [], code: 'T2002', position: 3, token: '+', value: 'n' },
      { site: inner.value.site, indexes: [1], code: 'D3030', position: 8, token: 'number', value: 'q' },
    ])
  })

  test('a let that fails fails in each slot that needs it, and in no other', () => {
    const template = object({ a: '$x', b: '$x', c: '1' }, { x: '$error("broken")' })

    const { value, failures } = run(template, {})

    expect(value).toEqual({ c: 1 })
    expect(failures.map((each) => each.message)).toEqual(['broken', 'broken'])
  })

  test('`required` refuses undefined, null and blank text', () => {
    const template = object({
      a: leaf('a', { required: true }),
      b: leaf('b', { required: true }),
      c: leaf('c', { required: true }),
      d: leaf('d', { required: true }),
    })

    const { value, failures } = run(template, { b: null, c: ' ', d: 0 })

    expect(value).toEqual({ d: 0 })
    expect(failures.map(({ code }) => code)).toEqual(Array.from({ length: 3 }).fill('expression.required-missing'))
  })

  test('syntax errors are reported when compiling, with their sites', () => {
    const bad = leaf('a +')

    expect(() => compileTemplate(object({ bad }))).toThrow(TemplateError)
    try {
      compileTemplate(object({ bad }))
    } catch (error) {
      expect((error as TemplateError).problems).toMatchObject([{ site: bad.value.site, code: 'S0207' }])
    }
  })
})

describe('blank: absent', () => {
  const options: TemplateOptions = { blank: 'absent', constants: { settings: { none: '', some: 's' } } }

  test('null, empty and white text are missing in the record, in constants and in results', () => {
    const template = object({ a: 'a ?? "x"', b: '$exists(b)', c: '$settings.none ?? $settings.some', d: '$trim(d)', e: fixed('') })

    expect(valueOf(template, { a: ' ', b: null, d: ' \n' }, options)).toEqual({ a: 'x', b: false, c: 's', e: '' })
  })

  test('also inside lists, and for functions that look at the structure', () => {
    const template = object({ keys: '$keys(o)', count: '$count(list)', all: 'o', joined: "$join(list, '-')" })

    expect(valueOf(template, { o: { a: '', b: 1, c: { d: null, e: 2 } }, list: ['x', ' ', 'y', null] }, options)).toEqual({
      keys: ['b', 'c'],
      count: 2,
      all: { b: 1, c: { e: 2 } },
      joined: 'x-y',
    })
  })

  test('leaves the record as it was', () => {
    const record = { o: { a: '' }, list: ['', 1] }

    run(object({ a: 'o', b: 'list' }), record, options)

    expect(record).toEqual({ o: { a: '' }, list: ['', 1] })
  })
})
