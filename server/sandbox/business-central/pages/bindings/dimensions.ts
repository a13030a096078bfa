import type { SentBody } from '../../contract/deserialize.ts'
import type { Entity } from '../../contract/entity.ts'
import { dialog, invalidRelation } from '../../refusal.ts'
import type { Context } from '../../records/context.ts'
import { entryTable } from '../../records/dimensions.ts'
import { zeroGuid, type Row } from '../../store/row.ts'
import { ignored } from '../columns.ts'
import type { Binding, Column } from '../page.ts'

const sentValue = ({ fields }: SentBody, name: string) => fields.find(({ property, blank }) => property.name === name && !blank)?.value

/** The tables whose records have default dimensions, by their numbers. */
const tableIds: Readonly<Record<string, number>> = { 'G/L Account': 15, Customer: 18, Vendor: 23, Item: 27, Employee: 5200 }

function ownerById(id: string, context: Context): Row | undefined {
  for (const table of Object.keys(tableIds)) {
    const row = context.store.byId(table, id)
    if (row) return row
  }
  return undefined
}

const ownerOf = (entry: Row, context: Context) => {
  const table = Object.keys(tableIds).find((name) => tableIds[name] === entry.number('Table ID'))
  return table && context.store.find(table, entry.text('No.'))
}

export const defaultDimensions: Binding = {
  foundBy: ['parentId', 'id'],
  below: (parent, _, context) =>
    context.store
      .where('Default Dimension', 'No.', parent.text('No.'))
      .filter((entry) => entry.number('Table ID') === tableIds[parent.table]),
  start(entry, body, context, parent) {
    const owner = parent?.row ?? ownerById(String(sentValue(body, 'parentId') ?? ''), context)
    if (!owner) throw dialog('You must get to the parent first to get to the default dimensions.')
    entry.setAll({ 'Table ID': tableIds[owner.table] ?? 0, 'No.': owner.text('No.') })
  },
  columns: {
    parentId: ignored((entry, context) => (ownerOf(entry, context) || undefined)?.id),
    parentType: ignored((entry, context) => (ownerOf(entry, context) || undefined)?.table),
    dimensionValueId: {
      read: (entry, context) =>
        context.store.find('Dimension Value', entry.text('Dimension Code'), entry.text('Dimension Value Code'))?.id ?? zeroGuid,
      write: (entry, value, context) => {
        if (value === '' || value === zeroGuid) return void entry.set('Dimension Value Code', '')
        const row = context.store.byId('Dimension Value', value as string)
        if (!row || (entry.text('Dimension Code') !== '' && row.text('Dimension Code') !== entry.text('Dimension Code')))
          throw invalidRelation('DimensionValueId', 'Default Dimension', `{${String(value).toUpperCase()}}`, 'Dimension Value')
        entry.setAll({ 'Dimension Code': row.text('Dimension Code'), 'Dimension Value Code': row.text('Code') })
      },
    },
  },
}

const dimensionText = (entity: Entity, name: string, fallback: string) => entity.properties.get(name)?.errors?.at(-1) ?? fallback

