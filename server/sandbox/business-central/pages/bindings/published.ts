import type { SentBody } from '../../contract/deserialize.ts'
import type { Entity } from '../../contract/entity.ts'
import { callbackNotAllowed, dialog, fieldValidation, recordNotFound } from '../../refusal.ts'
import { deleteRecord, type Context } from '../../records/context.ts'
import { linesOf, testOpen } from '../../sales/header.ts'
import { lastLine } from '../../sales/line.ts'
import type { Row } from '../../store/row.ts'
import { computed, plain } from '../columns.ts'
import type { Binding, Column } from '../page.ts'

const sentValue = ({ fields }: SentBody, name: string) => fields.find(({ property, blank }) => property.name === name && !blank)?.value

/** The page shows documents of one type; no other can be made or moved there. */
function fixedType(documentType: string, table: string): Column {
  return {
    read: (row) => row.text('Document Type'),
    write: (row, value) => {
      if (value !== documentType)
        throw fieldValidation(
          `Document Type must be equal to '${documentType}' in ${table}: Document Type=${String(value)}, No.=${row.text('No.')}. Current value is '${String(value)}'.`,
        )
    },
  }
}

/** A document page that is published as a web service: its code asks the user, which nobody can answer there. */
const documentPage = (documentType: string): Binding => ({
  constants: { 'Document Type': documentType },
  columns: { Document_Type: fixedType(documentType, 'Sales Header') },
  check(body, row, context) {
    const customer = sentValue(body, 'Sell_to_Customer_No')
    if (row && customer !== undefined && customer !== row.text('Sell-to Customer No.') && linesOf(row, context).length > 0)
      throw callbackNotAllowed('Do you want to change Sell-to Customer No.?')
  },
})

interface LineNames {
  document: string
  line: string
  /** Whether a line without a number is put after the last one. */
  numbered: boolean
}

/** Lines that name their document and their own place in it. */
const documentLines = (documentType: string, entity: Entity, names: LineNames): Binding => ({
  constants: { 'Document Type': documentType },
  columns: {
    Document_Type: fixedType(documentType, 'Sales Line'),
    [names.document]: { ...placeColumn('Document No.'), indexed: 'Document No.' },
    [names.line]: placeColumn('Line No.'),
  },
  below: (parent, _, context) => linesOf(parent, context),
  start(line, body, context, parent) {
    const number = parent?.row.text('No.') ?? String(sentValue(body, names.document) ?? '')
    const header = requireHeader(documentType, number, context)
    testOpen(header)
    context.beforeLine(entity.set)
    const sent = Number(sentValue(body, names.line) ?? 0)
    const last = context.store.byId('Sales Header', header.id)!.number(lastLine)
    line.setAll({ 'Document No.': number, 'Line No.': sent === 0 && names.numbered ? last + 10_000 : sent })
  },
  check(_, line, context) {
    if (line) testOpen(requireHeader(documentType, line.text('Document No.'), context))
  },
  remove(line, context) {
    testOpen(requireHeader(documentType, line.text('Document No.'), context))
    deleteRecord(context, line)
  },
})

/** A line stays where it was made. */
function placeColumn(field: string): Column {
  return {
    read: (line) => line.get(field) as string | number,
    write: (line, value, context) => {
      if (context.store.byId(line.table, line.id) && line.get(field) !== value) throw dialog(`The value for ${field} cannot be modified.`)
    },
  }
}

function requireHeader(documentType: string, number: string, { store }: Context): Row {
  const header = store.find('Sales Header', documentType, number)
  if (!header)
    throw recordNotFound('Sales Header', [
      ['Document Type', documentType],
      ['No.', number],
    ])
  return header
}

const named = (body: SentBody, context: Context) =>
  requireHeader(String(sentValue(body, 'documentType') ?? ''), String(sentValue(body, 'number') ?? ''), context)

const keepPlace = (body: SentBody, row: Row | undefined): void => {
  for (const [name, field] of [
    ['documentType', 'Document Type'],
    ['number', 'No.'],
  ] as const) {
    const sent = sentValue(body, name)
    if (row && sent !== undefined && sent !== row.text(field)) throw dialog(`The value for "${name}" cannot be modified.`)
  }
}

/** A comment without a place goes after the last one of its document. */
const numberComment: Binding['finish'] = (row, _, { store }) => {
  if (row.number('Line No.') !== 0) return
  const others = store
    .where('Sales Comment Line', 'No.', row.text('No.'))
    .filter((each) => each.text('Document Type') === row.text('Document Type'))
  row.set('Line No.', others.reduce((last, each) => Math.max(last, each.number('Line No.')), 0) + 10_000)
}

const companyColumns: Readonly<Record<string, Column>> = {
  Name: computed((row) => row.text('name')),
  Display_Name: computed((row) => row.text('displayName')),
  Id: computed((row) => row.id),
  Evaluation_Company: computed(() => true),
}

/** A *Sequence* counts outside of the table, and the page shows where it stands. */
const numberSeries: Binding = {
  columns: {
    LastNoUsed: computed((row, { store }) => store.sequences.get(row.text('Code')) ?? row.text('Last No. Used')),
    IncrementByNo: computed((row) => row.number('Increment-by No.') || 1),
  },
}

const webService: LineNames = { document: 'Document_No', line: 'Line_No', numbered: false }
const customApi: LineNames = { document: 'documentNumber', line: 'lineNumber', numbered: true }

/** Pages that installations publish as OData web services, and an extension's own API, by route and set. */
export const publishedBindings: Readonly<Record<string, (entity: Entity) => Binding>> = {
  'ODataV4/Company': () => ({ columns: companyColumns }),
  'ODataV4/SalesOrder': () => documentPage('Order'),
  'ODataV4/SalesOrderSalesLines': (entity) => documentLines('Order', entity, webService),
  'ODataV4/SalesReturnOrder': () => documentPage('Return Order'),
  'ODataV4/SalesReturnOrderLines': (entity) => documentLines('Return Order', entity, webService),
  'ODataV4/NoSeries': () => numberSeries,
  'fieldloom/sales/v1.0/salesHeaderExtras': (entity) => ({
    columns: {
      documentType: plain(entity.properties.get('documentType')!, 'Document Type'),
      number: plain(entity.properties.get('number')!, 'No.'),
    },
    check: keepPlace,
    existing: named,
  }),
  'fieldloom/sales/v1.0/salesCommentLines': () => ({ finish: numberComment }),
  'fieldloom/sales/v1.0/orderNotes': () => ({ check: (body, row, context) => void (row ?? named(body, context)) }),
  'fieldloom/sales/v1.0/salesReturnOrders': () => ({ constants: { 'Document Type': 'Return Order' } }),
  'fieldloom/sales/v1.0/salesReturnOrderLines': (entity) => documentLines('Return Order', entity, customApi),
}
