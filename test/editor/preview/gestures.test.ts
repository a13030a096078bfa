import { expect, test } from 'vitest'
import type { Gesture } from '../../../editor/preview/gestures.ts'
import type { MappingAddress, MappingRow } from '../../../editor/preview/mapping-view.ts'
import { type Loaded, loadProject } from './loaded.ts'

const order = { packageName: 'app4sales-to-business-central', name: 'sales-order', integration: 'acme' } as const

const acme = `apiVersion: v1
kind: Integration
name: acme
extends: app4sales-to-business-central

# Agreed on 3 March.
overlays:
  mappings:
    sales-order:
      fields:
        salesperson: Source          # not in the default
        phoneNumber: { remove: true }
        shipToName: $uppercase(ConsumerName)   # the carrier prints it
    sales-line:
      fields:
        description: Description & ' / ' & ItemCode
`

test('writing a row that the overlay has changes its value and nothing else', () => {
  const { act } = opened(acme, order)

  const after = act({ kind: 'write', row: 'shipToName', slot: 'value', text: '$lowercase(ConsumerName)' })

  expect(after).toBe(acme.replace('$uppercase', '$lowercase'))
})

test('writing a row of the default adds it to the overlay, with what decides whether it is sent', () => {
  const { act } = opened(acme, order)

  const after = act({ kind: 'write', row: 'shipToCity', slot: 'value', text: '$uppercase($ship.City)' })

  expect(after).toBe(
    acme.replace(
      '# the carrier prints it\n',
      '# the carrier prints it\n        shipToCity: { expr: $uppercase($ship.City), only: v2.0 }\n',
    ),
  )
})

test('an expression that YAML would misread becomes a block', () => {
  const { act, row } = opened(acme, order)

  const after = act({ kind: 'write', row: 'fullyShipped', slot: 'value', text: "Delivered ? 'yes: all' : 'no'" })

  expect(after).toContain("        fullyShipped: |-\n          Delivered ? 'yes: all' : 'no'\n")
  expect(row('fullyShipped')).toMatchObject({ layer: 'overridden', text: "Delivered ? 'yes: all' : 'no'", below: 'Delivered' })
})

test('a number, true and a text in quotes become constants, and an expression again', () => {
  const { act, row } = opened(acme, order)

  act({ kind: 'write', row: 'salesperson', slot: 'value', text: '"JO"' })
  const constant = row('salesperson')
  act({ kind: 'write', row: 'salesperson', slot: 'value', text: 'Source' })

  expect(constant).toMatchObject({ kind: 'constant', text: '"JO"' })
  expect(row('salesperson')).toMatchObject({ kind: 'expression', text: 'Source' })
})

test('removing what only the overlay has takes its line away; removing what the default has covers it', () => {
  const { act, row } = opened(acme, order)

  act({ kind: 'remove', row: 'salesperson' })
  const after = act({ kind: 'remove', row: 'salesOrderLines.items.quantity' })

  expect(after).not.toContain('salesperson')
  expect(row('salesperson')).toBeUndefined()
  expect(row('salesOrderLines.items.quantity')).toMatchObject({ layer: 'removed', below: expect.stringContaining('Quantity') as unknown })
})

test('resetting a removed row and a changed row of a fragment gives the default back', () => {
  const { act, rows } = opened(acme, order)

  const after = act({
    kind: 'reset',
    rows: rows()
      .filter(({ layer }) => layer !== 'default')
      .map(({ id }) => id),
  })

  expect(after).toBe(acme.slice(0, acme.indexOf('overlays:')).trimEnd().concat('\n'))
  expect(rows().filter(({ layer }) => layer !== 'default')).toEqual([])
})

/** What a gesture may do to the bytes: put something in, take something out, or write inside one entry. */
type Reach = 'inserts' | 'deletes' | 'within'

const texts = [
  'Customer.CustomerCode',
  "OrderType = 'x' ? 'a: b' : 'c'",
  '7',
  'true',
  '"text # with: marks"',
  '$ship.City & " #1"',
  '[1, 2]',
  '{ "a": 1 }',
  '(\n  $x := 1;\n  $x + 1\n)',
  '% 3',
  "it's",
]

