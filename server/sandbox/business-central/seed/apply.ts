import { stableGuid } from '../cronus/stable-guid.ts'
import type { Context } from '../records/context.ts'
import { relateContact } from '../records/masters.ts'
import { hasNumberSeries, nextNumber } from '../records/number-series.ts'
import type { Company } from '../service/company.ts'
import type { Row, Value } from '../store/row.ts'
import { lists, type Removals, type Seed, type SeedList, type SeedRecord } from './seed.ts'

/** Fields whose values are codes: upper case, without spaces around. */
const isCode = (field: string) => /( Code|^Code|No\.|Group|Measure|Identifier)$/.test(field) && !/(Phone|Registration) No\.$/.test(field)

/** Lays a seed over a company. What its records refer to and nobody has is made, so that they can be used. */
export function applySeed(seed: Seed, company: Company, context: Context): void {
  const groupsBefore = new Set(vatGroups(context))
  const local = localCurrency(context)
  for (const list of Object.keys(lists) as SeedList[])
    for (const record of seed[list] ?? [])
      if (list !== 'currencies' || codeOf(record.code) !== local) applyRecord(list, record, company, context)
  makeReferences(seed, context, company)
  makePairs(seed, groupsBefore, context)
  if (seed.customerTemplate) context.store.insert(context.store.create('Customer Templ.', fieldsOf('customers', seed.customerTemplate)))
  applyRemovals(seed.remove ?? {}, context)
}

function fieldsOf(list: SeedList, record: SeedRecord): Record<string, Value> {
  const fields: Record<string, Value> = {}
  for (const [name, field] of Object.entries(lists[list].fields)) {
    const value = record[name]
    if (value !== undefined) fields[field] = typeof value === 'string' && isCode(field) ? value.trim().toUpperCase() : value
  }
  return fields
}

function applyRecord(list: SeedList, record: SeedRecord, company: Company, context: Context): void {
  const { store } = context
  const { table } = lists[list]
  const fields = { ...fieldsOf(list, record), ...owner(list, record, context) }
  const keyFields = store.keyFields(table)
  const id = record.id?.toLowerCase()
  const sameId = id === undefined ? undefined : store.byId(table, id)
  const key = keyFields.map((field) => fields[field] ?? '')
  const sameKey = key.every((part) => part !== '') || list === 'vatPostingSetup' ? store.find(table, ...key) : undefined
  const isSeeded = sameKey?.flag('Seeded') === true
  // The number is another record's, of the seed too: this one gets a number of its own.
  if (!sameId && sameKey && isSeeded && id && sameKey.id !== id) {
    const last = keyFields.at(-1)!
    fields[last] = freeNumber(String(fields[last]), (number) => store.find(table, ...key.slice(0, -1), number) !== undefined)
    return insert(list, record, { ...fields, Seeded: true }, id, company, context)
  }
  const before = sameId ?? sameKey
  if (!before) return insert(list, record, { ...fields, Seeded: true }, id, company, context)
  const next = id && before.id !== id ? before.copyTo(table, id) : before.copy()
  next.setAll(fields).set('Seeded', true)
  if (next.id === before.id) store.update(next)
  else {
    store.remove(before)
    store.insert(next)
  }
}

const defaults: Partial<Record<SeedList, Readonly<Record<string, Value>>>> = {
  customers: {
    'Gen. Bus. Posting Group': 'DOMESTIC',
    'VAT Bus. Posting Group': 'DOMESTIC',
    'Customer Posting Group': 'DOMESTIC',
    'Contact Type': 'Company',
  },
  items: {
    Type: 'Inventory',
    'Base Unit of Measure': 'PCS',
    'Gen. Prod. Posting Group': 'RETAIL',
    'VAT Prod. Posting Group': 'STANDARD',
    'Inventory Posting Group': 'RESALE',
  },
  contacts: { Type: 'Person' },
  currencies: { 'Amount Rounding Precision': 0.01, 'Unit-Amount Rounding Precision': 0.001, 'Invoice Rounding Precision': 0.01 },
  exchangeRates: { 'Exchange Rate Amount': 1, 'Relational Exch. Rate Amount': 1 },
  vatPostingSetup: { 'VAT Calculation Type': 'Normal VAT' },
  numberSeries: { 'Default Nos.': true, 'Increment-by No.': 1 },
}

