import { describe, expect, test } from 'vitest'
import { order, problemsOf } from './shop.ts'
import { brief, problemOf, told } from './told.ts'

const settings = `---
kind: Settings
name: settings
properties:
  short: { type: boolean, default: false }
  unset: { type: boolean }
`

const table = `---
kind: Table
name: country
rows: { Nederland: NL }
`

describe('an expression that does not parse', () => {
  test.each([
    ['reference: note &', '7:19 (1:6) S0207', 'the expression ends too early'],
    ['reference: "customer.name & & note"', '7:31 (1:17) S0211', '& cannot stand before a value'],
    ["reference: 'it''s & ''x'", '7:23 (1:8) S0101', undefined],
    ['reference: customer.name)', '7:27 (1:14) S0201', undefined],
    ["lines: { each: 'lines[', fields: { item: sku } }", '7:24 (1:6) S0203', undefined],
    ['reference: { expr: note, when: paid and }', '7:39 (1:6) S0207', undefined],
    ['reference: { expr: note, default: note & }', '7:42 (1:6) S0207', undefined],
  ])('tells the place in the document and inside the expression: %s', (line, place, message) => {
    const problem = problemOf(line)

    expect(brief(problem)).toBe(place)
    expect(problem).toMatchObject({ severity: 'error', at: { file: 'shop.yaml', line: 7, document: 'order' } })
    expect(problem.hint).not.toBe('')
    if (message) expect(problem.message).toBe(message)
  })

  test('in a block, the place is on its own line of both', () => {
    const text = `${order}  reference: |-\n    paid\n      ? note\n      : (customer.name\n`

    expect(told(text)).toEqual(['10:19 (3:15) S0203'])
  })

  test('does not hide the others, nor is it told again by what reads it', () => {
    const text = `${order}  reference: note &\n  date: (placed\n  status: Opne\n${settings}`

    expect(told(text)).toEqual(['7:19 (1:6) S0207', '8:10 (1:2) S0203', '9:11 (1:1) mapping.path-unknown'])
  })

  test('in a fragment that nobody uses is found too', () => {
    const [problem] = problemsOf('kind: Mapping\nname: part\nlet: { a: b & }\nfields:\n  c: d\n')

    expect(problem).toMatchObject({ code: 'S0207', at: { line: 3, document: 'part' } })
  })
})

describe('a source path', () => {
  test.each([
    ['reference: custmer.name', '7:14 (1:1) mapping.path-unknown', '“custmer” is not in shop/order', 'Did you mean “customer”?'],
    ['reference: customer.nam', '7:23 (1:10) mapping.path-unknown', '“nam” is not in customer', 'Did you mean “name”?'],
    ['reference: $source.nte', '7:22 (1:9) mapping.path-unknown', '“nte” is not in $source', 'Did you mean “note”?'],
    ['reference: $join(lines.(sku & nme))', '7:33 (1:20) mapping.path-unknown', '“nme” is not in lines', 'Did you mean “name”?'],
    ['reference: "note\\n  & nte"', '7:25 (2:5) mapping.path-unknown', '“nte” is not in shop/order', 'Did you mean “note”?'],
    [
      'lines: { each: lines, fields: { item: skuu } }',
      '7:41 (1:1) mapping.path-unknown',
      '“skuu” is not in the items of “lines” (line 7)',
      'Did you mean “sku”?',
    ],
  ])('that the schema does not have is told with the nearest name: %s', (line, place, message, hint) => {
    const problem = problemOf(line)

    expect(brief(problem)).toBe(place)
    expect(problem).toMatchObject({ message, hint, cause: 'A path that the source does not have gives nothing, silently.' })
  })

  test('that does not exist, as the list of items, is told once and not for each item field', () => {
    expect(told(`${order}  lines: { each: linez, fields: { item: card, description: name } }\n`)).toEqual([
      '7:18 (1:1) mapping.path-unknown',
    ])
  })

  test('that only a sample has is one, and what neither has is none', () => {
    const text = `${order}  reference: voucher.code\n  number: voucher.nmber\n`
    const samples = [{ id: 1, voucher: { code: 'A', number: '1' } }]

    expect(problemsOf(text, samples).map(brief)).toEqual(['8:19 (1:9) mapping.path-unknown'])
    expect(told(text)).toEqual(['7:14 (1:1) mapping.path-unknown', '8:11 (1:1) mapping.path-unknown'])
  })

  test('is checked against samples alone where there is no schema', () => {
    const text = `${order.replace('source: { schema: shop/order, blank: absent }', 'source: { schema: shop/basket }')}  reference: nte\n`

    expect(told(text)).toEqual(['3:19 mapping.schema-unknown'])
  })
})