test.each(Object.entries(documents()))('random gestures on %s leave every other byte, and mean what they say', (_, { text, address }) => {
  const random = seeded(text.length)
  for (let round = 0; round < 10; round++) {
    const { act, rows, current } = opened(text, address)
    for (let step = 0; step < 4; step++) {
      const before = current()
      const known = rows()
      const gesture = randomGesture(known, random, address.integration !== undefined)
      if (!gesture) continue

      const after = act(gesture)

      const told = `${JSON.stringify(gesture)}\n--- before\n${before}\n--- after\n${after}`
      const chosen = known.find(({ id }) => id === ('row' in gesture ? gesture.row : ''))
      expectOtherBytesStay(before, after, reachOf(gesture, chosen, address.integration !== undefined), chosen, told)
      expectMeaning(gesture, known, rows(), told)
    }
  }
})

function reachOf(gesture: Gesture, row: MappingRow | undefined, hasOverlay: boolean): Reach {
  const isOwn = hasOverlay ? row?.layer !== 'default' && !row?.from : row?.from === undefined
  if (gesture.kind === 'add') return 'inserts'
  if (gesture.kind === 'reset') return 'deletes'
  if (gesture.kind === 'remove')
    return row?.layer === 'added' || (!hasOverlay && isOwn && !row?.below) ? 'deletes' : isOwn ? 'within' : 'inserts'
  return isOwn ? 'within' : 'inserts'
}

function expectOtherBytesStay(before: string, after: string, reach: Reach, row: MappingRow | undefined, told: string): void {
  if (before === after) return
  let start = 0
  while (start < before.length && before[start] === after[start]) start++
  let end = 0
  while (end < Math.min(before.length, after.length) - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end++
  const taken = before.slice(start, before.length - end)
  const put = after.slice(start, after.length - end)
  if (reach === 'inserts') expect(taken.trim(), told).toBe('')
  else if (reach === 'within') {
    expect(start, told).toBeGreaterThanOrEqual(row!.range.from)
    // A comment behind the value moves along with it, onto the line of a block's header.
    expect(
      before
        .slice(row!.range.to, before.length - end)
        .replace(/^[ \t]*#[^\r\n]*/, '')
        .trim(),
      told,
    ).toBe('')
  } else expect(put.trim(), told).toBe('')
  if (before.includes('\r\n')) expect(after.replaceAll('\r\n', ''), told).not.toContain('\n')
}

function expectMeaning(gesture: Gesture, before: readonly MappingRow[], after: readonly MappingRow[], told: string): void {
  const touched = 'row' in gesture ? gesture.row : gesture.kind === 'add' ? (gesture.parent ? `${gesture.parent}.` : '') + gesture.name : ''
  const isTouched = (id: string) => gesture.kind === 'reset' || id === touched || id.startsWith(`${touched}.`)
  const rest = (rows: readonly MappingRow[]) =>
    rows.filter(({ id }) => !isTouched(id)).map(({ id, text, kind, layer, when }) => ({ id, text, kind, layer, when }))
  // A shape that is left without fields of its own is no line of the text any more.
  const alive = (rows: ReturnType<typeof rest>) => rows.filter(({ id, kind }) => kind !== 'object' || after.some((row) => row.id === id))
  expect(alive(rest(after)), told).toEqual(alive(rest(before)))
  const row = after.find(({ id }) => id === touched)
  if (gesture.kind === 'write' && gesture.slot === 'value') expect(row?.text, told).toBe(shown(gesture.text))
  if (gesture.kind === 'write' && gesture.slot === 'when') expect(row?.when, told).toBe(gesture.text)
  if (gesture.kind === 'add') expect(row?.text, told).toBe(shown(gesture.text))
  if (gesture.kind === 'remove') expect(row === undefined || row.layer === 'removed', told).toBe(true)
  if (gesture.kind === 'reset')
    expect(
      after.filter(({ id, layer }) => gesture.rows.includes(id) && layer !== 'default'),
      told,
    ).toEqual([])
}

function shown(text: string): string {
  return /^".*"$|^(7|true)$/.test(text) ? JSON.stringify(JSON.parse(text)) : text
}

function randomGesture(rows: readonly MappingRow[], random: () => number, hasOverlay: boolean): Gesture | undefined {
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)]!
  const leaves = rows.filter(
    ({ kind, layer, id, name }) =>
      ['expression', 'constant'].includes(kind) && layer !== 'removed' && !id.startsWith('$') && !name.startsWith('$'),
  )
  const chance = random()
  if (chance < 0.5 && leaves.length > 0)
    return { kind: 'write', row: pick(leaves).id, slot: random() < 0.75 ? 'value' : 'when', text: pick(texts) }
  if (chance < 0.65) {
    const parents = [
      '',
      ...rows.filter(({ kind, layer }) => (kind === 'object' || kind === 'part') && layer !== 'removed').map(({ id }) => id),
    ]
    return { kind: 'add', parent: pick(parents), name: `new${Math.floor(random() * 1e6)}`, text: pick(texts) }
  }
  if (chance < 0.85 && leaves.length > 1) return { kind: 'remove', row: pick(leaves).id }
  const changed = rows.filter(({ layer }) => layer !== 'default')
  return hasOverlay && changed.length > 0
    ? { kind: 'reset', rows: random() < 0.7 ? [pick(changed).id] : changed.map(({ id }) => id) }
    : undefined
}

