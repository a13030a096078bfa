import { expect, test } from 'vitest'
import { DocumentSet } from '../../../engine/document/document-set.ts'
import type { Problem } from '../../../engine/problem.ts'

function check(text: string): Problem[] {
  return [...new DocumentSet().add(text, 'test.yaml').problems]
}

function brief(problems: readonly Problem[]): string[] {
  return problems.map(({ code, at }) => `${at.line}:${at.column} ${code}`)
}

const mapping = 'kind: Mapping\nname: order\n'

test('a sound document has no problems', () => {
  expect(check(`apiVersion: v1\n${mapping}fields:\n  number: $string(id)\n  count: 1\n  type: { const: Item }\n`)).toEqual([])
})

test('a syntax error names its place and leaves the rest readable', () => {
  const { documents, problems } = new DocumentSet().add(`${mapping}fields:\n  city: a ? b : c\n  zip: postcode\n`, 'test.yaml')

  expect(brief(problems)).toEqual(['4:9 document.syntax'])
  expect(problems[0]?.hint).toContain('|-')
  expect(documents[0]?.name).toBe('order')
})

test.each([
  ['%x', '4:6'],
  ['@x', '4:6'],
  ['"x" & "y"', '4:10'],
  ['[1, 2', '5:1'],
])('an expression that YAML cannot take in plain is a syntax error with a way out: %s', (value, place) => {
  const problems = check(`${mapping}fields:\n  a: ${value}\n`)

  expect(brief(problems)[0]).toBe(`${place} document.syntax`)
})

test('an unknown key is told with the nearest name', () => {
  const [problem] = check(`${mapping}feilds:\n  a: b\n`)

  expect(problem).toMatchObject({ code: 'document.unknown-key', at: { line: 3, column: 1 }, hint: 'Did you mean “fields”?' })
})

test('an unknown key of a leaf is told once, not as a missing one too', () => {
  expect(brief(check(`${mapping}fields:\n  a: { exprr: b }\n`))).toEqual(['4:8 document.unknown-key'])
})

test('a duplicate key names both lines', () => {
  const [problem] = check(`${mapping}fields:\n  a: b\n  a: c\n`)

  expect(problem).toMatchObject({ code: 'document.duplicate-key', at: { line: 5 }, parameters: { firstLine: 4 } })
})

test('aliases, anchors, merge keys and tags are refused, all in one pass', () => {
  const problems = check(`${mapping}let:\n  a: &x 1\nfields:\n  b: *x\n  c: !date y\n  <<: { d: e }\n`)

  expect(brief(problems)).toEqual(['4:9 document.alias', '6:6 document.alias', '7:12 document.tag', '8:3 document.merge-key'])
})

test('an object where an expression that begins with a brace was meant says so', () => {
  const problems = check(`${mapping}fields:\n  a: { 'x': y }\n`)

  expect(problems[0]?.hint).toContain('begins with {')
})

test('a list where an expression that begins with a bracket was meant says so', () => {
  const [problem] = check(`${mapping}fields:\n  a: [x, y]\n`)

  expect(problem).toMatchObject({ code: 'document.wrong-type', at: { line: 4, column: 6 } })
  expect(problem?.hint).toContain('begins with [')
})

test('digits that a number would lose are warned of', () => {
  const [problem] = check(`${mapping}fields:\n  a: { const: 00123 }\n`)

  expect(problem).toMatchObject({ code: 'document.digits-lost', severity: 'warning', parameters: { text: '00123', value: 123 } })
})

test('a misspelt kind is told with the nearest name', () => {
  expect(check('kind: Maping\nname: a\n')[0]).toMatchObject({ code: 'document.unknown-kind', hint: 'Did you mean “Mapping”?' })
})

test('a document that is no map is told so', () => {
  expect(check('- a\n')[0]).toMatchObject({ code: 'document.not-a-map' })
})

test('a misspelt verb is told with the nearest one', () => {
  const flow = 'kind: Flow\nname: f\nfrom: { receive: shop.orders }\nkey: id\nsteps:\n'

  expect(check(`${flow}  a: { creat: bc.items }\n`)[0]).toMatchObject({ code: 'document.unknown-key', hint: 'Did you mean “create”?' })
})

test('a document deeper than the limit is refused, however deep', () => {
  const deep = (depth: number) => `${mapping}fields: ${'{ a: '.repeat(depth)}1${' }'.repeat(depth)}\n`

  expect(check(deep(70)).map(({ code }) => code)).toContain('document.too-deep')
  expect(check(deep(50_000)).map(({ code }) => code)).toContain('document.too-deep')
})

test('a document larger than the limit is refused unread', () => {
  expect(brief(check(`${mapping}# ${'x'.repeat(1_000_000)}`))).toEqual(['undefined:undefined document.too-large'])
})

test.each(['fields', 'let', 'fields: { customer: { fields', 'parts: { items: { fields'])(
  'a document with more than 2,000 fields is refused as a whole: %s',
  (path) => {
    const opened = path.split('{').length - 1
    const many = (count: number) =>
      `${mapping}${path}: {${Array.from({ length: count }, (_, index) => `f${index}: a`).join(', ')}}${' }'.repeat(opened)}\n`
    const set = new DocumentSet().add(many(2_001), 'test.yaml')

    expect(brief(set.problems)).toEqual(['1:1 document.too-many-fields'])
    expect(set.documents).toEqual([])
    expect(brief(new DocumentSet().add(many(1_990), 'test.yaml').problems)).not.toContain('1:1 document.too-many-fields')
  },
)

test('JSON text is a document too, with tabs', () => {
  const { documents, problems } = new DocumentSet().add('{\n\t"kind": "Mapping",\n\t"name": "a",\n\t"fields": { "b": "c" }\n}', 'a.json')

  expect(problems).toEqual([])
  expect(documents[0]?.name).toBe('a')
})

test('names are found in their package first, and by package anywhere', () => {
  const documents = new DocumentSet()
  documents.add('kind: Mapping\nname: order\ntitle: one\n', 'a.yaml', 'first')
  documents.add('kind: Mapping\nname: order\ntitle: two\n', 'b.yaml', 'second')

  expect(documents.find('Mapping', 'order', 'second')?.file).toBe('b.yaml')
  expect(documents.find('Mapping', 'first/order', 'second')?.file).toBe('a.yaml')
  expect(documents.find('Mapping', 'order')).toBeUndefined()
})

test('two documents of one kind and name in a package are told', () => {
  const documents = new DocumentSet()
  documents.add('kind: Mapping\nname: order\n', 'a.yaml', 'p')

  expect(documents.add('\nkind: Mapping\nname: order\n', 'b.yaml', 'p').problems[0]).toMatchObject({
    code: 'document.duplicate-name',
    at: { file: 'b.yaml', line: 2 },
    parameters: { other: 'a.yaml:1' },
  })
})

test('a key named __proto__ is an ordinary key', () => {
  expect(check(`${mapping}fields:\n  __proto__: a\n`)).toEqual([])
  expect(({} as Record<string, unknown>)['a']).toBeUndefined()
})