/** The dimensions of a document or line. Their ids are the dimensions' own: they are unique below one parent. */
export function dimensionSetLines(entity: Entity): Binding {
  const insertTexts = entity.schema.errors?.onInsert ?? []
  const twice = insertTexts.find((text) => text.includes('already exists')) ?? 'The dimension set line already exists.'
  return {
    table: entryTable,
    foundBy: ['parentId'],
    below: (parent, _, context) => context.store.where(entryTable, 'Parent Id', parent.id),
    columns: {
      id: {
        read: (entry, context) => context.store.find('Dimension', entry.text('Dimension Code'))?.id,
        write: (entry, value, context) => {
          if (value === '' || value === zeroGuid) return
          const dimension = context.store.byId('Dimension', value as string)
          if (!dimension) throw dialog(dimensionText(entity, 'id', 'The "id" does not match to a Dimension.'))
          entry.set('Dimension Code', dimension.text('Code'))
        },
      },
      code: {
        read: (entry) => entry.text('Dimension Code'),
        write: (entry, value, context) => {
          if (value === '') return
          if (!context.store.find('Dimension', value as string))
            throw dialog(dimensionText(entity, 'code', 'The "code" does not match to a Dimension.'))
          entry.set('Dimension Code', value as string)
        },
      },
      valueId: valueColumn(entity, 'valueId'),
      valueCode: valueColumn(entity, 'valueCode'),
      displayName: ignored((entry, context) => context.store.find('Dimension', entry.text('Dimension Code'))?.text('Name')),
      valueDisplayName: ignored((entry, context) => valueOf(entry, context)?.text('Name')),
      parentId: ignored((entry) => entry.text('Parent Id')),
      parentType: ignored((entry) => entry.text('Parent Type') || ' '),
    },
    check(body, entry) {
      const named = sentValue(body, 'id') ?? sentValue(body, 'code')
      const valued = sentValue(body, 'valueId') ?? sentValue(body, 'valueCode')
      const text = (part: RegExp) => insertTexts.find((each) => part.test(each))
      if (entry && named !== undefined)
        throw dialog(entity.schema.errors?.onModify?.[0] ?? 'The "id" and "code" fields cannot be modified.')
      if (entry) return
      if (named === undefined) throw dialog(text(/code.*filled in/i) ?? 'The "id" or "code" field must be filled in.')
      if (valued === undefined) throw dialog(text(/valueCode.*filled in/i) ?? 'The "valueId" or "valueCode" field must be filled in.')
    },
    start(entry, body, _, parent) {
      const id = parent?.row.id ?? String(sentValue(body, 'parentId') ?? '')
      if (id === '') throw dialog(insertTexts[0] ?? 'You must get to the parent first to create a dimension set line.')
      entry.set('Parent Id', id)
      const type = parent?.page.entity.navigation.get(parent.navigation)?.link.find((part) => part.target === 'Parent Type')?.constant
      if (type) entry.set('Parent Type', type)
    },
    finish(entry, _, context) {
      const before = context.store.find(entryTable, entry.text('Parent Id'), entry.text('Dimension Code'))
      if (before && before.id !== entry.id) throw dialog(twice)
      if (!valueOf(entry, context)) throw dialog(dimensionText(entity, 'valueCode', 'The "valueCode" does not match to a Dimension Value.'))
      showOnParent(entry, entry.text('Dimension Value Code'), context)
    },
    remove(entry, context) {
      context.store.remove(entry)
      showOnParent(entry, '', context)
    },
  }
}

const valueOf = (entry: Row, context: Context) =>
  context.store.find('Dimension Value', entry.text('Dimension Code'), entry.text('Dimension Value Code'))

function valueColumn(entity: Entity, name: 'valueId' | 'valueCode'): Column {
  return {
    read: (entry, context) => (name === 'valueId' ? valueOf(entry, context)?.id : entry.text('Dimension Value Code')),
    write: (entry, value, context) => {
      if (value === '' || value === zeroGuid) return
      const row = name === 'valueId' ? context.store.byId('Dimension Value', value as string) : undefined
      if (name === 'valueId' && !row) throw dialog(dimensionText(entity, name, 'The "valueId" does not match to a Dimension Value.'))
      entry.set('Dimension Value Code', row ? row.text('Code') : (value as string))
    },
  }
}

/** The two global dimensions stand on the document as well, and its etag follows. */
function showOnParent(entry: Row, value: string, context: Context): void {
  for (const table of ['Sales Header', 'Sales Line', 'Gen. Journal Line']) {
    const parent = context.store.byId(table, entry.text('Parent Id'))?.copy()
    if (!parent) continue
    const setup = context.store.list('General Ledger Setup')[0]
    for (const place of [1, 2])
      if (setup?.text(`Shortcut Dimension ${place} Code`) === entry.text('Dimension Code'))
        parent.set(`Shortcut Dimension ${place} Code`, value)
    context.store.update(parent)
  }
}
