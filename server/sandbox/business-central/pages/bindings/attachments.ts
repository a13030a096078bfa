import type { SentBody } from '../../contract/deserialize.ts'
import { dialog, recordNotFound } from '../../refusal.ts'
import type { Context } from '../../records/context.ts'
import { Row, zeroGuid } from '../../store/row.ts'
import { ignored } from '../columns.ts'
import type { Binding, Parent } from '../page.ts'

/** Where the parents of attachments and pictures live, by the type that the pages call them. */
const parentTables: Readonly<Record<string, string>> = {
  'Sales Order': 'Sales Header',
  'Sales Quote': 'Sales Header',
  'Sales Invoice': 'Sales Header',
  'Sales Credit Memo': 'Sales Header',
  'Sales Return Order': 'Sales Header',
  'Purchase Order': 'Purchase Order Entity Buffer',
  'Purchase Invoice': 'Purch. Inv. Entity Aggregate',
  'Purchase Credit Memo': 'Purch. Cr. Memo Entity Buffer',
  Journal: 'Gen. Journal Line',
  Customer: 'Customer',
  Vendor: 'Vendor',
  Item: 'Item',
  Employee: 'Employee',
  Contact: 'Contact',
  'Item Variant': 'Item Variant',
  Job: 'Job',
}

const postedTables = ['Sales Invoice Header', 'Sales Cr.Memo Header']

const sentValue = ({ fields }: SentBody, name: string) => fields.find(({ property, blank }) => property.name === name && !blank)?.value

function parentRow(type: string, id: string, context: Context): Row | undefined {
  const table = parentTables[type]
  const tables = [...(table ? [table] : Object.values(parentTables)), ...postedTables]
  for (const each of new Set(tables)) {
    const row = context.store.byId(each, id)
    if (row) return row
  }
  return undefined
}

const documentTypes: Record<string, string> = {
  Order: 'Sales Order',
  Quote: 'Sales Quote',
  Invoice: 'Sales Invoice',
  'Credit Memo': 'Sales Credit Memo',
  'Return Order': 'Sales Return Order',
}

function typeOf(row: Row): string {
  if (row.table === 'Sales Header') return documentTypes[row.text('Document Type')] ?? ' '
  return Object.keys(parentTables).find((type) => parentTables[type] === row.table) ?? ' '
}

/** @param refused parent types that this page leaves to `documentAttachments` */
function attachmentBinding(table: string, refused: readonly string[]): Binding {
  return {
    table,
    foundBy: ['parentId', 'id'],
    columns: {
      parentId: ignored((row) => row.text('Document Id') || zeroGuid),
      parentType: ignored((row) => row.text('Document Type') || ' '),
    },
    below: (parent, _, context) => context.store.where(table, 'Document Id', parent.id),
    check(body, row) {
      const type = String(sentValue(body, 'parentType') ?? '')
      if (refused.includes(type)) throw dialog(`Parent type ${type} is not supported. Use documentAttachments API instead.`)
      if (!row) return
      for (const [name, field] of [
        ['parentId', 'Document Id'],
        ['parentType', 'Document Type'],
      ] as const) {
        const sent = sentValue(body, name)
        if (sent !== undefined && sent !== row.text(field)) throw dialog(`You cannot change the value of the key field ${name}.`)
      }
    },
    start(row, body, context, parent) {
      const id = parent?.row.id ?? String(sentValue(body, 'parentId') ?? '')
      const type = parentType(parent) ?? String(sentValue(body, 'parentType') ?? '')
      const owner = parent?.row ?? parentRow(type, id, context)
      if (!owner) throw recordNotFound(parentTables[type] ?? 'Parent', [['SystemId', `{${id.toUpperCase()}}`]])
      row.setAll({ 'Document Id': owner.id, 'Document Type': type.trim() === '' ? typeOf(owner) : type, 'Byte Size': 0 })
    },
  }
}

const parentType = (parent: Parent | undefined) =>
  parent?.page.entity.navigation.get(parent.navigation)?.link.find((part) => part.target === 'Document Type')?.constant

export const attachments = attachmentBinding('Attachment', ['Employee', 'Item', 'Customer', 'Vendor'])
export const documentAttachments = attachmentBinding('Document Attachment', [])

/** A picture is there with its parent, empty at first. */
export const pictures: Binding = {
  foundBy: ['id', 'parentId'],
  columns: { parentType: ignored((row) => row.text('Parent Type') || 'Item') },
  below: (parent, _, { store }) => [
    store.byId('Picture Entity', parent.id) ?? new Row('Picture Entity', parent.id, [['Parent Type', parent.table]]),
  ],
}

/** The printed document: made when it is read. */
export const pdfDocument: Binding = {
  foundBy: ['parentId', 'id'],
  below: (parent) => [
    new Row('Pdf Document', parent.id, [
      ['Document Id', parent.id],
      ['Document Type', typeOf(parent)],
      ['Content', printed(`${typeOf(parent)} ${parent.text('No.')}`.trim())],
    ]),
  ],
  columns: { parentId: ignored((row) => row.id), parentType: ignored((row) => row.text('Document Type') || ' ') },
}

/** One page with one line of text, as small as a PDF can be. */
function printed(text: string): Uint8Array {
  const content = `BT /F1 18 Tf 72 720 Td (${text.replace(/[()\\]/g, '\\$&')}) Tj ET`
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ]
  let file = '%PDF-1.4\n'
  const places = objects.map((object, index) => {
    const place = file.length
    file += `${index + 1} 0 obj\n${object}\nendobj\n`
    return place
  })
  const table = places.map((place) => `${String(place).padStart(10, '0')} 00000 n \n`).join('')
  return Buffer.from(
    `${file}xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${file.length}\n%%EOF\n`,
    'latin1',
  )
}
