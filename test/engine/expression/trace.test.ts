import { describe, expect, test } from 'vitest'
import { compileExpression, type ExpressionTrace } from '../../../engine/expression/index.ts'

const order = {
  id: 7,
  customer: { name: 'Ann', address: { city: 'Ghent', zip: '9000' } },
  tags: ['new', 'web', 'vip'],
  lines: [
    { sku: 'A', qty: 2, price: 10 },
    { sku: 'B', qty: 1, price: 5, notes: ['x', 'y'] },
  ],
}

const traced = (text: string, input: unknown = order, bindings = {}) => compileExpression(text, { trace: true }).trace(input, bindings)

const readsOf = ({ sources }: ExpressionTrace) =>
  sources.map(({ root, path, value }) => `${root === 'input' ? '' : `$${root}.`}${path.join('.')}=${JSON.stringify(value)}`).sort()

describe('the source leaves that an expression read', () => {
  test.each([
    ['customer.name', ['customer.name="Ann"']],
    ['customer.name & id', ['customer.name="Ann"', 'id=7']],
    ['lines.qty', ['lines.0.qty=2', 'lines.1.qty=1']],
    ['lines[1].price', ['lines.1.price=5']],
    ['lines[-1].price', ['lines.1.price=5']],
    ["lines[sku = 'B'].price", ['lines.0.sku="A"', 'lines.1.price=5', 'lines.1.sku="B"']],
    ['tags[1]', ['tags.1="web"']],
    ['tags', ['tags.0="new"', 'tags.1="web"', 'tags.2="vip"']],
    ["$join(tags, '-')", ['tags.0="new"', 'tags.1="web"', 'tags.2="vip"']],
    ["tags[$ = 'web']", ['tags.0="new"', 'tags.1="web"', 'tags.2="vip"']],
    ['tags.$uppercase()', ['tags.0="new"', 'tags.1="web"', 'tags.2="vip"']],
    ['lines.notes', ['lines.0.notes=undefined', 'lines.1.notes.0="x"', 'lines.1.notes.1="y"']],
    ['lines.notes[0]', ['lines.0.notes=undefined', 'lines.1.notes.0="x"']],
    ['customer.address', ['customer.address.city="Ghent"', 'customer.address.zip="9000"']],
    ['customer.address.*', ['customer.address.city="Ghent"', 'customer.address.zip="9000"']],
    ['$count(lines)', [`lines=${JSON.stringify(order.lines)}`]],
    ['$exists(customer)', [`customer=${JSON.stringify(order.customer)}`]],
    ['$sum(lines.(qty * price))', ['lines.0.price=10', 'lines.0.qty=2', 'lines.1.price=5', 'lines.1.qty=1']],
    ['$map(lines, function($l) { $l.qty })', ['lines.0.qty=2', 'lines.1.qty=1']],
    ['$map(tags, $uppercase)', ['tags.0="new"', 'tags.1="web"', 'tags.2="vip"']],
    ["$lookup(customer, 'name')", ['customer.name="Ann"']],
    ['($c := customer; id > 3 ? $c.name : $c.address.city)', ['customer.name="Ann"', 'id=7']],
    ['lines^(price).sku', ['lines.0.price=10', 'lines.0.sku="A"', 'lines.1.price=5', 'lines.1.sku="B"']],
    ['lines{sku: qty}', ['lines.0.qty=2', 'lines.0.sku="A"', 'lines.1.qty=1', 'lines.1.sku="B"']],
    ["lines@$l.$$.customer[name = 'Ann'].($l.sku)", ['customer.name="Ann"', 'lines.0.sku="A"', 'lines.1.sku="B"']],
    ['{ "city": customer.address.city }', ['customer.address.city="Ghent"']],
    ['customer.phone', ['customer.phone=undefined']],
    ['$string(customer.address)', ['customer.address.city="Ghent"', 'customer.address.zip="9000"']],
    ['customer.address ~> |$|{"a": 1}|', ['customer.address.city="Ghent"', 'customer.address.zip="9000"']],
    ['$$.id', ['id=7']],
  ])('%s', (text, expected) => {
    expect(readsOf(traced(text))).toEqual(expected)
  })

  test('of a binding carry its name', () => {
    expect(readsOf(traced('$settings.prefix & $no', order, { settings: { prefix: 'P' }, no: 3 }))).toEqual([
      '$no.=3',
      '$settings.prefix="P"',
    ])
  })

  test('of an input that is one simple value are that value', () => {
    expect(traced('$ + 1', 5).sources).toEqual([{ root: 'input', path: [], value: 5 }])
  })
})

describe('the values of the parts', () => {
  const valuesOf = (text: string, input?: unknown) =>
    Object.fromEntries(
      traced(text, input).nodes.map(({ start, end, values }) => [text.slice(start, end), values.map(({ value }) => value)]),
    )

  test('each name of a path has its own', () => {
    expect(valuesOf('customer.address.city')).toEqual({
      customer: [order.customer],
      address: [order.customer.address],
      city: ['Ghent'],
      'customer.address.city': ['Ghent'],
    })
  })

  test('what is evaluated for each item has a value for each', () => {
    expect(valuesOf('lines.(qty * price)')).toMatchObject({ '(qty * price)': [20, 5], 'qty * price': [20, 5], qty: [2, 1], price: [10, 5] })
    expect(valuesOf("lines[sku = 'B'].price")).toMatchObject({ "sku = 'B'": [false, true], "lines[sku = 'B']": [order.lines[1]] })
  })

  test('a branch that is not taken has none', () => {
    expect(valuesOf('id > 3 ? tags[0] : $error("no")')).toMatchObject({ 'id > 3': [true], '$error("no")': [] })
  })

  test('a failure keeps what was known before it', () => {
    const { error, nodes } = traced('id + customer.name')

    expect(error).toMatchObject({ code: 'T2002', position: 4 })
    expect(nodes.find(({ start, end }) => start === 5 && end === 18)?.values).toEqual([{ indexes: [], value: 'Ann' }])
  })
})

test('a key that is no text is the error that it is without a trace', () => {
  const { error } = compileExpression('$lookup(1, $)', { trace: true }).trace({ toString: 0.1 })

  expect(error).toMatchObject({ code: 'T0410', position: 8 })
})

test('code without trace has nothing of it', () => {
  const { source } = compileExpression('lines[sku = "A"].price & tags[0] & $count(lines)')

  expect(source).not.toContain('trace')
})
