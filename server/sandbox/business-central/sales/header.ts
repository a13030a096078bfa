import { dialog, fieldValidation, mustHaveValue, recordNotFound } from '../refusal.ts'
import { assign, type Context, type TableRules } from '../records/context.ts'
import { addFormula } from '../records/date-formula.ts'
import { checkManualNumber, nextNumber } from '../records/number-series.ts'
import { setShortcutDimension, takeDefaultDimensions } from '../records/dimensions.ts'
import { blankDate, type Row } from '../store/row.ts'
import { exchangeRate } from './currency.ts'
import { repriceLine } from './line.ts'

export const linesOf = (header: Row, context: Context) => {
  const table = lineTables[header.table] ?? 'Sales Line'
  const lines = context.store.where(table, 'Document No.', header.text('No.'))
  return table === 'Sales Line' ? lines.filter((line) => line.text('Document Type') === header.text('Document Type')) : lines
}

const lineTables: Record<string, string> = {
  'Sales Header': 'Sales Line',
  'Sales Invoice Header': 'Sales Invoice Line',
  'Sales Cr.Memo Header': 'Sales Cr.Memo Line',
  'Sales Shipment Header': 'Sales Shipment Line',
}

/** Released documents are fixed: "Status must be equal to 'Open' …". */
export function testOpen(header: Row): void {
  const status = header.text('Status') || 'Open'
  if (status === 'Open') return
  throw fieldValidation(
    `Status must be equal to 'Open' in Sales Header: Document Type=${header.text('Document Type')}, No.=${header.text('No.')}. Current value is '${status}'.`,
  )
}

/** What kinds of document a blocked customer gets none of. */
const blockedFor: Record<string, readonly string[]> = {
  Ship: ['Quote', 'Order', 'Blanket Order'],
  Invoice: ['Quote', 'Order', 'Invoice', 'Blanket Order'],
}

function checkBlocked(customer: Row, documentType: string): void {
  const blocked = customer.text('Blocked').trim()
  const privacy = customer.flag('Privacy Blocked')
  if (privacy) throw dialog(`You cannot create this type of document when Customer ${customer.text('No.')} is blocked for privacy.`)
  if (blocked === 'All' || blockedFor[blocked]?.includes(documentType))
    throw dialog(`You cannot create this type of document when Customer ${customer.text('No.')} is blocked with type ${blocked}`)
}

const addressFields = ['Address', 'Address 2', 'City', 'County', 'Country/Region Code', 'Post Code']

function copyAddress(from: Row, fromPrefix: string, to: Row, toPrefix: string): void {
  for (const field of addressFields) to.set(toPrefix + field, from.text(fromPrefix + field))
}

function validateSellTo(header: Row, context: Context): void {
  testOpen(header)
  const number = header.text('Sell-to Customer No.')
  const customer = customerOf(context, number)
  checkBlocked(customer, header.text('Document Type'))
  if (customer.text('Gen. Bus. Posting Group') === '') throw mustHaveValue('Gen. Bus. Posting Group', 'Customer', `No.=${number}`)
  copyAddress(customer, '', header, 'Sell-to ')
  copyAddress(customer, '', header, 'Ship-to ')
  header.setAll({
    'Sell-to Customer Name': customer.text('Name'),
    'Sell-to Contact': customer.text('Contact'),
    'Sell-to Phone No.': customer.text('Phone No.'),
    'Sell-to E-Mail': customer.text('E-Mail'),
    'Ship-to Code': '',
    'Ship-to Name': customer.text('Name'),
    'Ship-to Contact': customer.text('Contact'),
    'Location Code': customer.text('Location Code'),
    'Shipment Method Code': customer.text('Shipment Method Code'),
    'Salesperson Code': customer.text('Salesperson Code'),
  })
  takeDefaultDimensions(header, customer, context)
  header.set('Bill-to Customer No.', '')
  assign(context, header, 'Bill-to Customer No.', customer.text('Bill-to Customer No.') || number)
}

function customerOf(context: Context, number: string): Row {
  const customer = context.store.find('Customer', number)
  if (!customer) throw recordNotFound('Customer', [['No.', number]])
  return customer
}

