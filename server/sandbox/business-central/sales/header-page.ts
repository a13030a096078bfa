import type { Context } from '../records/context.ts'
import { computed, ignored } from '../pages/columns.ts'
import type { Binding, Column } from '../pages/page.ts'
import { dialog } from '../refusal.ts'
import { blankDate, zeroGuid, type Row } from '../store/row.ts'
import { documentAmounts } from './amounts.ts'
import { linesOf } from './header.ts'
import { postedStatus } from './posting.ts'

const apiStatus: Record<string, string> = { Open: 'Draft', 'Pending Approval': 'In Review', Released: 'Open' }

const amount = (pick: 'excludingTax' | 'tax' | 'includingTax'): Column =>
  computed((header, context) => documentAmounts(header, context)[pick])

function isFullyShipped(header: Row, context: Context): boolean {
  const lines = linesOf(header, context).filter((line) => line.number('Quantity') !== 0)
  return lines.length > 0 && lines.every((line) => line.number('Outstanding Quantity') === 0)
}

/** What the headers of all sales documents have in common, in both API versions. */
export const headerColumns: Readonly<Record<string, Column>> = {
  discountAppliedBeforeTax: computed((header) => !header.flag('Prices Including VAT')),
  totalAmountExcludingTax: amount('excludingTax'),
  totalTaxAmount: amount('tax'),
  totalAmountIncludingTax: amount('includingTax'),
  status: computed((header, context) =>
    header.table === 'Sales Header' ? (apiStatus[header.text('Status')] ?? 'Draft') : postedStatus(header, context),
  ),
  partialShipping: {
    read: (header) => header.text('Shipping Advice') !== 'Complete',
    write: (header, value) => void header.set('Shipping Advice', value === true ? 'Partial' : 'Complete'),
  },
  // Completely Shipped is calculated from the lines: a value that is sent has no effect.
  fullyShipped: ignored(isFullyShipped),
}

const dateFields: Readonly<Record<string, string>> = {
  orderDate: 'Document Date',
  invoiceDate: 'Document Date',
  creditMemoDate: 'Document Date',
  documentDate: 'Document Date',
  postingDate: 'Posting Date',
  dueDate: 'Due Date',
}

/** The page puts the dates of the body in once more when all is validated: the customer and one date move the others. */
export const reapplyDates: Binding['finish'] = (header, { fields }) => {
  for (const { property, value } of fields) {
    const field = dateFields[property.name]
    if (field && value !== blankDate) header.set(field, value as string)
  }
}

/** The document that a posted one was made from, and the amount still to be paid. */
export const postedColumns: Readonly<Record<string, Column>> = {
  orderId: computed((header) => header.text('Order Id') || zeroGuid),
  remainingAmount: computed((header, context) =>
    header.table === 'Sales Invoice Header' && header.text('Correction') === '' ? documentAmounts(header, context).includingTax : 0,
  ),
}

/** A quote that was sent, accepted or has run out. */
export const quoteColumns: Readonly<Record<string, Column>> = {
  status: computed((quote, { today }) => {
    if (quote.date('Quote Accepted Date') !== blankDate) return 'Accepted'
    const until = quote.date('Quote Valid Until Date')
    if (until !== blankDate && until < today) return 'Expired '
    return quote.text('Quote Sent to Customer') === '' ? 'Draft' : 'Sent'
  }),
}

/** The invoice that a credit memo takes back: by id or number, which must agree. */
export const creditMemoColumns: Readonly<Record<string, Column>> = {
  invoiceId: {
    read: (memo, context) => context.store.find('Sales Invoice Header', memo.text('Applies-to Doc. No.'))?.id ?? zeroGuid,
    write: (memo, value, context) => {
      if (value === '' || value === zeroGuid) return void memo.set('Applies-to Doc. No.', '')
      const invoice = context.store.byId('Sales Invoice Header', value as string)
      if (!invoice) throw dialog('The "invoiceId" does not match to an Invoice.')
      memo.set('Applies-to Doc. No.', invoice.text('No.'))
    },
  },
  invoiceNumber: {
    read: (memo) => memo.text('Applies-to Doc. No.'),
    write: (memo, value, context) => {
      const before = memo.text('Applies-to Doc. No.')
      const isKnown = value === '' || context.store.find('Sales Invoice Header', value as string) !== undefined
      if (!isKnown || (before !== '' && value !== '' && before !== value))
        throw dialog('The "invoiceId" and "invoiceNumber" do not match to a specific Invoice.')
      memo.set('Applies-to Doc. No.', value as string)
    },
  },
}

/** What was posted is closed to the API, whatever the page allows for drafts. */
export function refusePosted(header: Row | undefined): void {
  if (header && header.table !== 'Sales Header') throw dialog('The document has been posted and can no longer be modified.')
}
