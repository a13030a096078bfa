import { Decimal } from 'decimal.js'
import { dialog, fieldValidation, invalidRelation, mustHaveValue, recordNotFound } from '../refusal.ts'
import { assign, type Context, type TableRules } from '../records/context.ts'
import { blankDate, type Row } from '../store/row.ts'
import { precisionOf, roundTo } from './rounding.ts'
import { salesPrice } from './price.ts'
import { vatSetup } from './vat.ts'

function headerOf(line: Row, context: Context): Row {
  const header = context.store.find('Sales Header', line.text('Document Type'), line.text('Document No.'))
  if (!header)
    throw recordNotFound('Sales Header', [
      ['Document Type', line.text('Document Type')],
      ['No.', line.text('Document No.')],
    ])
  return header
}

const identify = (line: Row) =>
  `Document Type=${line.text('Document Type')}, Document No.=${line.text('Document No.')}, Line No.=${line.number('Line No.')}`

/** Which table a line's number leads to. */
export const objectTables: Readonly<Record<string, string>> = {
  ' ': 'Standard Text',
  'G/L Account': 'G/L Account',
  Item: 'Item',
  Resource: 'Resource',
  'Fixed Asset': 'Fixed Asset',
  'Charge (Item)': 'Item Charge',
  'Allocation Account': 'Allocation Account',
}

/** Another type makes another line: only its place in the document stays. */
function validateType(line: Row): void {
  line.setAll({
    'No.': '',
    Description: '',
    'Description 2': '',
    'Unit of Measure Code': '',
    'Variant Code': '',
    Quantity: 0,
    'Unit Price': 0,
    'Line Discount %': 0,
    'Line Discount Amount': 0,
    'VAT %': 0,
    'VAT Prod. Posting Group': '',
    'Gen. Prod. Posting Group': '',
  })
}

function validateNumber(line: Row, context: Context): void {
  const type = line.text('Type') || ' '
  const number = line.text('No.')
  const header = headerOf(line, context)
  if (number === '') return validateType(line)
  const table = objectTables[type]!
  const object = context.store.find(table, number)
  if (!object) throw invalidRelation('No.', 'Sales Line', number, table)
  validateType(line)
  line.setAll({
    'No.': number,
    Description: object.text('Description') || object.text('Name'),
    'Description 2': object.text('Description 2'),
    'Location Code': line.text('Location Code') || header.text('Location Code'),
    'Shipment Date': header.date('Shipment Date'),
    'Gen. Bus. Posting Group': header.text('Gen. Bus. Posting Group'),
    'VAT Bus. Posting Group': header.text('VAT Bus. Posting Group'),
  })
  if (type === ' ') return
  if (object.flag('Blocked')) throw fieldValidation(`Blocked must be equal to 'No' in ${table}: No.=${number}. Current value is 'Yes'.`)
  if (type === 'Item') takeItem(line, object)
  if (type === 'G/L Account' && !object.flag('Direct Posting'))
    throw fieldValidation(`Direct Posting must be equal to 'Yes' in G/L Account: No.=${number}. Current value is 'No'.`)
  if (type === 'Resource') line.setAll({ 'Unit of Measure Code': object.text('Base Unit of Measure') })
  takePostingGroups(line, object, table, context)
  updatePrice(line, header, context)
}

function takeItem(line: Row, item: Row): void {
  const key = `No.=${item.text('No.')}`
  if (item.flag('Sales Blocked')) throw fieldValidation(`Sales Blocked must be equal to 'No' in Item: ${key}. Current value is 'Yes'.`)
  if (item.text('Base Unit of Measure') === '') throw mustHaveValue('Base Unit of Measure', 'Item', key)
  if (item.text('Gen. Prod. Posting Group') === '') throw mustHaveValue('Gen. Prod. Posting Group', 'Item', key)
  if ((item.text('Type') || 'Inventory') === 'Inventory' && item.text('Inventory Posting Group') === '')
    throw mustHaveValue('Inventory Posting Group', 'Item', key)
  line.setAll({ 'Unit of Measure Code': item.text('Sales Unit of Measure') || item.text('Base Unit of Measure'), 'Unit Cost': 0 })
}

