import { Ajv } from 'ajv'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { parseAllDocuments } from 'yaml'
import { describe, expect, test } from 'vitest'
import { productRoot } from '../../server/root.ts'

const folder = join(productRoot, 'schemas', 'document')
const files = readdirSync(folder).filter((name) => name.endsWith('.json'))
const schemas = Object.fromEntries(files.map((name) => [name, JSON.parse(readFileSync(join(folder, name), 'utf8')) as { $schema?: string }]))

/** An editor that knows draft-07 alone reads the words and passes over the address of the newer draft. */
function validatorOf(draft: '2020-12' | 'draft-07') {
  const ajv = draft === '2020-12' ? new Ajv2020({ strict: false, allErrors: true }) : new Ajv({ strict: false, allErrors: true })
  for (const [name, { $schema: _, ...schema }] of Object.entries(schemas)) ajv.addSchema(schema, name)
  return ajv.getSchema('document.json')!
}

const documents = readdirSync(join(productRoot, 'mappings'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.yaml'))
  .flatMap((name) => {
    const text = readFileSync(join(productRoot, 'mappings', name), 'utf8')
    return [parseAllDocuments(text)].flat().map((document) => ({ name, value: document.toJS() as { kind: string } }))
  })

describe.each(['2020-12', 'draft-07'] as const)('read as %s', (draft) => {
  const validate = validatorOf(draft)

  test('the schemas accept every document that ships', () => {
    expect(documents.length).toBeGreaterThan(20)
    expect(documents.filter(({ value }) => !validate(value)).map(({ name }) => name)).toEqual([])
  })

  test.each([
    ['an unknown key', { kind: 'Mapping', name: 'a', feilds: {} }],
    ['an unknown key of a field', { kind: 'Mapping', name: 'a', fields: { b: { exprr: 'c' } } }],
    ['a list where an expression is due', { kind: 'Mapping', name: 'a', fields: { b: ['c'] } }],
    ['both fields and parts', { kind: 'Mapping', name: 'a', fields: { b: { fields: {}, parts: {} } } }],
    ['an unknown verb', { kind: 'Flow', name: 'a', steps: { b: { creat: 'bc.items' } } }],
    ['an unknown kind', { kind: 'Maping', name: 'a' }],
    ['a document without kind', { name: 'a' }],
    ['a table without rows', { kind: 'Table', name: 'a' }],
    ['a case without input', { kind: 'Test', mapping: 'a', cases: [{ title: 'b' }] }],
  ])('refuse %s', (_, document) => {
    expect(validate(document)).toBe(false)
  })
})

test('no word is used that draft-07 has not', () => {
  const newer = ['$defs', '$anchor', '$dynamicRef', 'prefixItems', 'dependentRequired', 'dependentSchemas', 'unevaluatedProperties', 'unevaluatedItems', 'minContains', 'maxContains']
  const used = files.filter((name) => newer.some((word) => readFileSync(join(folder, name), 'utf8').includes(`"${word}"`)))

  expect(used).toEqual([])
})