function insert(
  list: SeedList,
  record: SeedRecord,
  fields: Record<string, Value>,
  id: string | undefined,
  company: Company,
  context: Context,
): void {
  const { store } = context
  const { table } = lists[list]
  const row = store.create(table, { ...defaults[list], ...fields }, id)
  const last = store.keyFields(table).at(-1)!
  if (row.text(last) === '') row.set(last, hasNumberSeries(table) ? nextNumber(context, table) : codeFrom(record, row))
  if (list === 'vatPostingSetup' && row.get('VAT %') === undefined)
    row.set('VAT %', usualPercent(row.text('VAT Prod. Posting Group'), context))
  const name = lists[list].fields.displayName ?? 'Description'
  if (row.text(name) === '') row.set(name, row.text(last))
  const key = store.keyFields(table).map((field) => String(row.get(field) ?? ''))
  store.insert(id === undefined ? row.copyTo(table, stableGuid(company.name, table, ...key)) : row)
  if (list === 'contacts') linkContact(row, record, context)
  if (list === 'itemVariants') return
  if (list === 'items' && typeof record.inventory === 'number' && record.inventory !== 0)
    store.insert(
      store.create('Item Ledger Entry', { 'Item No.': row.text('No.'), Quantity: record.inventory, 'Posting Date': context.today }),
    )
}

/** A variant without a code gets one from its id; it is the same at every start. */
const codeFrom = (record: SeedRecord, row: Row) => (record.id ?? row.id).replaceAll('-', '').slice(-10).toUpperCase()

function freeNumber(number: string, isTaken: (number: string) => boolean): string {
  for (let count = 2; ; count += 1) {
    const candidate = `${number.slice(0, 17)}-${count}`
    if (!isTaken(candidate)) return candidate
  }
}

/** What a variant or a contact belongs to, by id. */
function owner(list: SeedList, record: SeedRecord, { store }: Context): Record<string, Value> {
  if (list === 'itemVariants' && typeof record.itemId === 'string') {
    const item = store.byId('Item', record.itemId)
    return item ? { 'Item No.': item.text('No.') } : {}
  }
  if (list !== 'contacts') return {}
  const company = companyContact(record, store)
  return company ? { 'Company No.': company.text('No.'), 'Company Name': company.text('Name') } : {}
}

function customerOf(record: SeedRecord, store: Context['store']): Row | undefined {
  if (typeof record.customerId === 'string') return store.byId('Customer', record.customerId)
  return typeof record.customerNumber === 'string' ? store.find('Customer', record.customerNumber.trim().toUpperCase()) : undefined
}

function companyContact(record: SeedRecord, store: Context['store']): Row | undefined {
  const customer = customerOf(record, store)
  const relations = customer ? store.where('Contact Business Relation', 'No.', customer.text('No.')) : []
  const relation = relations.find((each) => each.text('Link to Table') === 'Customer')
  return relation && store.find('Contact', relation.text('Contact No.'))
}

/** A customer of the seed has no contact of its own yet: it gets one, and the person belongs to it. */
function linkContact(person: Row, record: SeedRecord, context: Context): void {
  const { store } = context
  const customer = customerOf(record, store)
  if (!customer) return
  let company = companyContact(record, store)
  if (!company) {
    const number = nextNumber(context, 'Contact')
    const name = customer.text('Name')
    company = store.insert(
      store.create('Contact', { 'No.': number, Type: 'Company', Name: name, 'Company No.': number, 'Company Name': name }),
    )
    relateContact(company, 'Customer', customer, context)
  }
  const current = store.byId('Contact', person.id)!
  store.update(current.copy().setAll({ 'Company No.': company.text('No.'), 'Company Name': company.text('Name') }))
  store.update(customer.copy().set('Contact', person.text('Name')))
}

/** [table, field, related table]: a code that leads nowhere makes its record. */
const references: readonly (readonly [table: string, field: string, related: string])[] = [
  ['Customer', 'Currency Code', 'Currency'],
  ['Customer', 'Payment Terms Code', 'Payment Terms'],
  ['Customer', 'Payment Method Code', 'Payment Method'],
  ['Customer', 'Shipment Method Code', 'Shipment Method'],
  ['Customer', 'Salesperson Code', 'Salesperson/Purchaser'],
  ['Customer', 'Country/Region Code', 'Country/Region'],
  ['Customer', 'Location Code', 'Location'],
  ['Customer', 'Customer Posting Group', 'Customer Posting Group'],
  ['Customer', 'Gen. Bus. Posting Group', 'Gen. Business Posting Group'],
  ['Customer', 'VAT Bus. Posting Group', 'VAT Business Posting Group'],
  ['VAT Posting Setup', 'VAT Bus. Posting Group', 'VAT Business Posting Group'],
  ['VAT Posting Setup', 'VAT Prod. Posting Group', 'VAT Product Posting Group'],
  ['Item', 'VAT Prod. Posting Group', 'VAT Product Posting Group'],
  ['Item', 'Gen. Prod. Posting Group', 'Gen. Product Posting Group'],
  ['Item', 'Inventory Posting Group', 'Inventory Posting Group'],
  ['Item', 'Item Category Code', 'Item Category'],
  ['Item', 'Base Unit of Measure', 'Unit of Measure'],
  ['Ship-to Address', 'Country/Region Code', 'Country/Region'],
]

const codeOf = (value: SeedRecord[string]) =>
  String(value ?? '')
    .trim()
    .toUpperCase()

const localCurrency = ({ store }: Context) => store.list('General Ledger Setup')[0]?.text('LCY Code') ?? ''

