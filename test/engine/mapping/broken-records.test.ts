import { describe, expect, test } from 'vitest'
import { briefly, compiled, free, order } from './shop.ts'

describe('a record that breaks', () => {
  test('names document, line, column, field and item, and the other fields are made', () => {
    const text = `${order}  reference: note & $uppercase(id)\n  lines: { each: lines, fields: { item: sku, quantity: amount + name } }\n`

    const { record, problems } = compiled(text).run({
      id: 1,
      note: 'n',
      lines: [
        { sku: 'A', amount: 1, name: 'x' },
        { sku: 'B', amount: 1 },
      ],
    })

    expect(record).toEqual({ customerNumber: '1', lines: [{ item: 'A' }, { item: 'B' }] })
    expect(problems).toMatchObject([
      {
        code: 'T0410',
        severity: 'error',
        class: 'rejected',
        at: { file: 'shop.yaml', line: 7, column: 23, expression: { line: 1, column: 10 }, document: 'order', field: 'reference' },
      },
      { code: 'T2002', at: { line: 8, document: 'order', field: 'lines.quantity (item 1)', path: '[0]' } },
    ])
    for (const { hint } of problems) expect(hint).not.toBe('')
  })

  test.each([
    ['reference: note', { note: 'abcdefghijklmnop' }, '7:14 mapping.value-too-long reference reference'],
    ['status: note', { note: 'Lost' }, '7:11 mapping.not-a-member status status'],
    ['date: placed', { placed: '10-03-2026' }, '7:9 mapping.bad-format date date'],
    ['discountPercent: total', { total: 101 }, '7:20 mapping.value-out-of-range discountPercent discountPercent'],
    ['address: { fields: { street: note } }', { note: 'x' }, '7:12 mapping.required-missing address address'],
    [
      'lines: { each: lines, fields: { item: sku } }',
      { lines: [{ sku: 'A' }, { sku: 'ABCDEF' }] },
      '7:41 mapping.value-too-long lines.item lines[1].item',
    ],
    [
      'lines: { each: lines, fields: { item: sku, quantity: amount } }',
      { lines: [{ amount: 1 }] },
      '7:10 mapping.required-missing lines lines[0]',
    ],
    [
      'lines: { parts: { a: { each: lines, fields: { charge: name, description: sku } } } }',
      { lines: [{ name: 'c', sku: 'longer than ten' }] },
      '7:76 mapping.value-too-long lines.a.description lines[0].description',
    ],
  ])('against the contract names the line that makes the value: %s', (line, record, expected) => {
    expect(briefly(`${order}  ${line}\n`, { id: 1, ...record })).toEqual([expected])
  })

  test.each([
    [null, 'source.not-an-object'],
    ['text', 'source.not-an-object'],
    [[], 'source.not-an-object'],
    [{}, 'source.missing-field'],
    [{ id: '1' }, 'source.wrong-type'],
    [{ id: 1, paid: 'yes' }, 'source.wrong-type'],
    [{ id: 1, lines: [{ amount: '2' }] }, 'source.wrong-type'],
  ])('against the source schema is refused before it is mapped: %j', (record, code) => {
    const { record: result, problems } = compiled(order).run(record)

    expect(result).toBeUndefined()
    expect(problems).toMatchObject([{ code, class: 'rejected' }])
  })

  test('says the path in the record, and never the value, which may be personal', () => {
    const { problems } = compiled(order).run({ id: 1, customer: { name: ['Ada Lovelace'] } })

    expect(problems).toMatchObject([{ code: 'source.wrong-type', at: { path: 'customer.name' } }])
    expect(JSON.stringify(problems)).not.toContain('Lovelace')
  })

  function nested(depth: number): unknown {
    let value: unknown = 1
    for (let level = 0; level < depth; level++) value = { a: value }
    return value
  }

  test.each([101, 200, 20_000])('that nests %i levels deep is refused', (depth) => {
    expect(compiled(order).run({ id: 1, extra: nested(depth) }).problems).toMatchObject([{ code: 'source.too-deep', class: 'rejected' }])
    expect(compiled(order).run({ id: 1, extra: nested(98) }).problems).toEqual([])
  })

  test('that is too deep for the stack is refused, also where no schema says how deep it may be', () => {
    expect(compiled(free('a: id')).run({ id: 1, extra: nested(50_000) }).problems).toMatchObject([{ code: 'source.too-deep' }])
  })

  test.each([1, 'text', null, true, undefined])('that is %j, no object and no list, is refused also without a schema', (record) => {
    expect(compiled(free('a: 1')).run(record)).toMatchObject({ record: undefined, problems: [{ code: 'source.not-an-object' }] })
  })

  test('that has a key __proto__ is refused with the path, also without a schema', () => {
    const record = JSON.parse('{ "id": 1, "lines": [{ "__proto__": { "note": "stolen" } }] }') as unknown

    expect(compiled(free('a: note')).run(record)).toMatchObject({
      record: undefined,
      problems: [{ code: 'source.forbidden-key', at: { path: 'lines[0].__proto__' } }],
    })
  })

  test('a key named constructor reaches nothing', () => {
    const record = JSON.parse('{ "id": 1, "constructor": { "prototype": { "polluted": true } } }') as unknown

    expect(compiled(free('a: note\nb: toString\nc: constructor.name\nd: $keys($)')).run(record).record).toEqual({
      d: ['id', 'constructor'],
    })
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
    expect(Object.getPrototypeOf(compiled(free('__proto__: { fields: { note: id } }')).run({ id: 1 }).record)).toBe(Object.prototype)
  })

  test.each([
    ['reference: $sum', 'mapping.result-not-json'],
    ['unitPrice: total / 0', 'mapping.result-not-json'],
    ['reference: /x/', 'mapping.result-not-json'],
    ["reference: { expr: note, default: '[1]' }", 'mapping.wrong-type'],
  ])('whose result is no JSON, or not the sort that the target takes, is refused: %s', (line, code) => {
    const { problems } = compiled(`${order}  ${line}\n`).run({ id: 1, total: 1 })

    expect(problems).toMatchObject([{ code, class: 'rejected', at: { line: 7 } }])
  })

  test('an expression that makes too much is stopped, and the other fields are made', () => {
    const { record, problems } = compiled(free('b: "[1..1000000]"\nc: id')).run({ id: 1 })

    expect(record).toEqual({ c: 1 })
    expect(problems).toMatchObject([{ at: { field: 'b' } }])
  })

  test('an expression without end takes the time of its record: it is told, and nothing behind it is evaluated', () => {
    const { problems } = compiled(free('a: ($f := function($n) { $f($n + 1) }; $f(0))\nc: id')).run({ id: 1 })

    expect(problems).toMatchObject([{ at: { field: 'a' } }])
  })

  test.each(['reference', 'unitPrice'])('a value that holds another many times is stopped wherever it is looked through: %s', (field) => {
    const doubled = '$reduce([1..60], function($o, $i){ $map([1, 2], function(){ $o }) }, [id])'
    const { record, problems } = compiled(`${order}  ${field}: ${doubled}\n`).run({ id: 1 })

    expect(problems).toMatchObject([{ at: { field } }])
    expect(JSON.stringify(problems).length).toBeLessThan(3_000)
    expect(record).not.toHaveProperty(field)
  })
})