function validateBillTo(header: Row, context: Context): void {
  testOpen(header)
  const number = header.text('Bill-to Customer No.') || header.text('Sell-to Customer No.')
  const customer = customerOf(context, number)
  checkBlocked(customer, header.text('Document Type'))
  if (customer.text('Customer Posting Group') === '') throw mustHaveValue('Customer Posting Group', 'Customer', `No.=${number}`)
  copyAddress(customer, '', header, 'Bill-to ')
  header.setAll({
    'Bill-to Customer No.': number,
    'Bill-to Name': customer.text('Name'),
    'Bill-to Contact': customer.text('Contact'),
    'Customer Posting Group': customer.text('Customer Posting Group'),
    'Gen. Bus. Posting Group': customer.text('Gen. Bus. Posting Group'),
    'VAT Bus. Posting Group': customer.text('VAT Bus. Posting Group'),
    'Payment Method Code': customer.text('Payment Method Code'),
    'Payment Terms Code': customer.text('Payment Terms Code'),
    'Prices Including VAT': customer.flag('Prices Including VAT'),
  })
  updateDueDate(header, context)
  assign(context, header, 'Currency Code', customer.text('Currency Code'))
  for (const line of linesOf(header, context)) repriceLine(line, header, context)
}

function updateDueDate(header: Row, context: Context): void {
  const terms = context.store.find('Payment Terms', header.text('Payment Terms Code'))
  const from = header.date('Document Date')
  header.set('Due Date', terms && from !== blankDate ? addFormula(from, terms.text('Due Date Calculation')) : from)
}

function validateCurrency(header: Row, context: Context): void {
  testOpen(header)
  header.set('Currency Factor', exchangeRate(context, header.text('Currency Code'), header.date('Posting Date')).toNumber())
  for (const line of linesOf(header, context)) repriceLine(line, header, context)
}

const openOnly = (header: Row) => testOpen(header)

/** A ship-to address that was typed in is no longer the one that its code names. */
const forgetShipToCode = (header: Row) => void header.set('Ship-to Code', '')

const validate: TableRules['validate'] = {
  'Sell-to Customer No.': validateSellTo,
  'Bill-to Customer No.': validateBillTo,
  'Currency Code': validateCurrency,
  'Posting Date': (header, context) => {
    header.set('Document Date', header.date('Posting Date'))
    updateDueDate(header, context)
    if (header.text('Currency Code') !== '') validateCurrency(header, context)
  },
  'Document Date': updateDueDate,
  'Payment Terms Code': updateDueDate,
  'Prices Including VAT': (header, context) => {
    testOpen(header)
    for (const line of linesOf(header, context)) repriceLine(line, header, context)
  },
  'Requested Delivery Date': openOnly,
  'Shipping Advice': openOnly,
  'Location Code': openOnly,
  'Ship-to Code': (header, context) => {
    testOpen(header)
    const code = header.text('Ship-to Code')
    const customerNumber = header.text('Sell-to Customer No.')
    const address = code === '' ? customerOf(context, customerNumber) : context.store.find('Ship-to Address', customerNumber, code)
    if (!address)
      throw recordNotFound('Ship-to Address', [
        ['Customer No.', customerNumber],
        ['Code', code],
      ])
    copyAddress(address, '', header, 'Ship-to ')
    header.setAll({ 'Ship-to Name': address.text('Name'), 'Ship-to Contact': address.text('Contact') })
  },
  'Shortcut Dimension 1 Code': (header, context) => setShortcutDimension(header, 1, context),
  'Shortcut Dimension 2 Code': (header, context) => setShortcutDimension(header, 2, context),
  ...Object.fromEntries([...addressFields, 'Name', 'Contact'].map((field) => [`Ship-to ${field}`, forgetShipToCode])),
}

export const salesHeaderRules: TableRules = {
  validate,
  begin(header, { today }) {
    header.setAll({
      Status: 'Open',
      'Shipping Advice': 'Partial',
      'Order Date': today,
      'Posting Date': today,
      'Document Date': today,
      'Due Date': today,
      'Shipment Date': today,
    })
  },
  insert(header, context) {
    const kind = `Sales Header ${header.text('Document Type')}`
    if (header.text('No.') === '') header.set('No.', nextNumber(context, kind))
    else checkManualNumber(context, kind)
  },
  delete(header, { store }) {
    for (const line of store.where('Sales Line', 'Document No.', header.text('No.')))
      if (line.text('Document Type') === header.text('Document Type')) store.remove(line)
    for (const comment of store.where('Sales Comment Line', 'No.', header.text('No.')))
      if (comment.text('Document Type') === header.text('Document Type')) store.remove(comment)
    for (const table of ['Document Attachment', 'Dimension Set Entry Buffer'])
      for (const row of store.where(table, table === 'Document Attachment' ? 'Document Id' : 'Parent Id', header.id)) store.remove(row)
  },
}