describe('a field of the target', () => {
  test.each([
    ['refrence: note', '7:3 mapping.property-unknown', '“refrence” is not a property of Order', 'Did you mean “reference”?'],
    [
      'id: note',
      '7:3 mapping.property-read-only',
      '“id” of Order is read-only',
      'Remove the field, or send the value by a route of your installation.',
    ],
    ['stock: 1', '7:3 mapping.property-read-only', '“stock” of Order is read-only when a record is created', undefined],
    [
      'remarks: { each: lines, fields: { item: sku } }',
      '7:3 mapping.no-deep-insert',
      '“remarks” of Order cannot be sent along with its parent',
      undefined,
    ],
    ['lines: { each: lines, fields: { quantity: amount } }', '7:3 mapping.required-missing', 'Line needs “item” or “charge”', undefined],
    ['address: { fields: { street: note } }', '7:3 mapping.required-missing', 'Address needs “city”', undefined],
    ['reference: "\'abcdefghijklmnop\'"', '7:14 mapping.value-too-long', '“reference” has 16 characters, Order takes 12', undefined],
    ['reference: { const: abcdefghijklmnop }', '7:23 mapping.value-too-long', '“reference” has 16 characters, Order takes 12', undefined],
    [
      'reference: { expr: note, default: "\'abcdefghijklmnop\'" }',
      '7:37 mapping.value-too-long',
      '“reference” has 16 characters, Order takes 12',
      undefined,
    ],
    [
      'lines: { each: lines, fields: { item: { const: ABCDEF } } }',
      '7:50 mapping.value-too-long',
      '“item” has 6 characters, Line takes 5',
      undefined,
    ],
    ['status: { const: Opn }', '7:20 mapping.not-a-member', '“status” is Opn, which Order does not know', 'Did you mean “Open”?'],
    ['discountPercent: 101', '7:20 mapping.value-out-of-range', '“discountPercent” is 101, it must be at most 100', undefined],
    ["date: { const: '2026-02-30' }", '7:18 mapping.bad-format', '“date” is not a date as yyyy-MM-dd', undefined],
    ['paid: { const: true text }', '7:18 mapping.wrong-type', '“paid” must be true or false, this is text of 9 characters', undefined],
    ['reference: id', '7:14 mapping.wrong-type', '“reference” must be text, this is a number, always', undefined],
    ['reference: { fields: { a: note } }', '7:3 mapping.wrong-type', '“reference” must be text, this is an object', undefined],
    ['date: { each: lines, fields: { a: sku } }', '7:3 mapping.wrong-type', '“date” must be one value, this is a list', undefined],
  ])('that the contract does not take is told: %s', (line, place, message, hint) => {
    const problem = problemOf(line)

    expect(brief(problem)).toBe(place)
    expect(problem).toMatchObject({ severity: 'error', message, at: { document: 'order' }, ...(hint !== undefined && { hint }) })
    expect(problem.hint).not.toBe('')
  })

  test('that a record cannot be created without is told where the fields begin', () => {
    const [problem] = problemsOf(order.replace('  customerNumber: $string(id)', '  reference: note'))

    expect(problem).toMatchObject({
      code: 'mapping.required-missing',
      message: 'Order needs “customerNumber” or “customerId”',
      at: { line: 5, column: 1, document: 'order' },
    })
  })

  test('that is switched off may be one that the target refuses, and does not count as made', () => {
    expect(
      told(`${order}  stock: { expr: total, when: $settings.short }\n${settings.replace('  unset: { type: boolean }\n', '')}`),
    ).toEqual([])
    expect(told(order.replace('$string(id)', '{ expr: $string(id), when: false }'))).toEqual(['5:1 mapping.required-missing'])
  })

  test('that is refused is not told again for its value', () => {
    expect(told(`${order}  id: { const: x }\n  remarks: { const: 1 }\n`)).toEqual([
      '7:3 mapping.property-read-only',
      '8:3 mapping.no-deep-insert',
    ])
  })

  test('an object or list where one was written by mistake is told by its structure alone', () => {
    expect(told(`${order}  reference: [note]\n  status: { 'a': note }\n  date: { exp: placed }\n`)).toEqual([
      '7:14 document.wrong-type',
      '8:13 document.unknown-key',
      '9:11 document.unknown-key',
    ])
  })
})

