import { Decimal } from 'decimal.js'
import { dialog } from '../refusal.ts'
import type { Context } from '../records/context.ts'
import { nextNumber } from '../records/number-series.ts'
import type { Row, Value } from '../store/row.ts'
import { documentAmounts } from './amounts.ts'
import { linesOf } from './header.ts'
import { vatSetup } from './vat.ts'

/** What posting makes of a document: where its records go. */
interface PostedTables {
  header: string
  line: string
}

const invoices: PostedTables = { header: 'Sales Invoice Header', line: 'Sales Invoice Line' }
const creditMemos: PostedTables = { header: 'Sales Cr.Memo Header', line: 'Sales Cr.Memo Line' }
const shipments: PostedTables = { header: 'Sales Shipment Header', line: 'Sales Shipment Line' }

/** The set-up that every line needs once more when it is posted: it may have gone since. */
function checkSetup(lines: readonly Row[], context: Context): void {
  for (const line of lines)
    if (line.number('Quantity') !== 0 && line.text('VAT Prod. Posting Group') !== '')
      vatSetup(context, line.text('VAT Bus. Posting Group'), line.text('VAT Prod. Posting Group'))
}

/** Copies a document into posted tables. @param quantityOf how much of a line is posted; none leaves it out */
function copyPosted(header: Row, id: string, tables: PostedTables, context: Context, quantityOf: (line: Row) => number): Row {
  const { store } = context
  const number = nextNumber(context, tables.header)
  const lines = linesOf(header, context).filter((line) => line.text('Type').trim() === '' || quantityOf(line) !== 0)
  const posted = header.copyTo(tables.header, id).setAll({ 'No.': number, 'Posting Date': header.date('Posting Date'), Status: '' })
  for (const line of lines) {
    const copy = store.create(tables.line, {}, id === header.id ? line.id : undefined)
    const quantity = quantityOf(line)
    const whole = line.number('Quantity')
    const share = (field: string) =>
      whole === 0 ? 0 : new Decimal(line.number(field)).mul(quantity).div(whole).toDecimalPlaces(2).toNumber()
    const next = line.copyTo(tables.line, copy.id)
    next.setAll({ 'Document No.': number, 'Document Id': id, Quantity: quantity })
    next.setAll({ 'Line Discount Amount': share('Line Discount Amount'), 'Line Amount': share('Line Amount') })
    store.insert(next)
  }
  return store.insert(posted)
}

function removeDraft(header: Row, { store }: Context): void {
  for (const line of store.where('Sales Line', 'Document No.', header.text('No.')))
    if (line.text('Document Type') === header.text('Document Type')) store.remove(line)
  store.remove(header)
}

/** A draft becomes a posted invoice or credit memo; its id stays. */
export function postDraft(header: Row, context: Context): Row {
  const isInvoice = header.text('Document Type') === 'Invoice'
  const lines = linesOf(header, context)
  if (!lines.some((line) => line.number('Quantity') !== 0)) throw dialog('There is nothing to post.')
  checkSetup(lines, context)
  const posted = copyPosted(header, header.id, isInvoice ? invoices : creditMemos, context, (line) => line.number('Quantity'))
  removeDraft(header, context)
  return posted
}

/**
 * Ships what is to be shipped of an order and invoices what is to be invoiced. An order of which nothing is left is gone; the invoice
 * names it.
 */
export function shipAndInvoice(order: Row, context: Context): Row {
  const { store } = context
  const lines = linesOf(order, context)
  const toShip = (line: Row) => line.number('Qty. to Ship')
  if (!lines.some((line) => toShip(line) !== 0)) throw dialog('There is nothing to post.')
  checkSetup(lines, context)
  const references = { 'Order Id': order.id, 'Order No.': order.text('No.') }
  const source = order.copy().setAll(references)
  copyPosted(source, store.newId(), shipments, context, toShip)
  const invoice = copyPosted(source, store.newId(), invoices, context, toShip)
  for (const line of lines) settleLine(line, toShip(line), context)
  const rest = linesOf(order, context).some((line) => line.number('Outstanding Quantity') !== 0)
  if (rest) store.update(store.byId('Sales Header', order.id)!.copy())
  else removeDraft(order, context)
  return invoice
}

function settleLine(line: Row, quantity: number, { store, today }: Context): void {
  if (quantity === 0) return
  const outstanding = new Decimal(line.number('Outstanding Quantity')).minus(quantity).toNumber()
  store.update(
    line.copy().setAll({
      'Quantity Shipped': new Decimal(line.number('Quantity Shipped')).plus(quantity).toNumber(),
      'Quantity Invoiced': new Decimal(line.number('Quantity Invoiced')).plus(quantity).toNumber(),
      'Outstanding Quantity': outstanding,
      'Qty. to Ship': outstanding,
      'Qty. to Invoice': outstanding,
    }),
  )
  if (line.text('Type') === 'Item')
    store.insert(
      store.create('Item Ledger Entry', {
        'Entry No.': store.list('Item Ledger Entry').length + 1,
        'Item No.': line.text('No.'),
        'Posting Date': today,
        'Entry Type': 'Sale',
        Quantity: -quantity,
        Description: line.text('Description'),
      }),
    )
}

/** A copy of a document as a new draft of another type, with its lines. */
export function copyAsDraft(source: Row, documentType: string, context: Context, extra: Readonly<Record<string, Value>> = {}): Row {
  const { store, rules } = context
  const draft = source.copyTo('Sales Header', store.newId())
  draft.setAll({ 'Document Type': documentType, 'No.': '', Status: 'Open', ...extra })
  rules['Sales Header']!.insert!(draft, context)
  const header = store.insert(draft)
  for (const line of linesOf(source, context))
    store.insert(
      line
        .copyTo('Sales Line', store.newId())
        .setAll({ 'Document Type': documentType, 'Document No.': header.text('No.'), 'Document Id': header.id }),
    )
  return header
}

/** A posted invoice is taken back by a posted credit memo over the same lines. */
export function cancelInvoice(invoice: Row, context: Context): void {
  const memo = copyAsDraft(invoice, 'Credit Memo', context, { 'Applies-to Doc. No.': invoice.text('No.') })
  const posted = postDraft(memo, context)
  context.store.update(posted.copy().set('Correction', 'Corrective'))
  context.store.update(invoice.copy().set('Correction', 'Canceled'))
}

/** The state of a posted document, as the API calls it. */
export function postedStatus(header: Row, context: Context): string {
  const corrected = header.text('Correction')
  if (corrected) return corrected
  return documentAmounts(header, context).includingTax === 0 ? 'Paid' : 'Open'
}
