import { invalidRelation } from '../refusal.ts'
import type { Row } from '../store/row.ts'
import type { Context } from './context.ts'

export const entryTable = 'Dimension Set Entry Buffer'

/** The global dimension of a place (1 or 2), as the general ledger is set up. */
function globalDimension(context: Context, place: number): string {
  return context.store.list('General Ledger Setup')[0]?.text(`Shortcut Dimension ${place} Code`) ?? ''
}

/** Sets or (with a blank value) takes away a dimension of a record; the two global ones show on the record itself. */
function setDimension(record: Row, dimension: string, value: string, context: Context): void {
  const entry = context.store.find(entryTable, record.id, dimension)
  if (value === '') {
    if (entry) context.store.remove(entry)
  } else if (entry) context.store.update(entry.copy().set('Dimension Value Code', value))
  else
    context.store.insert(
      context.store.create(entryTable, { 'Parent Id': record.id, 'Dimension Code': dimension, 'Dimension Value Code': value }),
    )
  for (const place of [1, 2]) if (globalDimension(context, place) === dimension) record.set(`Shortcut Dimension ${place} Code`, value)
}

export function setShortcutDimension(record: Row, place: number, context: Context): void {
  const field = `Shortcut Dimension ${place} Code`
  const value = record.text(field)
  const dimension = globalDimension(context, place)
  if (value !== '' && !context.store.find('Dimension Value', dimension, value))
    throw invalidRelation(field, record.table, value, 'Dimension Value')
  if (dimension !== '') setDimension(record, dimension, value, context)
}

function dimensionsOf(record: Row, context: Context): readonly Row[] {
  return context.store.where(entryTable, 'Parent Id', record.id)
}

/** A document takes the default dimensions of its customer. */
export function takeDefaultDimensions(document: Row, customer: Row, context: Context): void {
  for (const entry of dimensionsOf(document, context)) setDimension(document, entry.text('Dimension Code'), '', context)
  for (const entry of context.store.where('Default Dimension', 'No.', customer.text('No.')))
    if (entry.number('Table ID') === 18 && entry.text('Dimension Value Code') !== '')
      setDimension(document, entry.text('Dimension Code'), entry.text('Dimension Value Code'), context)
}

/** A line starts with the dimensions of its header. */
export function inheritDimensions(line: Row, header: Row, context: Context): void {
  for (const entry of dimensionsOf(header, context))
    setDimension(line, entry.text('Dimension Code'), entry.text('Dimension Value Code'), context)
}
