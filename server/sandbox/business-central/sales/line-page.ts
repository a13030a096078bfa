import type { SentBody } from '../contract/deserialize.ts'
import type { Entity } from '../contract/entity.ts'
import { dialog, invalidRelation, recordNotFound } from '../refusal.ts'
import { computed, ignored, plain, reference } from '../pages/columns.ts'
import type { Binding, Column } from '../pages/page.ts'
import { assign, deleteRecord, type Context } from '../records/context.ts'
import { inheritDimensions } from '../records/dimensions.ts'
import { zeroGuid, type Row } from '../store/row.ts'
import { lineAmounts, type LineAmounts } from './amounts.ts'
import { refusePosted } from './header-page.ts'
import { linesOf, testOpen } from './header.ts'
import { lastLine, objectTables } from './line.ts'

/** The page's names of line types, and the table's. */
const types: Readonly<Record<string, string>> = {
  Comment: ' ',
  Account: 'G/L Account',
  Item: 'Item',
  Resource: 'Resource',
  'Fixed Asset': 'Fixed Asset',
  Charge: 'Charge (Item)',
  'Allocation Account': 'Allocation Account',
}

const apiType = (line: Row) => Object.keys(types).find((name) => types[name] === line.text('Type')) ?? 'Comment'

const headerTables: Record<string, string> = {
  'Sales Line': 'Sales Header',
  'Sales Invoice Line': 'Sales Invoice Header',
  'Sales Cr.Memo Line': 'Sales Cr.Memo Header',
}

function headerRow(line: Row, context: Context): Row | undefined {
  const table = headerTables[line.table]!
  return table === 'Sales Header'
    ? context.store.find(table, line.text('Document Type'), line.text('Document No.'))
    : context.store.find(table, line.text('Document No.'))
}

const amount = (name: keyof LineAmounts): Column => ignored((line, context) => lineAmounts(line, headerRow(line, context), context)[name])

/** A line's object by its GUID: `itemId` or `accountId`. */
function objectId(entity: Entity, name: string, type: string): Column {
  const property = entity.properties.get(name)!
  return {
    read: (line, context) => (line.text('Type') === type ? (context.store.find(type, line.text('No.'))?.id ?? zeroGuid) : zeroGuid),
    write: (line, value, context) => {
      if (value === '' || value === zeroGuid) return
      const object = context.store.byId(type, value as string)
      if (!object) {
        const text = property.errors?.find((each) => each === `${type === 'Item' ? 'Item' : 'Account'} does not exist.`)
        throw text
          ? dialog(text)
          : invalidRelation(`${type === 'Item' ? 'Item' : 'Account'} Id`, 'Sales Invoice Line Aggregate', braced(value as string), type)
      }
      assign(context, line, 'Type', type)
      assign(context, line, 'No.', object.text('No.'))
    },
  }
}

const braced = (id: string) => `{${id.toUpperCase()}}`

function objectNumber(entity: Entity): Column {
  const property = entity.properties.get('lineObjectNumber')
  return {
    read: (line) => line.text('No.'),
    write: (line, value, context) => {
      const table = objectTables[line.text('Type') || ' ']!
      if (value !== '' && !context.store.find(table, value as string)) {
        const name = table === 'Item' ? 'Item' : table === 'G/L Account' ? 'Account' : ''
        const text = property?.errors?.find((each) => each === `${name} does not exist.`)
        throw text ? dialog(text) : invalidRelation('No.', 'Sales Line', value as string, table)
      }
      assign(context, line, 'No.', value as string)
    },
  }
}

const variant: Column = {
  read: (line, context) =>
    line.text('Variant Code') === ''
      ? zeroGuid
      : (context.store.find('Item Variant', line.text('No.'), line.text('Variant Code'))?.id ?? zeroGuid),
  write: (line, value, context) => {
    if (value === '' || value === zeroGuid) return assign(context, line, 'Variant Code', '')
    const row = context.store.byId('Item Variant', value as string)
    if (!row || row.text('Item No.') !== line.text('No.'))
      throw invalidRelation('Variant Id', 'Sales Invoice Line Aggregate', braced(value as string), 'Item Variant')
    assign(context, line, 'Variant Code', row.text('Code'))
  },
}

/** API v1.0: what the line is about, shown; which item or account it is, is said by its id. */
const lineDetails: Column = ignored((line, context) => {
  const object = context.store.find(objectTables[line.text('Type') || ' ']!, line.text('No.'))
  return { number: line.text('No.'), displayName: object?.text('Description') || object?.text('Name') || line.text('Description') }
})

/** API v1.0: the unit as one value; its code is what counts. */
const unit: Column = {
  read: (line, context) => {
    const code = line.text('Unit of Measure Code')
    const row = context.store.find('Unit of Measure', code)
    return code === '' ? null : { unitCode: code, unitName: row?.text('Description') ?? '', symbol: row?.text('Symbol') ?? '' }
  },
  write: (line, value, context) => {
    if (value === null) return
    const code = (value as ReadonlyMap<string, string>).get('unitCode')?.trim().toUpperCase() ?? ''
    if (!context.store.find('Unit of Measure', code)) throw dialog('The unit of measure values do not match to a specific Unit of Measure.')
    assign(context, line, 'Unit of Measure Code', code)
  },
}

