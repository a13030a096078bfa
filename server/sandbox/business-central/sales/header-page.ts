import type { Context } from '../records/context.ts'
import { computed, ignored } from '../pages/columns.ts'
import type { Binding, Column } from '../pages/page.ts'
import { blankDate, zeroGuid, type Row } from '../store/row.ts'
import { documentAmounts } from './amounts.ts'
import { linesOf } from './header.ts'

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
  status: computed((header) => apiStatus[header.text('Status')] ?? 'Draft'),
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
    header.table === 'Sales Invoice Header' && header.text('Paid') === '' ? documentAmounts(header, context).includingTax : 0,
  ),
}
