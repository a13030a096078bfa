import { dialog } from '../refusal.ts'
import type { Binding } from '../pages/page.ts'
import type { Context } from '../records/context.ts'
import type { Row } from '../store/row.ts'
import { linesOf } from './header.ts'
import { cancelInvoice, copyAsDraft, postDraft, shipAndInvoice } from './posting.ts'

type Actions = NonNullable<Binding['actions']>

const isDraft = (header: Row) => header.table === 'Sales Header'

function requireDraft(header: Row, kind: string): void {
  if (!isDraft(header)) throw dialog(`The action can be applied to a draft ${kind} only.`)
}

function requirePosted(header: Row, kind: string): void {
  if (isDraft(header)) throw dialog(`The action can be applied to a posted ${kind} only.`)
}

function requireEmail(header: Row, context: Context): void {
  const customer = context.store.find('Customer', header.text('Sell-to Customer No.'))
  if (!header.text('Sell-to E-Mail') && !customer?.text('E-Mail'))
    throw dialog('The send-to email is empty. Specify email either for the customer or for the invoice in email preview.')
}

export const orderActions: Actions = {
  'Microsoft.NAV.shipAndInvoice': (order, context) => ({ set: 'salesInvoices', row: shipAndInvoice(order, context) }),
}

const cancel = (invoice: Row, context: Context): void => {
  requirePosted(invoice, 'invoice')
  if (invoice.text('Correction') === 'Canceled') throw dialog('The invoice cannot be canceled because it has already been canceled.')
  cancelInvoice(invoice, context)
}

export const invoiceActions: Actions = {
  'Microsoft.NAV.post': (invoice, context) => {
    requireDraft(invoice, 'invoice')
    postDraft(invoice, context)
  },
  'Microsoft.NAV.postAndSend': (invoice, context) => {
    requireDraft(invoice, 'invoice')
    requireEmail(invoice, context)
    postDraft(invoice, context)
  },
  'Microsoft.NAV.send': (invoice, context) => {
    requirePosted(invoice, 'invoice')
    requireEmail(invoice, context)
  },
  'Microsoft.NAV.cancel': cancel,
  'Microsoft.NAV.cancelAndSend': (invoice, context) => {
    requirePosted(invoice, 'invoice')
    requireEmail(invoice, context)
    cancel(invoice, context)
  },
  'Microsoft.NAV.makeCorrectiveCreditMemo': (invoice, context) => {
    requirePosted(invoice, 'invoice')
    const memo = copyAsDraft(invoice, 'Credit Memo', context, { 'Applies-to Doc. No.': invoice.text('No.') })
    return { set: 'salesCreditMemos', row: memo }
  },
}

function postMemo(memo: Row, context: Context): void {
  requireDraft(memo, 'credit memo')
  if (linesOf(memo, context).length === 0) throw dialog('Please add at least one line item to the credit memo.')
  postDraft(memo, context)
}

function cancelMemo(memo: Row, context: Context): void {
  requirePosted(memo, 'credit memo')
  if (memo.text('Correction') === 'Canceled') throw dialog('The credit memo cannot be cancelled because it has already been canceled.')
  postDraft(copyAsDraft(memo, 'Invoice', context), context)
  context.store.update(memo.copy().set('Correction', 'Canceled'))
}

export const creditMemoActions: Actions = {
  'Microsoft.NAV.post': postMemo,
  'Microsoft.NAV.postAndSend': postMemo,
  'Microsoft.NAV.send': (memo) => requirePosted(memo, 'credit memo'),
  'Microsoft.NAV.cancel': cancelMemo,
  'Microsoft.NAV.cancelAndSend': cancelMemo,
}

/** The quote is gone once it has become something. */
const become = (documentType: string, set: string) => (quote: Row, context: Context) => {
  const row = copyAsDraft(quote, documentType, context, { 'Quote No.': quote.text('No.') })
  context.rules['Sales Header']!.delete!(quote, context)
  context.store.remove(quote)
  return { set, row }
}

export const quoteActions: Actions = {
  'Microsoft.NAV.makeOrder': become('Order', 'salesOrders'),
  'Microsoft.NAV.makeInvoice': become('Invoice', 'salesInvoices'),
  'Microsoft.NAV.send': (quote, context) =>
    void context.store.update(quote.copy().set('Quote Sent to Customer', context.now.toISOString())),
}
