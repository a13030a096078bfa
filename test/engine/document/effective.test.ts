import { expect, test } from 'vitest'
import { DocumentSet } from '../../../engine/document/document-set.ts'
import { type Effective, effectiveDocument, overlayOfIntegration } from '../../../engine/document/effective.ts'
import { type Entry, type MapNode, childOf, entryOf, nodeAt, valueOf } from '../../../engine/document/node.ts'

const shared = `
kind: Mapping
name: facts
source: { schema: shop/order, blank: absent }
let: { place: city & zip }
---
kind: Mapping
name: line
fields:
  quantity: qty
  text: name
---
kind: Mapping
name: header
use: facts
fields:
  number: $string(id)
  email: mail
---
kind: Mapping
name: order
use: header
target: { schema: erp/order }
fields:
  type: { const: Order }
  lines:
    parts:
      items: { each: Lines, use: line, fields: { price: p } }
      charges: { each: Charges, fields: { amount: a } }
---
kind: Mapping
name: invoice
use: header
fields:
  lines: { parts: { items: { each: Lines, use: line } } }
---
kind: Flow
name: base
let: { number: $steps.document.number }
steps:
  document: { create: erp.orders, match: { number: $number }, fields: { a: b } }
  note: { call: erp.note, undo: none }
---
kind: Flow
name: send
use: [facts, base]
from: { receive: shop.orders }
key: id
steps:
  check: { before: document, require: 'true' }
  document: { onFound: skip }
`

function effective(kind: 'Mapping' | 'Flow', name: string, integration?: string): Effective {
  const documents = new DocumentSet()
  expect(documents.add(shared, 'shared.yaml').problems).toEqual([])
  const [overlay] = integration ? documents.add(`kind: Integration\nname: acme\nextends: shop\n${integration}`, 'acme.yaml').documents : []
  return effectiveDocument(documents.find(kind, name)!, documents, overlay && overlayOfIntegration(overlay))
}

function value(node: MapNode, path: string): unknown {
  const found = nodeAt(node, path.split('.'))
  return found && valueOf(found)
}

function names(node: MapNode, path: string): string[] {
  const found = nodeAt(node, path.split('.')) as MapNode
  return found.entries.map(({ key }: Entry) => key)
}

test('a mapping takes in source, let and fields of those that it uses, before its own', () => {
  const { root, problems } = effective('Mapping', 'order')

  expect(problems).toEqual([])
  expect(value(root, 'source')).toEqual({ schema: 'shop/order', blank: 'absent' })
  expect(names(root, 'fields')).toEqual(['number', 'email', 'type', 'lines'])
  expect(value(root, 'fields.lines.parts.items')).toEqual({ fields: { quantity: 'qty', text: 'name', price: 'p' }, each: 'Lines' })
  expect(childOf(root, 'use')).toBeUndefined()
})

test('every entry keeps the place where it was written', () => {
  const { root } = effective('Mapping', 'order')
  const quantity = entryOf(nodeAt(root, ['fields', 'lines', 'parts', 'items', 'fields']), 'quantity')!

  expect(quantity.source.place(quantity.keyRange[0])).toEqual({ file: 'shared.yaml', line: 10, column: 3 })
})

test('an overlay adds, replaces and removes fields, and a replaced one knows its default', () => {
  const { root, problems } = effective(
    'Mapping',
    'order',
    'overlays: { mappings: { order: { fields: { salesperson: rep, number: $uppercase(id), email: { remove: true } } } } }',
  )
  const fields = childOf(root, 'fields') as MapNode

  expect(problems).toEqual([])
  expect(names(root, 'fields')).toEqual(['number', 'type', 'lines', 'salesperson'])
  expect(value(root, 'fields.number')).toBe('$uppercase(id)')
  expect(valueOf(entryOf(fields, 'number')!.replaces!.value)).toBe('$string(id)')
  expect(fields.removed!.map(({ key }) => key)).toEqual(['email'])
})