function makeReferences(seed: Seed, context: Context, company: Company): void {
  const { store } = context
  const local = localCurrency(context)
  for (const row of store.list('Customer')) if (row.text('Currency Code') === local) store.update(row.copy().set('Currency Code', ''))
  for (const [table, field, related] of references)
    for (const code of new Set(store.list(table).map((row) => row.text(field))))
      if (code !== '' && !store.find(related, code))
        store.insert(store.create(related, { Code: code, Description: code, Name: code }, stableGuid(company.name, related, code)))
  const currencies = [
    ...store.list('Customer').map((row) => row.text('Currency Code')),
    ...(seed.currencies ?? []).map(({ code }) => codeOf(code)),
  ]
  for (const code of new Set(currencies))
    if (code !== '' && code !== local && store.where('Currency Exchange Rate', 'Currency Code', code).length === 0)
      makeRate(code, company, context)
  for (const item of store.list('Item')) {
    const [number, unit] = [item.text('No.'), item.text('Base Unit of Measure')]
    if (unit !== '' && !store.find('Item Unit of Measure', number, unit))
      store.insert(store.create('Item Unit of Measure', { 'Item No.': number, Code: unit, 'Qty. per Unit of Measure': 1 }))
  }
  for (const business of ['', ...store.list('Gen. Business Posting Group').map((row) => row.text('Code'))])
    for (const product of store.list('Gen. Product Posting Group').map((row) => row.text('Code')))
      if (!store.find('General Posting Setup', business, product))
        store.insert(store.create('General Posting Setup', { 'Gen. Bus. Posting Group': business, 'Gen. Prod. Posting Group': product }))
}

/** Of a currency that the seed names and nobody has a rate for: one for one. */
function makeRate(code: string, company: Company, { store, now }: Context): void {
  const date = `${now.getUTCFullYear() - 3}-01-02`
  store.insert(
    store.create(
      'Currency Exchange Rate',
      { 'Currency Code': code, 'Starting Date': date, 'Exchange Rate Amount': 1, 'Relational Exch. Rate Amount': 1 },
      stableGuid(company.name, 'Currency Exchange Rate', code, date),
    ),
  )
}

const vatGroups = ({ store }: Context) =>
  ['VAT Business Posting Group', 'VAT Product Posting Group'].flatMap((table) => store.list(table).map((row) => row.id))

/** A VAT group that the seed alone knows is of use only with the groups that it meets in the seed. */
function makePairs(seed: Seed, before: ReadonlySet<string>, context: Context): void {
  const { store } = context
  const isNew = (table: string, code: string) => !before.has(store.find(table, code)?.id ?? '')
  const businesses = new Set((seed.customers ?? []).map((record) => codeOf(record.vatBusinessPostingGroup ?? 'DOMESTIC')))
  const products = new Set((seed.items ?? []).map((record) => codeOf(record.vatProductPostingGroup ?? 'STANDARD')))
  for (const business of businesses)
    for (const product of products) {
      const meet = isNew('VAT Business Posting Group', business) || isNew('VAT Product Posting Group', product)
      if (!meet || store.find('VAT Posting Setup', business, product)) continue
      store.insert(
        store.create('VAT Posting Setup', {
          'VAT Bus. Posting Group': business,
          'VAT Prod. Posting Group': product,
          'VAT %': usualPercent(product, context),
          'VAT Calculation Type': 'Normal VAT',
          'VAT Identifier': product,
        }),
      )
    }
}

function usualPercent(product: string, { store }: Context): number {
  return store.find('VAT Posting Setup', 'DOMESTIC', product)?.number('VAT %') ?? 25
}

function applyRemovals(removals: Removals, { store }: Context): void {
  const gone = (table: string, ...key: Value[]) => {
    const row = store.find(table, ...key)
    if (row) store.remove(row)
  }
  for (const each of removals.vatPostingSetup ?? []) gone('VAT Posting Setup', each.vatBusinessPostingGroup, each.vatProductPostingGroup)
  for (const each of removals.generalPostingSetup ?? [])
    gone('General Posting Setup', each.generalBusinessPostingGroup, each.generalProductPostingGroup)
  for (const name of removals.journalTemplates ?? []) {
    gone('Gen. Journal Template', name)
    for (const batch of store.where('Gen. Journal Batch', 'Journal Template Name', name)) store.remove(batch)
  }
  for (const each of removals.journalBatches ?? []) gone('Gen. Journal Batch', each.template, each.name)
  for (const code of removals.numberSeries ?? []) gone('No. Series', code)
  for (const code of removals.currencies ?? []) gone('Currency', code)
  for (const code of removals.locations ?? []) gone('Location', code)
  for (const number of removals.customers ?? []) gone('Customer', number)
  for (const number of removals.items ?? []) gone('Item', number)
  for (const code of removals.exchangeRates ?? [])
    for (const rate of store.where('Currency Exchange Rate', 'Currency Code', code)) store.remove(rate)
}
