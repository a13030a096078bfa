import { Decimal } from 'decimal.js'
import type { Entity, Property } from '../../contract/entity.ts'
import { dialog } from '../../refusal.ts'
import type { Context } from '../../records/context.ts'
import { assign } from '../../records/context.ts'
import { zeroGuid, Row } from '../../store/row.ts'
import { computed, plain, reference } from '../columns.ts'
import type { Binding, Column } from '../page.ts'

/** In countries with VAT, tax areas are the business groups and tax groups the product groups of VAT. */
const taxAreaField = 'VAT Bus. Posting Group'
const taxAreaTable = 'VAT Business Posting Group'
const taxGroupField = 'VAT Prod. Posting Group'
const taxGroupTable = 'VAT Product Posting Group'

const withProperty = (entity: Entity, name: string, column: (property: Property) => Column): Record<string, Column> => {
  const property = entity.properties.get(name)
  return property ? { [name]: column(property) } : {}
}

export function customers(entity: Entity): Binding {
  return {
    columns: {
      ...withProperty(entity, 'taxAreaId', (property) => reference(property, taxAreaField, taxAreaTable)),
      ...withProperty(entity, 'taxRegistrationNumber', (property) => plain(property, 'VAT Registration No.')),
      taxAreaDisplayName: computed((row, context) => context.store.find(taxAreaTable, row.text(taxAreaField))?.text('Description') ?? ''),
      balanceDue: computed(() => 0),
    },
  }
}

export function contacts(entity: Entity): Binding {
  return {
    columns: {
      ...withProperty(entity, 'taxRegistrationNumber', (property) => plain(property, 'VAT Registration No.')),
      contactBusinessRelation: computed((row, context) => {
        const relations = context.store.where('Contact Business Relation', 'Contact No.', row.text('No.'))
        return relations.length > 1 ? 'Multiple' : (relations[0]?.text('Link to Table') ?? 'None')
      }),
    },
  }
}

export function items(entity: Entity): Binding {
  return {
    columns: {
      ...withProperty(entity, 'taxGroupId', (property) => reference(property, taxGroupField, taxGroupTable)),
      ...withProperty(entity, 'taxGroupCode', (property) => plain({ ...property, relation: taxGroupTable }, taxGroupField)),
      ...withProperty(entity, 'baseUnitOfMeasureId', (property) => reference(property, 'Base Unit of Measure', 'Unit of Measure')),
      baseUnitOfMeasure: baseUnit,
      inventory,
    },
  }
}

/** API v1.0: the base unit as one value; its code is what counts. */
const baseUnit: Column = {
  read: (row, context) => {
    const code = row.text('Base Unit of Measure')
    const unit = context.store.find('Unit of Measure', code)
    return code === ''
      ? null
      : { unitCode: code, unitName: unit?.text('Description') ?? '', symbol: unit?.text('Symbol') ?? '', unitConversion: null }
  },
  write: (row, value, context) => {
    if (value === null) return assign(context, row, 'Base Unit of Measure', '')
    const code = (value as ReadonlyMap<string, string>).get('unitCode')?.trim().toUpperCase() ?? ''
    assign(context, row, 'Base Unit of Measure', code)
  },
}

function stock(row: Row, context: Context): number {
  const entries = context.store.where('Item Ledger Entry', 'Item No.', row.text('No.'))
  return entries.reduce((sum, entry) => sum.plus(entry.number('Quantity')), new Decimal(0)).toNumber()
}

/** Calculated from the ledger; writing it posts an adjustment, dated today and without a location. */
const inventory: Column = {
  read: stock,
  write: (row, value, context) => {
    const difference = new Decimal(value as number).minus(stock(row, context))
    if (difference.isZero()) return
    const entryNumber = context.store.list('Item Ledger Entry').length + 1
    context.store.insert(
      context.store.create('Item Ledger Entry', {
        'Entry No.': entryNumber,
        'Item No.': row.text('No.'),
        'Posting Date': context.today,
        'Entry Type': difference.gt(0) ? 'Positive Adjmt.' : 'Negative Adjmt.',
        Quantity: difference.toNumber(),
        Description: row.text('Description'),
      }),
    )
  },
}

export const taxAreas: Binding = { table: taxAreaTable, columns: { taxType: computed(() => 'VAT') } }
export const taxGroups: Binding = { table: taxGroupTable, columns: { taxType: computed(() => 'VAT') } }

/** Who belongs to whom: the contacts of customers and vendors, and the persons of those contacts. */
export const contactsInformation: Binding = {
  foundBy: ['relatedId', 'contactId'],
  rows: (context) =>
    context.store.list('Contact Business Relation').flatMap((relation) => {
      const table = relation.text('Link to Table')
      const owner = context.store.find(table, relation.text('No.'))
      const persons = context.store.where('Contact', 'Company No.', relation.text('Contact No.'))
      return persons.map(
        (contact) =>
          new Row(
            'Contact Information Buffer',
            contact.id,
            Object.entries({
              'Contact Id': contact.id,
              'Contact No.': contact.text('No.'),
              'Contact Name': contact.text('Name'),
              'Contact Type': contact.text('Type'),
              'Related Id': owner?.id ?? zeroGuid,
              'Related Type': table,
            }),
          ),
      )
    }),
}

function customerOfContact(row: Row, context: Context): Row | undefined {
  const relations = context.store.where('Contact Business Relation', 'Contact No.', row.text('Company No.'))
  const relation = relations.find((each) => each.text('Link to Table') === 'Customer')
  return relation && context.store.find('Customer', relation.text('No.'))
}

/** The persons of customers. */
export const customerContacts: Binding = {
  has: (row, context) => row.text('Type') === 'Person' && customerOfContact(row, context) !== undefined,
  columns: {
    customerId: {
      read: (row, context) => customerOfContact(row, context)?.id,
      write: (row, value, context) => {
        const customer = context.store.byId('Customer', value as string)
        const relation = customer && context.store.where('Contact Business Relation', 'No.', customer.text('No.'))[0]
        if (!relation) throw dialog('The customer cannot be found.')
        assign(context, row, 'Company No.', relation.text('Contact No.'))
      },
    },
    customerName: computed((row, context) => customerOfContact(row, context)?.text('Name') ?? ''),
  },
}
