import type { Entity } from '../../contract/entity.ts'
import { creditMemoActions, invoiceActions, orderActions, quoteActions } from '../../sales/actions.ts'
import { creditMemoColumns, headerColumns, postedColumns, quoteColumns, reapplyDates, refusePosted } from '../../sales/header-page.ts'
import { deleteRecord } from '../../records/context.ts'
import { lineBinding } from '../../sales/line-page.ts'
import type { Binding } from '../page.ts'
import { attachments, documentAttachments, pdfDocument, pictures } from './attachments.ts'
import { defaultDimensions, dimensionSetLines } from './dimensions.ts'
import { journalBinding, journalLineBinding } from './journals.ts'
import { publishedBindings } from './published.ts'
import { contacts, contactsInformation, customerContacts, customers, items, taxAreas, taxGroups } from './masters.ts'

const salesDocument = (documentType: string, actions: Binding['actions'], columns: Binding['columns'], postedTable?: string): Binding => ({
  table: 'Sales Header',
  constants: { 'Document Type': documentType },
  ...(postedTable && { alsoIn: [postedTable] }),
  columns: { ...headerColumns, ...postedColumns, ...columns },
  actions,
  check: (_, header) => refusePosted(header),
  finish: reapplyDates,
  remove(header, context) {
    refusePosted(header)
    deleteRecord(context, header)
  },
})

/** Entity sets of the standard API whose meaning is more than their schema says. The others are served from the schema alone. */
const bindings: Readonly<Record<string, (entity: Entity) => Binding>> = {
  salesOrders: () => salesDocument('Order', orderActions, {}),
  salesOrderLines: (entity) => lineBinding('Order', entity),
  salesInvoices: () => salesDocument('Invoice', invoiceActions, {}, 'Sales Invoice Header'),
  salesInvoiceLines: (entity) => lineBinding('Invoice', entity, 'Sales Invoice Line'),
  salesQuotes: () => salesDocument('Quote', quoteActions, quoteColumns),
  salesQuoteLines: (entity) => lineBinding('Quote', entity),
  salesCreditMemos: () => salesDocument('Credit Memo', creditMemoActions, creditMemoColumns, 'Sales Cr.Memo Header'),
  salesCreditMemoLines: (entity) => lineBinding('Credit Memo', entity, 'Sales Cr.Memo Line'),
  salesReturnOrders: () => ({ table: 'Sales Header', constants: { 'Document Type': 'Return Order' } }),
  salesReturnOrderLines: () => ({ table: 'Sales Line', constants: { 'Document Type': 'Return Order' } }),
  customers,
  contacts,
  contactsInformation: () => contactsInformation,
  customerContacts: () => customerContacts,
  items,
  taxAreas: () => taxAreas,
  taxGroups: () => taxGroups,
  defaultDimensions: () => defaultDimensions,
  dimensionSetLines,
  dimensionLines: dimensionSetLines,
  attachments: () => attachments,
  documentAttachments: () => documentAttachments,
  pictures: () => pictures,
  picture: () => pictures,
  pdfDocument: () => pdfDocument,
  journals: () => journalBinding('GENERAL'),
  journalLines: () => journalLineBinding('GENERAL', 'G/L Account'),
  customerPaymentJournals: () => journalBinding('CASHRCPT'),
  customerPayments: () => journalLineBinding('CASHRCPT', 'Customer'),
  vendorPaymentJournals: () => journalBinding('PAYMENT'),
  vendorPayments: () => journalLineBinding('PAYMENT', 'Vendor'),
  automationCompanies: () => ({ table: 'Automation Company' }),
  subscriptions: () => ({ table: 'Webhook Subscription' }),
}

export function bindingOf(entity: Entity): Binding {
  const { apiRoute } = entity.schema
  const published = apiRoute === undefined ? undefined : publishedBindings[`${apiRoute}/${entity.set}`]
  return (published ?? bindings[entity.set])?.(entity) ?? {}
}