function takePostingGroups(line: Row, object: Row, table: string, context: Context): void {
  if (table === 'Fixed Asset' || table === 'Allocation Account') return
  const product = object.text('Gen. Prod. Posting Group')
  if (product === '') throw mustHaveValue('Gen. Prod. Posting Group', table, `No.=${object.text('No.')}`)
  line.set('Gen. Prod. Posting Group', product)
  assign(context, line, 'VAT Prod. Posting Group', object.text('VAT Prod. Posting Group'))
  if (object.text('VAT Prod. Posting Group') === '') validateVatProduct(line, context)
  const business = line.text('Gen. Bus. Posting Group')
  if (!context.store.find('General Posting Setup', business, product))
    throw recordNotFound('General Posting Setup', [
      ['Gen. Bus. Posting Group', business],
      ['Gen. Prod. Posting Group', product],
    ])
}

function validateVatProduct(line: Row, context: Context): void {
  const setup = vatSetup(context, line.text('VAT Bus. Posting Group'), line.text('VAT Prod. Posting Group'))
  line.setAll({
    'VAT %': setup.percent,
    'VAT Calculation Type': setup.calculation,
    'VAT Identifier': setup.identifier,
  })
}

function validateVariant(line: Row, context: Context): void {
  const code = line.text('Variant Code')
  const variant = code === '' ? context.store.find('Item', line.text('No.')) : context.store.find('Item Variant', line.text('No.'), code)
  if (!variant) throw invalidRelation('Variant Code', 'Sales Line', code, 'Item Variant')
  line.set('Description', variant.text('Description'))
  updatePrice(line, headerOf(line, context), context)
}

function validateUnit(line: Row, context: Context): void {
  const code = line.text('Unit of Measure Code')
  if (code === '') return
  const isItem = line.text('Type') === 'Item'
  const unit = isItem ? context.store.find('Item Unit of Measure', line.text('No.'), code) : context.store.find('Unit of Measure', code)
  if (!unit) throw invalidRelation('Unit of Measure Code', 'Sales Line', code, isItem ? 'Item Unit of Measure' : 'Unit of Measure')
  updatePrice(line, headerOf(line, context), context)
}

function validateQuantity(line: Row, context: Context): void {
  const quantity = roundTo(line.number('Quantity'), 0.00001)
  const isComment = (line.text('Type') || ' ') === ' '
  if (isComment && quantity !== 0) throw mustHaveValue('Type', 'Sales Line', identify(line))
  const shipped = line.number('Quantity Shipped')
  if (Math.abs(quantity) < Math.abs(shipped))
    throw fieldValidation(
      `Quantity must not be less than Quantity Shipped in Sales Line: ${identify(line)}. Current value is '${quantity}'.`,
    )
  line.setAll({
    Quantity: quantity,
    'Outstanding Quantity': quantity - shipped,
    'Qty. to Ship': quantity - shipped,
    'Qty. to Invoice': quantity - line.number('Quantity Invoiced'),
  })
  updatePrice(line, headerOf(line, context), context)
}

/** Finds the price anew, which overwrites a price or a discount that was sent before. */
function updatePrice(line: Row, header: Row, context: Context): void {
  if (line.text('Type') === 'Item') line.set('Unit Price', salesPrice(line, header, context))
  line.set('Line Discount %', 0)
  updateDiscountAmount(line, header, context)
}

/** The header's currency, customer or kind of prices changed: the line takes groups, tax and price again, in the new terms. */
export function repriceLine(line: Row, header: Row, context: Context): void {
  const next = line.copy()
  next.setAll({
    'Gen. Bus. Posting Group': header.text('Gen. Bus. Posting Group'),
    'VAT Bus. Posting Group': header.text('VAT Bus. Posting Group'),
  })
  if ((line.text('Type') || ' ') !== ' ') validateVatProduct(next, context)
  if (line.text('Type') === 'Item') next.set('Unit Price', salesPrice(next, header, context))
  updateDiscountAmount(next, header, context)
  context.store.update(next)
}

function grossAmount(line: Row, header: Row, context: Context): number {
  return roundTo(new Decimal(line.number('Quantity')).mul(line.number('Unit Price')), precisionOf(header, context).amount)
}

function updateDiscountAmount(line: Row, header: Row, context: Context): void {
  const gross = new Decimal(grossAmount(line, header, context))
  const discount = roundTo(gross.mul(line.number('Line Discount %')).div(100), precisionOf(header, context).amount)
  line.setAll({ 'Line Discount Amount': discount, 'Line Amount': gross.minus(discount).toNumber() })
}