function columns(entity: Entity): Record<string, Column> {
  const property = (name: string) => entity.properties.get(name)
  const unitId = property('unitOfMeasureId')
  const taxCode = property('taxCode')
  const stringIds = property('id')?.edm === 'Edm.String'
  return {
    // API v1.0 has no id of its own for a line: the document's, and the place in it.
    id: stringIds
      ? ignored((line, context) => `${headerRow(line, context)?.id ?? zeroGuid}-${line.number('Line No.')}`)
      : computed((line) => line.id),
    documentId: ignored((line, context) => headerRow(line, context)?.id),
    sequence: ignored((line) => line.number('Line No.')),
    lineType: {
      read: apiType,
      write: (line, value, context) => assign(context, line, 'Type', types[value as string]!),
    },
    itemId: objectId(entity, 'itemId', 'Item'),
    accountId: objectId(entity, 'accountId', 'G/L Account'),
    lineObjectNumber: objectNumber(entity),
    lineDetails,
    itemVariantId: variant,
    unitOfMeasure: unit,
    ...(unitId && { unitOfMeasureId: reference(unitId, 'Unit of Measure Code', 'Unit of Measure') }),
    ...(taxCode && { taxCode: plain(taxCode, 'VAT Prod. Posting Group') }),
    discountAppliedBeforeTax: computed((line, context) => !headerRow(line, context)?.flag('Prices Including VAT')),
    amountExcludingTax: amount('excludingTax'),
    totalTaxAmount: amount('tax'),
    amountIncludingTax: amount('includingTax'),
    invoiceDiscountAllocation: amount('invoiceDiscount'),
    netAmount: amount('net'),
    netTaxAmount: amount('netTax'),
    netAmountIncludingTax: amount('netIncludingTax'),
  }
}

const find = ({ fields }: SentBody, name: string) => fields.find(({ property, blank }) => property.name === name && !blank)

/** The lines of one kind of sales document. */
export function lineBinding(documentType: string, entity: Entity, postedTable?: string): Binding {
  return {
    table: 'Sales Line',
    constants: { 'Document Type': documentType },
    ...(postedTable && { alsoIn: [postedTable] }),
    columns: columns(entity),
    foundBy: ['documentId', 'id'],
    below: (parent, _, context) => linesOf(parent, context),
    check(body, line, context) {
      const sent = (name: string) => find(body, name)?.value
      if (![undefined, zeroGuid].includes(sent('itemId') as string) && ![undefined, zeroGuid].includes(sent('accountId') as string)) {
        const texts = entity.properties.get('accountId')?.errors ?? []
        throw dialog(
          texts.find((text) => text.startsWith('Both')) ?? 'Both "itemId" and "accountId" are specified. Specify only one of them.',
        )
      }
      if (!line) return
      const header = requireHeader(headerRow(line, context), line.text('Document No.'))
      refusePosted(header)
      testOpen(header)
    },
    start(line, body, context, parent) {
      const header = parent?.row ?? documentById(find(body, 'documentId')!.value as string, documentType, context)
      checkSameDocument(body, header, entity)
      refusePosted(header)
      testOpen(header)
      context.beforeLine(entity.set)
      line.setAll({ 'Document No.': header.text('No.'), 'Line No.': lineNumber(body, header, context), Type: startType(body) })
      inheritDimensions(line, header, context)
    },
    remove(line, context) {
      const header = requireHeader(headerRow(line, context), line.text('Document No.'))
      refusePosted(header)
      testOpen(header)
      deleteRecord(context, line)
    },
  }
}

function requireHeader(header: Row | undefined, number: string): Row {
  if (!header) throw recordNotFound('Sales Header', [['No.', number]])
  return header
}

function documentById(id: string, documentType: string, context: Context): Row {
  const header = context.store.byId('Sales Header', id)
  if (!header || header.text('Document Type') !== documentType) throw recordNotFound('Sales Header', [['SystemId', braced(id)]])
  return header
}

function checkSameDocument(body: SentBody, header: Row, entity: Entity): void {
  const sent = find(body, 'documentId')
  if (sent && sent.value !== zeroGuid && sent.value !== header.id)
    throw dialog(entity.properties.get('documentId')?.errors?.[0] ?? 'The value for documentId cannot be modified.')
}

function lineNumber(body: SentBody, header: Row, context: Context): number {
  const key = [header.text('Document Type'), header.text('No.')] as const
  const sent = find(body, 'sequence')?.value
  if (typeof sent !== 'number' || sent === 0) return (context.store.byId('Sales Header', header.id)?.number(lastLine) ?? 0) + 10_000
  if (context.store.find('Sales Line', ...key, sent)) throw dialog('You cannot insert a line because a line already exists.')
  return sent
}

/** The type counts from the start, wherever it stands in the body; what names no object is a comment. */
function startType(body: SentBody): string {
  const sent = find(body, 'lineType')?.value
  return typeof sent === 'string' ? types[sent]! : ' '
}