test('an overlay on a shared mapping reaches all that use it; one on the user reaches it alone, and wins', () => {
  const overlay =
    'overlays: { mappings: { line: { fields: { text: description } }, order: { fields: { lines: { parts: { items: { fields: { text: title } } } } } } } }'

  expect(value(effective('Mapping', 'invoice', overlay).root, 'fields.lines.parts.items.fields.text')).toBe('description')
  expect(value(effective('Mapping', 'order', overlay).root, 'fields.lines.parts.items.fields.text')).toBe('title')
})

test('a leaf is replaced whole, a shape key by key', () => {
  const { root } = effective(
    'Mapping',
    'order',
    'overlays: { mappings: { order: { fields: { type: { expr: kind }, lines: { parts: { items: { each: Other }, charges: { fields: { tax: t } } } } } } } }',
  )

  expect(value(root, 'fields.type')).toEqual({ expr: 'kind' })
  expect(value(root, 'fields.lines.parts.items.each')).toBe('Other')
  expect(value(root, 'fields.lines.parts.items.fields.price')).toBe('p')
  expect(value(root, 'fields.lines.parts.charges.fields')).toEqual({ amount: 'a', tax: 't' })
})

test('a new part or step stands last, or before the one that it names', () => {
  const overlay = (place: string) =>
    `overlays: { mappings: { order: { fields: { lines: { parts: { gift: { ${place}fields: { a: b } } } } } } } }`

  expect(names(effective('Mapping', 'order', overlay('')).root, 'fields.lines.parts')).toEqual(['items', 'charges', 'gift'])
  expect(names(effective('Mapping', 'order', overlay('before: charges, ')).root, 'fields.lines.parts')).toEqual([
    'items',
    'gift',
    'charges',
  ])
})

test('removing what is not there, and standing before what is not there, are problems', () => {
  const overlay =
    'overlays: { mappings: { order: { fields: { emale: { remove: true }, lines: { parts: { gift: { before: chargs, fields: { a: b } } } } } } } }'

  expect(
    effective('Mapping', 'order', overlay)
      .problems.map(({ code, hint }) => `${code}: ${hint}`)
      .toSorted(),
  ).toEqual([
    'overlay.nothing-to-remove: Did you mean “email”? Delete the line if it is of no use any more.',
    'overlay.nothing-to-stand-before: Did you mean “charges”?',
  ])
})

test('a flow takes in let of mappings, and let and steps of flows', () => {
  const { root, problems } = effective('Flow', 'send')

  expect(problems).toEqual([])
  expect(value(root, 'let')).toEqual({ place: 'city & zip', number: '$steps.document.number' })
  expect(names(root, 'steps')).toEqual(['check', 'document', 'note'])
  expect(value(root, 'steps.document')).toEqual({ create: 'erp.orders', match: { number: '$number' }, fields: { a: 'b' }, onFound: 'skip' })
})

test('a step with another verb replaces the whole step', () => {
  const { root } = effective(
    'Flow',
    'send',
    'overlays: { flows: { send: { steps: { document: { update: erp.orders, match: { a: b } } } } } }',
  )

  expect(value(root, 'steps.document')).toEqual({ update: 'erp.orders', match: { a: 'b' } })
})

test('a circle of use, and a mapping that is not there, are problems with a place', () => {
  const documents = new DocumentSet()
  documents.add(
    'kind: Mapping\nname: a\nuse: b\n---\nkind: Mapping\nname: b\nuse: a\n---\nkind: Mapping\nname: c\nuse: [hedder]\n---\nkind: Mapping\nname: header\n',
    'x.yaml',
  )

  expect(effectiveDocument(documents.find('Mapping', 'a')!, documents).problems).toMatchObject([
    { code: 'document.use-circle', at: { file: 'x.yaml', line: 7 }, parameters: { circle: 'a → b → a' } },
  ])
  expect(effectiveDocument(documents.find('Mapping', 'c')!, documents).problems).toMatchObject([
    { code: 'document.not-found', at: { line: 11, column: 7 }, hint: 'Did you mean “header”?' },
  ])
})