function validateDiscountAmount(line: Row, context: Context): void {
  const header = headerOf(line, context)
  const amount = roundTo(line.number('Line Discount Amount'), precisionOf(header, context).amount)
  if (line.number('Quantity') === 0) throw mustHaveValue('Quantity', 'Sales Line', identify(line))
  const gross = new Decimal(grossAmount(line, header, context))
  const percent = gross.isZero() ? new Decimal(0) : new Decimal(amount).div(gross).mul(100)
  if (percent.lt(0) || percent.gt(100)) throw dialog('The value in the Line Discount % field must be between 0 and 100.')
  line.setAll({
    'Line Discount Amount': amount,
    'Line Discount %': roundTo(percent, 0.00001),
    'Line Amount': gross.minus(amount).toNumber(),
  })
}

/** Price and discount belong to a line that sells something. */
function testSells(line: Row): void {
  if ((line.text('Type') || ' ') === ' ') throw mustHaveValue('Type', 'Sales Line', identify(line))
}

const atMost = (field: string, limit: (line: Row) => number, text: string) => (line: Row) => {
  const maximum = limit(line)
  if (Math.abs(line.number(field)) > Math.abs(maximum)) throw dialog(text.replace('%1', String(maximum)))
}

export const salesLineRules: TableRules = {
  validate: {
    Type: validateType,
    'No.': validateNumber,
    'Variant Code': validateVariant,
    'Unit of Measure Code': validateUnit,
    Quantity: validateQuantity,
    'Unit Price': (line, context) => {
      testSells(line)
      const header = headerOf(line, context)
      line.set('Unit Price', roundTo(line.number('Unit Price'), precisionOf(header, context).unitAmount))
      updateDiscountAmount(line, header, context)
    },
    'Line Discount %': (line, context) => {
      testSells(line)
      updateDiscountAmount(line.set('Line Discount %', roundTo(line.number('Line Discount %'), 0.00001)), headerOf(line, context), context)
    },
    'Line Discount Amount': (line, context) => {
      testSells(line)
      validateDiscountAmount(line, context)
    },
    'VAT Prod. Posting Group': validateVatProduct,
    'Shipment Date': (line, context) => {
      if (line.date('Shipment Date') === blankDate) line.set('Shipment Date', headerOf(line, context).date('Shipment Date'))
    },
    'Qty. to Ship': atMost('Qty. to Ship', (line) => line.number('Outstanding Quantity'), 'You cannot ship more than %1 units.'),
    'Qty. to Invoice': atMost(
      'Qty. to Invoice',
      (line) => line.number('Quantity') - line.number('Quantity Invoiced'),
      'You cannot invoice more than %1 units.',
    ),
  },
  begin(line, context) {
    const header = headerOf(line, context)
    line.setAll({
      'Shipment Date': header.date('Shipment Date'),
      'Gen. Bus. Posting Group': header.text('Gen. Bus. Posting Group'),
      'VAT Bus. Posting Group': header.text('VAT Bus. Posting Group'),
    })
  },
  inserted: (line, context) => {
    const header = headerOf(line, context)
    context.store.update(header.copy().set(lastLine, Math.max(header.number(lastLine), line.number('Line No.'))))
  },
  modified: (line, context) => touchHeader(line, context),
  delete: (line, context) => {
    for (const entry of context.store.where('Dimension Set Entry Buffer', 'Parent Id', line.id)) context.store.remove(entry)
    touchHeader(line, context, highestOther(line, context))
  },
}

/** The header shows sums of its lines: it changes with them, and so does its etag. */
function touchHeader(line: Row, context: Context, last?: number): void {
  const header = headerOf(line, context).copy()
  context.store.update(last === undefined ? header : header.set(lastLine, last))
}

/** The header remembers its last line, so that thousands of lines can be added to it one after another. */
export const lastLine = 'Last Line No.'

function highestOther(line: Row, { store }: Context): number {
  let highest = 0
  for (const other of store.each('Sales Line', 'Document No.', line.text('Document No.')))
    if (other.id !== line.id && other.text('Document Type') === line.text('Document Type'))
      highest = Math.max(highest, other.number('Line No.'))
  return highest
}
