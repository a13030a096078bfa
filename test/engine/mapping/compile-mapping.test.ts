import { describe, expect, test } from 'vitest'
import { ProblemError } from '../../../engine/problem.ts'
import { loadMapping } from '../../../engine/mapping/load-mapping.ts'
import { compileMapping, type CompileMappingOptions } from '../../../engine/mapping/compile-mapping.ts'
import { briefly, compiled, free } from './shop.ts'

function made(fields: string, record: unknown, options?: CompileMappingOptions): unknown {
  const { record: result, problems } = compiled(free(fields), options).run(record)
  expect(problems).toEqual([])
  return result
}

describe('values', () => {
  test('text is an expression, a number, a boolean and null are themselves, const is text', () => {
    expect(made('a: name\nb: 12\nc: false\nd: null\ne: { const: name }\nf: { const: [1, { x: y }] }\ng: "\'x\'"', { name: 'Ada' })).toEqual(
      {
        a: 'Ada',
        b: 12,
        c: false,
        d: null,
        e: 'name',
        f: [1, { x: 'y' }],
        g: 'x',
      },
    )
  })

  test('what gives nothing is not sent, null is', () => {
    expect(made('a: nothing\nb: null\nc: $number(nothing)', {})).toEqual({ b: null })
  })

  test.each([null, '', '  \t'])('blank: absent makes %j missing, in the record and in a result; a const is sent as it stands', (blank) => {
    const fields = "a: note\nb: { expr: note ?? 'none' }\nc: $exists(note)\nd: \"' '\"\ne: { const: '' }"

    expect(made(fields, { note: blank })).toEqual({ b: 'none', c: false, e: '' })
  })

  test('without blank: absent the record is taken as it is', () => {
    const text = free('a: note\nb: $exists(note)').replace('source: { blank: absent }\n', '')

    expect(compiled(text).run({ note: '' }).record).toEqual({ a: '', b: true })
    expect(compiled(text).run({ note: null }).record).toEqual({ a: null, b: true })
  })

  test('SO-T02 default stands in for what is missing, not for what is false or 0', () => {
    expect(
      made('a: { expr: x, default: 5 }\nb: { expr: x, default: y }\nc: { expr: f, default: true }\nd: { expr: z, default: 1 }', {
        y: 'Y',
        f: false,
        z: 0,
      }),
    ).toEqual({ a: 5, b: 'Y', c: false, d: 0 })
    expect(made('a: { expr: x, default: "\'d\'" }', { x: ' ' })).toEqual({ a: 'd' })
  })

  test('when decides before the value is looked at', () => {
    expect(
      made("a: { expr: $error('never'), when: paid }\nb: { expr: id, when: $not(paid) }\nc: { const: x, when: missing }", {
        paid: false,
        id: 1,
      }),
    ).toEqual({ b: 1 })
  })

  test('required refuses nothing and blank, and names the field', () => {
    const text = free('a: { expr: name, required: true }\nb: { expr: name, required: true, when: strict }')

    expect(compiled(text).run({ name: 'x' }).problems).toEqual([])
    expect(briefly(text, { name: ' ' })).toEqual(['5:14 mapping.required-missing a'])
    expect(briefly(text, { strict: true })).toEqual(['5:14 mapping.required-missing a', '6:14 mapping.required-missing b'])
    expect(made('a: { expr: name, default: "\'x\'", required: true }', {})).toEqual({ a: 'x' })
  })
})

