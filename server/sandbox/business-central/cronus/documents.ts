import { assign, insertRecord, type Context } from '../records/context.ts'
import { postDraft } from '../sales/posting.ts'
import type { Row, Value } from '../store/row.ts'
import { stableGuid } from './stable-guid.ts'

type Lines = readonly (readonly [item: string, quantity: number])[]

const orders: readonly (readonly [customer: string, lines: Lines, fields?: Readonly<Record<string, Value>>])[] = [
  [
    '10000',
    [
      ['1896-S', 4],
      ['1900-S', 8],
    ],
  ],
  ['20000', [['1920-S', 2]], { Status: 'Released' }],
  [
    '30000',
    [
      ['1928-S', 12],
      ['1996-S', 1],
    ],
  ],
  ['40000', [['1972-S', 6]]],
]

const quotes: typeof orders = [
  ['10000', [['1969-W', 1]]],
  ['50000', [['1906-S', 3]]],
]

const invoices: typeof orders = [
  ['10000', [['1908-S', 5]]],
  ['20000', [['1936-S', 4]]],
  ['50000', [['2000-S', 2]]],
]

const items = ['1896-S', '1900-S', '1906-S', '1908-S', '1920-S', '1928-S', '1936-S', '1960-S', '1964-S', '1968-S', '1972-S', '1988-S']
const customers = ['10000', '20000', '30000', '40000', '50000']

/** The open documents of the demo company, and some posted invoices before them; their ids are the same at every start. */
export function makeDocuments(context: Context): void {
  const { store } = context
  const random = store.newId
  let count = 0
  store.newId = () => stableGuid(context.companyName, 'document', (count += 1))
  for (let index = 0; index < 24; index += 1) postDraft(make('Invoice', customers[index % 5]!, pastLines(index), {}, context), context)
  // The drafts that were posted used up numbers of their own series; the company starts with the first ones.
  const series = store.find('No. Series', 'S-INV')!
  store.update(series.copy().set('Last No. Used', ''))
  for (const [customer, lines, fields = {}] of orders) make('Order', customer, lines, fields, context)
  for (const [customer, lines, fields = {}] of quotes) make('Quote', customer, lines, fields, context)
  for (const [customer, lines, fields = {}] of invoices) make('Invoice', customer, lines, fields, context)
  store.newId = random
}

const pastLines = (index: number): Lines => [
  [items[index % items.length]!, 1 + (index % 4)],
  [items[(index * 5 + 3) % items.length]!, 2],
]

function make(type: string, customer: string, lines: Lines, fields: Readonly<Record<string, Value>>, context: Context): Row {
  const { store, rules } = context
  const header = store.create('Sales Header', { 'Document Type': type })
  rules['Sales Header']!.begin!(header, context)
  assign(context, header, 'Sell-to Customer No.', customer)
  insertRecord(context, header)
  for (const [index, [item, quantity]] of lines.entries()) {
    const place = { 'Document Type': type, 'Document No.': header.text('No.'), 'Line No.': (index + 1) * 10_000, Type: 'Item' }
    const line = store.create('Sales Line', place)
    rules['Sales Line']!.begin!(line, context)
    assign(context, line, 'No.', item)
    assign(context, line, 'Quantity', quantity)
    insertRecord(context, line)
  }
  return store.update(store.byId('Sales Header', header.id)!.copy().setAll(fields))
}
