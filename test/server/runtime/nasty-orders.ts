import { type Order, sampleOrder } from './order-world.ts'

/** An order of our own whose shape is nasty, and what changes the settings for it. */
export interface NastyOrder {
  readonly name: string
  readonly order: Order
  readonly settings?: Readonly<Record<string, unknown>>
}

const withLine = (order: Order, changes: Record<string, unknown>): Order => ({
  ...order,
  OrderLines: order.OrderLines.map((line, index) => (index === 0 ? { ...line, ...changes } : line)),
})

/** Every text that may be empty is, and what may be null. */
function emptied(order: Order, empty: unknown): Order {
  const kept = new Set([
    'OrderID',
    'OrderType',
    'Customer',
    'OrderLines',
    'Item',
    'InternalCode',
    'CustomerCode',
    'InternalItemCode',
    'ItemCode',
  ])
  const clear = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(clear)
    if (typeof value !== 'object' || value === null) return value
    const cleared = Object.entries(value).map(([name, inner]) => {
      if (typeof inner === 'object' && inner !== null) return [name, clear(inner)]
      return [name, kept.has(name) || (typeof inner !== 'string' && empty === '') ? inner : empty]
    })
    return Object.fromEntries(cleared)
  }
  return { ...(clear(order) as Order), OrderType: order['OrderType'] }
}

const note =
  `${'The goods came in a box that was wet on one side, and its label had come off and '.slice(0, 79)}🧶${' so please send new ones'.repeat(12)}`.slice(
    0,
    300,
  )

const manyLines = (order: Order): Order => ({
  ...order,
  OrderLines: Array.from({ length: 400 }, (_, index) => ({
    ...order.OrderLines[index % 2],
    LineNumber: index + 1,
    Quantity: (index % 7) + 1,
    Description: `Line ${index + 1}`,
  })),
})

const notesAsComments = { SendOrderNoteAsSalesCommentLine: true }

export const nastyOrders: readonly NastyOrder[] = [
  { name: 'empty-strings', order: emptied(sampleOrder('2001', { OrderID: 3001 }), '') },
  { name: 'nulls', order: emptied(sampleOrder('2001', { OrderID: 3002 }), null) },
  {
    name: 'unicode',
    order: withLine(sampleOrder('2003', { OrderID: 3003, ConsumerName: 'Žofie Ťuťová 漢字', Notes: 'Ω ½ “ﬁ” 🏴󠁧󠁢󠁥󠁮󠁧󠁿' }), {
      Description: 'ﬁlz — “Wolle” ½ 漢字 🧶',
    }),
    settings: { MapOrderNotesToOrderWorkDescription: true },
  },
  { name: 'quantity-0', order: withLine(sampleOrder('2003', { OrderID: 3004 }), { Quantity: 0 }) },
  { name: 'negative-price', order: withLine(sampleOrder('2005', { OrderID: 3005 }), { Price: -12.5 }) },
  { name: 'many-decimals', order: withLine(sampleOrder('2003', { OrderID: 3006 }), { Quantity: 1.123456789, Price: 7.123456789 }) },
  { name: 'lines-400', order: manyLines(sampleOrder('2001', { OrderID: 3007, Notes: null })) },
  { name: 'note-300-emoji-at-80', order: sampleOrder('2003', { OrderID: 3008, Notes: note }), settings: notesAsComments },
  { name: 'return-note-300', order: sampleOrder('2007', { OrderID: 3009, Notes: note }), settings: notesAsComments },
  {
    name: 'dates-near-midnight',
    order: withLine(sampleOrder('2003', { OrderID: 3010, OrderDate: '2026-12-31T23:59:59-12:00' }), {
      DeliveryDate: '2027-01-01T00:00:01+14:00',
    }),
  },
  {
    name: 'quote-dates-near-midnight',
    order: withLine(sampleOrder('2006', { OrderID: 3011, OrderDate: '2026-03-29T00:30:00+13:45', Notes: null }), { DeliveryDate: null }),
  },
  { name: 'broken-extra-data', order: withLine(sampleOrder('2008', { OrderID: 3012, Notes: null }), {}) },
  {
    name: 'duplicate-line-numbers',
    order: {
      ...sampleOrder('2001', { OrderID: 3013, Notes: null }),
      OrderLines: sampleOrder('2001').OrderLines.map((line) => ({ ...line, LineNumber: 1 })),
    },
  },
  {
    name: 'address-of-the-customer-in-other-case-and-spaces',
    order: sampleOrder('2001', {
      OrderID: 3014,
      Notes: null,
      AlternateAddress: {
        AddressId: null,
        EstablishmentName: 'Elsewhere',
        AddressLine1: '  WEVERSTRAAT   11 ',
        PostCode: '5038ab',
        City: 'tilburg',
        Country: 'NL',
      },
    }),
  },
  {
    name: 'tabs-and-line-breaks',
    order: withLine(sampleOrder('2003', { OrderID: 3015, Notes: 'One\r\n\tTwo\n\nThree' }), { Description: 'Yarn\twhite\r\nsoft' }),
    settings: notesAsComments,
  },
  { name: 'no-lines', order: { ...sampleOrder('2003', { OrderID: 3016 }), OrderLines: [] } },
  { name: 'lines-null', order: { ...sampleOrder('2005', { OrderID: 3017 }), OrderLines: null as unknown as [] } },
  { name: 'full-discount', order: withLine(sampleOrder('2003', { OrderID: 3018 }), { DiscountFromOriginalPrice: 100 }) },
  {
    name: 'zero-date',
    order: withLine(sampleOrder('2005', { OrderID: 3019, OrderDate: '0001-01-01T00:00:00' }), { DeliveryDate: '0001-01-01T00:00:00' }),
  },
]