describe('tables and settings', () => {
  test('that do not exist are told with the nearest name', () => {
    const text = `${order}  reference: $table('countri', note)\n  status: $settings.shrt\n  date: $settings.short\n  paid: $settings.unset\n${settings}${table}`

    expect(problemsOf(text)).toMatchObject([
      {
        code: 'mapping.table-unknown',
        message: 'there is no table “countri”',
        hint: 'Did you mean “country”?',
        at: { line: 7, column: 21 },
      },
      {
        code: 'mapping.setting-unknown',
        message: 'there is no setting “shrt”',
        hint: 'Did you mean “short”?',
        at: { line: 8, column: 21, expression: { line: 1, column: 11 } },
      },
      { code: 'mapping.wrong-type', message: '“date” must be text, this is true or false, always' },
      { code: 'mapping.table-unused' },
    ])
  })

  test('that nothing reads are warned of where they are declared', () => {
    expect(problemsOf(`${order}${settings}${table}`)).toMatchObject([
      { code: 'mapping.setting-unused', severity: 'warning', at: { line: 11, column: 3 }, message: 'the setting “short” is never read' },
      { code: 'mapping.setting-unused', at: { line: 12, column: 3 } },
      {
        code: 'mapping.table-unused',
        severity: 'warning',
        at: { line: 15, column: 7 },
        message: 'the table “country” is never read',
        hint: "Read it as $table('country', key), or remove it.",
      },
    ])
  })

  test('a table whose name is made at run time cannot be checked, which is said', () => {
    expect(problemOf('reference: $table(note, note)')).toMatchObject({ code: 'mapping.table-name-dynamic', severity: 'warning' })
  })
})

