import { dialog, mustNotBeBlank } from '../refusal.ts'
import type { Row, Value } from '../store/row.ts'
import { assign, type Context, type TableRules } from './context.ts'
import { checkDateFormula } from './date-formula.ts'
import { checkManualNumber, hasNumberSeries, nextNumber } from './number-series.ts'

/** A number from the series, or the client's own where the series allows it. */
function takeNumber(row: Row, context: Context, kind = row.table): void {
  if (row.text('No.') !== '') return checkManualNumber(context, kind)
  let number = nextNumber(context, kind)
  while (number !== '' && context.store.find(row.table, number)) number = nextNumber(context, kind)
  row.set('No.', number)
}

/** Open documents that name a master keep it from being deleted. */
function outstanding(context: Context, field: string, number: string): string | undefined {
  const table = field === 'Sell-to Customer No.' ? 'Sales Header' : 'Sales Line'
  const rows = context.store.where(table, field, number)
  return rows.find((row) => field !== 'No.' || row.text('Type') === 'Item')?.text('Document Type')
}

const customer: TableRules = {
  begin(row, context) {
    row.set('Contact Type', 'Company')
    // API Setup can name a template: only from it does a customer that a client creates get its posting groups.
    const template = context.store.list('Customer Templ.')[0]
    if (template) for (const field of templateFields) if (template.get(field) !== undefined) row.set(field, template.get(field) as Value)
  },
  insert: (row, context) => takeNumber(row, context),
  inserted: createContact,
  delete(row, context) {
    const number = row.text('No.')
    const type = outstanding(context, 'Sell-to Customer No.', number)
    if (type)
      throw dialog(`You cannot delete Customer ${number} because there is at least one outstanding Sales ${type} for this customer.`)
    if (context.store.where('Sales Invoice Header', 'Sell-to Customer No.', number).length > 0)
      throw dialog(`You cannot delete Customer ${number} because it has ledger entries in a fiscal year that has not been closed yet.`)
  },
}

const templateFields = [
  'Gen. Bus. Posting Group',
  'VAT Bus. Posting Group',
  'Customer Posting Group',
  'Payment Terms Code',
  'Payment Method Code',
  'Prices Including VAT',
]

/** A customer has a contact of its own, of the same name. */
function createContact(row: Row, context: Context): void {
  const { store } = context
  if (!store.list('Marketing Setup')[0]) return
  const contact = store.create('Contact', {
    Type: row.text('Contact Type') || 'Company',
    Name: row.text('Name'),
    'E-Mail': row.text('E-Mail'),
    'Phone No.': row.text('Phone No.'),
  })
  for (const field of ['Address', 'Address 2', 'City', 'County', 'Country/Region Code', 'Post Code']) contact.set(field, row.text(field))
  takeNumber(contact, context)
  contact.setAll({ 'Company No.': contact.text('No.'), 'Company Name': row.text('Name') })
  store.insert(contact)
  relateContact(contact, 'Customer', row, context)
}

export function relateContact(contact: Row, table: string, row: Row, { store }: Context): void {
  store.insert(
    store.create('Contact Business Relation', {
      'Contact No.': contact.text('No.'),
      'Business Relation Code': table.toUpperCase(),
      'Link to Table': table,
      'No.': row.text('No.'),
    }),
  )
}

const item: TableRules = {
  validate: {
    'Gen. Prod. Posting Group': (row, context) => {
      const group = context.store.find('Gen. Product Posting Group', row.text('Gen. Prod. Posting Group'))
      const vat = group?.text('Def. VAT Prod. Posting Group')
      if (vat) assign(context, row, 'VAT Prod. Posting Group', vat)
    },
  },
  begin: (row) => void row.set('Type', 'Inventory'),
  insert: (row, context) => takeNumber(row, context),
  inserted: (row, context) => ensureBaseUnit(row, context),
  modified: (row, context) => ensureBaseUnit(row, context),
  delete(row, context) {
    const number = row.text('No.')
    const type = outstanding(context, 'No.', number)
    if (type)
      throw dialog(`You cannot delete Item ${number} because there is at least one outstanding Sales ${type} that includes this item.`)
    for (const table of ['Item Variant', 'Item Unit of Measure'])
      for (const part of context.store.where(table, 'Item No.', number)) context.store.remove(part)
  },
}

function ensureBaseUnit(row: Row, { store }: Context): void {
  const [number, code] = [row.text('No.'), row.text('Base Unit of Measure')]
  if (code !== '' && !store.find('Item Unit of Measure', number, code))
    store.insert(store.create('Item Unit of Measure', { 'Item No.': number, Code: code, 'Qty. per Unit of Measure': 1 }))
}

const contact: TableRules = {
  begin: (row) => void row.set('Type', 'Company'),
  insert(row, context) {
    takeNumber(row, context)
    if (row.text('Type') !== 'Company') {
      const company = context.store.find('Contact', row.text('Company No.'))
      if (company) row.set('Company Name', company.text('Name'))
    } else row.setAll({ 'Company No.': row.text('No.'), 'Company Name': row.text('Name') })
  },
  delete(row, context) {
    for (const relation of context.store.where('Contact Business Relation', 'Contact No.', row.text('No.'))) context.store.remove(relation)
  },
}

const paymentTerms: TableRules = {
  validate: {
    'Due Date Calculation': (row) => checkDateFormula(row.text('Due Date Calculation')),
    'Discount Date Calculation': (row) => checkDateFormula(row.text('Discount Date Calculation')),
  },
}

const currency: TableRules = {
  begin: (row) =>
    void row.setAll({
      'Amount Rounding Precision': 0.01,
      'Unit-Amount Rounding Precision': 0.001,
      'Invoice Rounding Precision': 0.01,
      'Amount Decimal Places': '2:2',
    }),
}

/** A journal line stands after the last one of its batch. */
const journalLine: TableRules = {
  insert(row, context) {
    if (row.number('Line No.') !== 0) return
    const lines = context.store
      .where('Gen. Journal Line', 'Journal Batch Name', row.text('Journal Batch Name'))
      .filter((line) => line.text('Journal Template Name') === row.text('Journal Template Name'))
    row.set('Line No.', lines.reduce((last, line) => Math.max(last, line.number('Line No.')), 0) + 10_000)
    if (row.text('Posting Date') === '') row.set('Posting Date', context.today)
  },
}

const subscription: TableRules = {
  insert(row, context) {
    const days = 3
    if (row.text('subscriptionId') === '') row.set('subscriptionId', row.id.replaceAll('-', ''))
    row.set('expirationDateTime', new Date(context.now.getTime() + days * 86_400_000).toISOString())
    if (row.text('notificationUrl') === '') throw mustNotBeBlank('notificationUrl')
  },
}

/** What the tables do that have no module of their own. */
export const masterRules: Readonly<Record<string, TableRules>> = {
  Customer: customer,
  Item: item,
  Contact: contact,
  'Payment Terms': paymentTerms,
  Currency: currency,
  'Gen. Journal Line': journalLine,
  'Webhook Subscription': subscription,
}

/** Tables whose only rule is that they are numbered. */
export const numbered: TableRules = {
  insert(row, context) {
    if (hasNumberSeries(row.table)) takeNumber(row, context)
  },
}