describe('shapes', () => {
  test('a nested object in which nothing is sent is not sent', () => {
    const fields = 'address: { fields: { city: town, inner: { fields: { zip: zip } } } }\nother: { when: paid, fields: { a: 1 } }'

    expect(made(fields, {})).toEqual({})
    expect(made(fields, { zip: 'Z' })).toEqual({ address: { inner: { zip: 'Z' } } })
    expect(made(fields, { paid: true })).toEqual({ other: { a: 1 } })
  })

  test.each([
    [[], []],
    [[{ n: 1 }], [{ a: 1, i: 0 }]],
    [{ n: 1 }, [{ a: 1, i: 0 }]],
    [
      [{ n: 1 }, { n: 2 }],
      [
        { a: 1, i: 0 },
        { a: 2, i: 1 },
      ],
    ],
  ])('each makes a list of %j', (items, expected) => {
    expect(made('list: { each: items, fields: { a: n, i: $index } }', { items })).toEqual({ list: expected })
  })

  test('each over nothing is an empty list, and when switches the list off', () => {
    expect(made('list: { each: items, fields: { a: n } }', {})).toEqual({ list: [] })
    expect(made('list: { each: items, when: no, fields: { a: n } }', { items: [1] })).toEqual({})
  })

  test('an item sees itself, the record as $source, and the names above it', () => {
    const text =
      'list:\n  each: items[n > 1]\n  let: { double: n * 2, place: $index }\n  fields: { a: $double, b: $source.id, c: $outer, d: $place }'

    expect(compiled(free(text, 'let: { outer: id & "!" }\n')).run({ id: 7, items: [{ n: 1 }, { n: 2 }, { n: 3 }] }).record).toEqual({
      list: [
        { a: 4, b: 7, c: '7!', d: 0 },
        { a: 6, b: 7, c: '7!', d: 1 },
      ],
    })
  })

  test('parts stand one after the other, each with its own condition', () => {
    const fields = `list:
  let: { mark: "'m'" }
  parts:
    goods: { each: items, fields: { t: { const: item }, n: n, m: $mark, i: $index } }
    freight: { when: cost > 0, fields: { t: { const: charge }, n: cost } }
    gifts: { each: gifts, when: wrap, let: { x: n * 10 }, fields: { t: { const: gift }, n: $x } }`

    expect(made(fields, { items: [{ n: 1 }, { n: 2 }], cost: 5, wrap: true, gifts: { n: 3 } })).toEqual({
      list: [
        { t: 'item', n: 1, m: 'm', i: 0 },
        { t: 'item', n: 2, m: 'm', i: 1 },
        { t: 'charge', n: 5 },
        { t: 'gift', n: 30 },
      ],
    })
    expect(made(fields, { items: { n: 1 }, cost: 0 })).toEqual({ list: [{ t: 'item', n: 1, m: 'm', i: 0 }] })
  })

  test('lists nest', () => {
    expect(made('a: { each: x, fields: { b: { each: y, fields: { c: $, i: $index } } } }', { x: [{ y: [1, 2] }, { y: 3 }] })).toEqual({
      a: [
        {
          b: [
            { c: 1, i: 0 },
            { c: 2, i: 1 },
          ],
        },
        { b: [{ c: 3, i: 0 }] },
      ],
    })
  })
})

describe('let', () => {
  test('values need each other in any order, are made only when read, and may be functions', () => {
    const text = free(
      'a: $sum\nb: $twice(4)\nc: { expr: $broken, when: false }',
      "let:\n  twice: function($x) { $x * 2 }\n  sum_: $later + 1\n  later: $twice(n)\n  broken: $error('never read')\n",
    ).replace('a: $sum\n', 'a: $sum_\n')

    expect(compiled(text).run({ n: 3 })).toEqual({ record: { a: 7, b: 8 }, problems: [] })
  })
})

describe('use', () => {
  const shared = `---
kind: Mapping
name: facts
source: { schema: shop/order, blank: absent }
let: { who: customer.name }
---
kind: Mapping
name: line
fields: { item: sku, quantity: amount, description: name }
---
kind: Mapping
name: header
use: facts
fields: { customerNumber: $string(id), reference: $who }
`
  const user = `kind: Mapping
name: order
use: header
target: { schema: erp/v2.0/order }
fields:
  status: { const: Open }
  lines: { each: lines, use: line, fields: { quantity: amount * 2 } }
`
  const record = { id: 1, note: '', customer: { name: 'Ada' }, lines: [{ sku: 'A', amount: 2, name: 'a' }] }

  test('takes in source, names and fields, at the root and in a list; one’s own win', () => {
    expect(compiled(user + shared).run(record)).toEqual({
      record: {
        customerNumber: '1',
        reference: 'Ada',
        status: 'Open',
        lines: [{ item: 'A', quantity: 4, description: 'a' }],
      },
      problems: [],
    })
  })

  test('a problem in a shared field names the file and line where it is written', () => {
    const [problem] = compiled(user + shared).run({ ...record, customer: { name: 'Countess Ada Lovelace' } }).problems

    expect(problem).toMatchObject({ code: 'mapping.value-too-long', at: { line: 21, document: 'order', field: 'reference' } })
  })

  test('an overlay adds, replaces and removes, also what was taken in', () => {
    const overlay = `---
kind: Integration
name: acme
extends: shop
overlays:
  mappings:
    header: { fields: { reference: { remove: true } } }
    line: { fields: { description: sku & name } }
    order:
      fields:
        paid: paid
        status: { const: Closed }
        lines: { fields: { quantity: 9 } }
`

    expect(compiled(user + shared + overlay).run({ ...record, paid: true })).toEqual({
      record: { customerNumber: '1', status: 'Closed', lines: [{ item: 'A', quantity: 9, description: 'Aa' }], paid: true },
      problems: [],
    })
  })
})