describe('names', () => {
  test('of variables and functions that do not exist are told, and so is what is not allowed', () => {
    const text = `${order}  reference: $nothing & $uppercas(note)\n  status: $eval(note)\n`

    expect(problemsOf(text)).toMatchObject([
      { code: 'mapping.variable-unknown', message: 'there is no variable “$nothing”', at: { line: 7, column: 14 } },
      { code: 'mapping.variable-unknown', hint: 'Did you mean “uppercase”?', at: { line: 7, column: 25 } },
      { code: 'mapping.function-not-allowed', message: '“$eval” is not allowed here', at: { line: 8, column: 11 } },
    ])
  })

  test('of values may not hide what the language gives, nor need themselves', () => {
    const text = order.replace('fields:', 'let:\n  sum: 1\n  settings: 2\n  a: $b\n  b: $a\nfields:')

    expect(problemsOf(text)).toMatchObject([
      { code: 'mapping.let-hides', message: '“sum” hides the built-in function $sum', at: { line: 6, column: 3 } },
      { code: 'mapping.let-hides', message: '“settings” hides the settings $settings' },
      { code: 'mapping.let-circle', message: '“a” needs itself: a → b → a', at: { line: 8, column: 3 } },
    ])
  })

  test('AC-30 a function of one’s own is tested by its examples', () => {
    const text = order.replace('fields:', "let:\n  twice: { expr: 'function($x) { $x * 2 }', examples: [[[2], 4], [[3], 7]] }\nfields:")

    expect(problemsOf(text)).toMatchObject([
      { code: 'mapping.example-fails', message: 'example 2 of “twice” gives 6, not 7', at: { line: 6, column: 66 } },
    ])
  })

  test('of schemas and mappings that do not exist are told with the nearest', () => {
    const text =
      'kind: Mapping\nname: order\nsource: { schema: shop/ordr }\ntarget: { schema: erp/v2.0/orde }\nuse: headr\n---\nkind: Mapping\nname: header\n'

    expect(problemsOf(text)).toMatchObject([
      { code: 'document.not-found', at: { line: 5, column: 6 }, hint: 'Did you mean “header”?' },
      { code: 'mapping.schema-unknown', at: { line: 3, column: 19 }, hint: 'Did you mean “shop/order”?' },
      { code: 'mapping.schema-unknown', at: { line: 4, column: 19 }, hint: 'Did you mean “erp/v2.0/order”?' },
    ])
  })
})

describe('versions of the target', () => {
  const system = `---
kind: System
name: erp
connector: erp
api: "$settings.short ? 'v1.0' : 'v2.0'"
`
  const versioned = `${order.replace('erp/v2.0/order', 'erp/order')}`
  const choice = settings.replace('  unset: { type: boolean }\n', '')

  test('SO-R02 each version that the settings lead to is checked against its own contract', () => {
    const text = `${versioned}  reference: note\n  contact: { only: v1.0, expr: note }\n  status: { only: v2.0, const: Opn }\n${system}${choice}`

    expect(problemsOf(text)).toMatchObject([
      { code: 'mapping.property-unknown', message: '“reference” is not a property of Order', at: { line: 7 } },
      { code: 'mapping.not-a-member', at: { line: 9 } },
    ])
  })

  test('a field for a version that nothing leads to is warned of', () => {
    const [problem] = problemsOf(`${versioned}  contact: { only: v1.1, expr: note }\n${system}${choice}`)

    expect(problem).toMatchObject({
      code: 'mapping.variant-unknown',
      severity: 'warning',
      at: { line: 7, column: 20 },
      hint: 'Did you mean “v1.0”?',
    })
  })

  test('a word that is neither a mode nor a version is told with what there is', () => {
    expect(problemOf('reference: { only: creat, expr: note }')).toMatchObject({
      code: 'document.bad-value',
      hint: "create, update, or a version of the target's API such as v2.0.",
    })
  })
})

test('all problems of a file are told at once, each with a way out', () => {
  const text = `${order}  refrence: note
  status: 'Opne'
  id: 1
  date: paid ? a : b
  paid: { exprr: paid }
  lines: { each: lines, fields: { item: *x, quantity: amout } }
  <<: { a: b }
  paid: true
`

  const problems = problemsOf(text)

  expect(problems.map(({ code }) => code).toSorted()).toEqual([
    'document.alias',
    'document.duplicate-key',
    'document.merge-key',
    'document.syntax',
    'document.unknown-key',
    'mapping.path-unknown',
    'mapping.property-read-only',
    'mapping.property-unknown',
    'mapping.quoted-path',
  ])
  for (const { hint, message, at } of problems) {
    expect(message).not.toMatch(/%\w+%|undefined/)
    expect(hint).not.toBe('')
    expect(at).toMatchObject({ file: 'shop.yaml', line: expect.any(Number), column: expect.any(Number) })
  }
})