/** The shipped documents are read once. */
let loaded: Loaded | undefined

function opened(text: string, address: MappingAddress) {
  loaded ??= loadProject()
  loaded.write('own.yaml', text)
  const rows = () => loaded!.mappings.preview({ address })!.rows
  const current = () => loaded!.project.text('workspace/own.yaml')!
  return {
    rows,
    current,
    row: (id: string) => rows().find((each) => each.id === id),
    act: (gesture: Gesture) => {
      const result = loaded!.mappings.gesture({ address, gesture })
      if (result) loaded!.write('own.yaml', result.after)
      return current()
    },
  }
}

function documents(): Record<string, { text: string; address: MappingAddress }> {
  const own: MappingAddress = { packageName: 'workspace', name: 'odd' }
  const odd = `# head
apiVersion: v1
kind: Mapping
name: odd
source: {blank: absent}    # spaces
target:   { schema: business-central/salesOrder }

fields:
      externalDocumentNumber:   Reference      # kept
      customerNumber: { expr: Customer.CustomerCode,   title: Customer }
      # about the next one
      shipToName: |-   # header
         Source = 'a'
           ? 'b' : 'c'
      email:   {   expr:   ConsumerEmail , when:  Source = 'x'   }
      phoneNumber:
          expr: >-
             ConsumerPhoneNumber
          group: Contact

      salesOrderLines:
         parts:
           items:
              each: OrderLines
              fields:
                  # first
                  quantity: Quantity
                  lineType: { const: Item }
# tail
`
  const flow = `{ kind: Mapping, name: odd, target: { schema: business-central/salesOrder }, fields: { customerNumber: Customer.CustomerCode, email: { expr: ConsumerEmail, when: 'Source = "x"' }, orderDate: OrderDate } }\n`
  const json = `{
  "apiVersion": "v1",
  "kind": "Mapping",
  "name": "odd",
  "target": { "schema": "business-central/salesOrder" },
  "fields": {
    "customerNumber": "Customer.CustomerCode",
    "email": { "expr": "ConsumerEmail", "when": "Source = 'x'" },
    "partialShipping": false,
    "salesOrderLines": { "each": "OrderLines", "fields": { "quantity": "Quantity", "lineType": { "const": "Item" } } }
  }
}
`
  return {
    'an overlay': { text: acme, address: order },
    'an overlay with CRLF': { text: acme.replaceAll('\n', '\r\n'), address: order },
    'an integration without changes': { text: acme.slice(0, acme.indexOf('# Agreed')), address: order },
    'an overlay in JSON': {
      text: JSON.stringify(
        {
          kind: 'Integration',
          name: 'acme',
          extends: order.packageName,
          overlays: { mappings: { 'sales-order': { fields: { salesperson: 'Source', email: { remove: true } } } } },
        },
        null,
        2,
      ),
      address: order,
    },
    'a quote with its own overlay': {
      text: acme.replaceAll('sales-order', 'sales-quote').replace('salesperson', 'postingDate'),
      address: { ...order, name: 'sales-quote' },
    },
    'odd indentation and comments': { text: odd, address: own },
    'odd indentation with CRLF': { text: odd.replaceAll('\n', '\r\n'), address: own },
    'flow style': { text: flow, address: own },
    'a mapping in JSON': { text: json, address: own },
    'two documents in a file': { text: `${odd}---\nkind: Table\nname: t\nrows: { a: 1 }   # row\n`, address: own },
  }
}

function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}