describe('only', () => {
  const text = free(
    'a: { only: create, expr: id }\nb: { only: [update, v1.0], expr: id }\nc: { only: v2.0, fields: { d: id, e: { only: update, expr: id } } }\nf: { only: [v1.0, v2.0], expr: id }\nlist: { parts: { x: { only: v1.0, each: items, fields: { g: $ } }, y: { each: items, fields: { h: $ } } } }',
  )

  test.each([
    [{}, { a: 1, list: [{ h: 2 }] }],
    [{ mode: 'update' }, { list: [{ h: 2 }] }],
    [{ api: 'v2.0' }, { a: 1, c: { d: 1 }, f: 1, list: [{ h: 2 }] }],
    [{ api: 'v1.0' }, { a: 1, f: 1, list: [{ g: 2 }, { h: 2 }] }],
    [
      { api: 'v1.0', mode: 'update' },
      { b: 1, f: 1, list: [{ g: 2 }, { h: 2 }] },
    ],
    [
      { api: 'v2.0', mode: 'update' },
      { c: { d: 1, e: 1 }, f: 1, list: [{ h: 2 }] },
    ],
  ] as const)('AC-11 keeps a field for a mode and a version: %j', (options, expected) => {
    expect(compiled(text, options).run({ id: 1, items: 2 }).record).toEqual(expected)
  })
})

describe('tables', () => {
  const text = (onMiss: string) =>
    free(
      "a: $table('t', code)\nb: $table('t', 'row').deep\nc: $table('t', nothing)",
      `---\nkind: Table\nname: t\n${onMiss}rows: { X: 10, row: { deep: [1] }, '007': bond, none: null }\n`,
    )

  test('a row is any JSON, found by its key as text', () => {
    const mapping = compiled(text('onMiss: omit\n'))

    expect(mapping.run({ code: 'X' }).record).toEqual({ a: 10, b: [1] })
    expect(mapping.run({ code: '007' }).record).toEqual({ a: 'bond', b: [1] })
    expect(mapping.run({ code: 'constructor' }).record).toEqual({ b: [1] })
    expect(mapping.run({ code: '__proto__' }).record).toEqual({ b: [1] })
  })

  test('a key without a row gives what onMiss says; by default it is a problem that names table and key', () => {
    expect(compiled(text('onMiss: { default: { n: 1 } }\n')).run({ code: 'Z' })).toMatchObject({ record: { a: { n: 1 } }, problems: [] })
    expect(compiled(text('onMiss: omit\n')).run({ code: 'Z' })).toMatchObject({ record: { b: [1] }, problems: [] })
    expect(compiled(text('')).run({ code: 'Z' }).problems).toMatchObject([
      {
        code: 'mapping.table-miss',
        class: 'rejected',
        at: { line: 5, field: 'a' },
        message: '“a” cannot be computed: table t has no row Z',
      },
    ])
  })

  test('rows that a caller gives stand in for those of the package', () => {
    expect(compiled(text('onMiss: omit\n'), { tables: { t: { X: 'mine' } } }).run({ code: 'X' }).record).toEqual({ a: 'mine' })
    expect(
      compiled(text('onMiss: omit\n'), { tables: { t: { rows: {}, onMiss: { default: 1 } } } }).run({ code: 'Q' }).record,
    ).toMatchObject({ a: 1 })
  })
})

describe('settings', () => {
  const text = free(
    'a: |-\n  $settings.on ? 1 : 2\nb: $settings.name\nc: { expr: id, when: $settings.on }',
    '---\nkind: Settings\nname: s\nproperties:\n  on: { type: boolean, default: true }\n  name: { type: string, maxLength: 3 }\n  kind: { type: string, enum: [x, y] }\n',
  )

  test('have their defaults, and blank counts as missing in them too', () => {
    expect(compiled(text).run({ id: 1 }).record).toEqual({ a: 1, c: 1 })
    expect(compiled(text, { settings: { on: false, name: '' } }).run({ id: 1 }).record).toEqual({ a: 2 })
  })

  test.each([
    [{ onn: true }, 'mapping.setting-unknown', 'there is no setting “onn”', 'Did you mean “on”?'],
    [{ on: 'yes' }, 'mapping.setting-wrong', 'setting “on”: must be boolean', 'It must be of type boolean; the default is true.'],
    [{ name: 'long' }, 'mapping.setting-wrong', 'setting “name”: must NOT have more than 3 characters', 'It must be of type string.'],
    [{ kind: 'z' }, 'mapping.setting-wrong', 'setting “kind”: must be equal to one of the allowed values', 'It must be one of x, y.'],
  ])('that are wrong refuse the mapping before any record: %j', (settings, code, message, hint) => {
    expect(() => compiled(text, { settings })).toThrow(ProblemError)
    try {
      compiled(text, { settings })
    } catch (error) {
      expect((error as ProblemError).problems).toMatchObject([{ code, message, hint }])
    }
  })
})

describe('built-ins', () => {
  test.each([
    ["$normalise(' De  Laan ')", 'de laan'],
    ["'<' & $normalise(nothing) & '>'", '<>'],
    ["$date('2026-03-10T23:30:00-08:00')", '2026-03-10'],
    ["$date('0001-01-01T00:00:00Z')", undefined],
    ['$json(\'{"a":1}\').a', 1],
    ["$splitText('big mug', 4)", ['big', 'mug']],
    ['$money(2.345)', 2.35],
    ['$money(-0.125, 2)', -0.13],
    ['$allocate(1, [1, 1, 1])', [0.34, 0.33, 0.33]],
    ['$allocate(10, [0, 0])', [5, 5]],
    ['$round(2.345, 2)', 2.34],
    ["$table('t', 'k')", 'v'],
  ])('%s in a mapping gives %j', (expression, expected) => {
    const text = free(`a: |-\n  ${expression}`, '---\nkind: Table\nname: t\nrows: { k: v }\n')

    expect(compiled(text).run({})).toEqual({ record: expected === undefined ? {} : { a: expected }, problems: [] })
  })

  test('SO-L10 $json of broken text is a warning on the record, and gives nothing', () => {
    const { record, problems } = compiled(free('a: $json(note).x\nb: id')).run({ id: 1, note: '{"x": ' })

    expect(record).toEqual({ b: 1 })
    expect(problems).toMatchObject([{ code: 'mapping.json-broken', severity: 'warning', at: { line: 5, field: 'a' } }])
  })

  test('the clock is the one that was handed in', () => {
    expect(made('a: $now()\nb: $millis()', {}, { clock: () => 0 })).toEqual({ a: '1970-01-01T00:00:00.000Z', b: 0 })
  })
})

describe('loadMapping', () => {
  test('reads a mapping and what follows it, and asks for the rest by name', () => {
    const asked: string[] = []
    const mapping = loadMapping('kind: Mapping\nname: a\nuse: shared\nfields: { b: "$table(\'t\', x)" }\n', {
      resolve: (name, kind) => {
        asked.push(`${kind} ${name}`)
        if (kind === 'Mapping') return 'kind: Mapping\nname: shared\nfields: { c: { const: d } }\n'
        return kind === 'Table' ? 'kind: Table\nname: t\nrows: { k: v }\n' : undefined
      },
    })

    expect(compileMapping(mapping).run({ x: 'k' })).toEqual({ record: { c: 'd', b: 'v' }, problems: [] })
    expect(asked.toSorted()).toEqual(['Mapping shared', 'Table t'])
  })

  test('a text without a mapping is refused; a broken one has its problems and does not compile', () => {
    expect(() => loadMapping('kind: Table\nname: t\nrows: {}\n')).toThrow(ProblemError)
    const broken = loadMapping('kind: Mapping\nname: a\nfields: { b: c, b: d }\n')

    expect(broken.problems).toMatchObject([{ code: 'document.duplicate-key' }])
    expect(() => compileMapping(broken)).toThrow(ProblemError)
  })
})
