import type { Entity } from '../contract/entity.ts'
import type { PrimaryKeys } from '../store/store.ts'

/** Primary keys of the tables that the sandbox knows by name. */
const known: PrimaryKeys = {
  Bin: ['Location Code', 'Code'],
  'Company Information': ['Primary Key'],
  Contact: ['No.'],
  'Contact Business Relation': ['Contact No.', 'Business Relation Code'],
  'Country/Region': ['Code'],
  Currency: ['Code'],
  'Currency Exchange Rate': ['Currency Code', 'Starting Date'],
  Customer: ['No.'],
  'Customer Posting Group': ['Code'],
  'Default Dimension': ['Table ID', 'No.', 'Dimension Code'],
  Dimension: ['Code'],
  'Dimension Set Entry Buffer': ['Parent Id', 'Dimension Code'],
  'Dimension Value': ['Dimension Code', 'Code'],
  'Dispute Status': ['Code'],
  Employee: ['No.'],
  'Fixed Asset': ['No.'],
  'FA Location': ['Code'],
  'G/L Account': ['No.'],
  'Gen. Business Posting Group': ['Code'],
  'Gen. Journal Batch': ['Journal Template Name', 'Name'],
  'Gen. Journal Line': ['Journal Template Name', 'Journal Batch Name', 'Line No.'],
  'Gen. Journal Template': ['Name'],
  'Gen. Product Posting Group': ['Code'],
  'General Ledger Setup': ['Primary Key'],
  'General Posting Setup': ['Gen. Bus. Posting Group', 'Gen. Prod. Posting Group'],
  'Inventory Posting Group': ['Code'],
  'Inventory Setup': ['Primary Key'],
  Item: ['No.'],
  'Item Category': ['Code'],
  'Item Charge': ['No.'],
  'Item Unit of Measure': ['Item No.', 'Code'],
  'Item Variant': ['Item No.', 'Code'],
  Location: ['Code'],
  'No. Series': ['Code'],
  'Payment Method': ['Code'],
  'Payment Terms': ['Code'],
  'Reason Code': ['Code'],
  Resource: ['No.'],
  'Return Reason': ['Code'],
  'Sales & Receivables Setup': ['Primary Key'],
  'Sales Comment Line': ['Document Type', 'No.', 'Document Line No.', 'Line No.'],
  'Sales Cr.Memo Header': ['No.'],
  'Sales Cr.Memo Line': ['Document No.', 'Line No.'],
  'Sales Header': ['Document Type', 'No.'],
  'Sales Invoice Header': ['No.'],
  'Sales Invoice Line': ['Document No.', 'Line No.'],
  'Sales Line': ['Document Type', 'Document No.', 'Line No.'],
  'Sales Shipment Header': ['No.'],
  'Sales Shipment Line': ['Document No.', 'Line No.'],
  'Salesperson/Purchaser': ['Code'],
  'Ship-to Address': ['Customer No.', 'Code'],
  'Shipment Method': ['Code'],
  'Shipping Agent': ['Code'],
  'Standard Text': ['Code'],
  'Unit of Measure': ['Code'],
  'VAT Business Posting Group': ['Code'],
  'VAT Posting Setup': ['VAT Bus. Posting Group', 'VAT Prod. Posting Group'],
  'VAT Product Posting Group': ['Code'],
  Vendor: ['No.'],
}

/** The other tables: the code or number of the entity that shows them, where it has one. */
export function primaryKeys(entities: Iterable<Entity>): PrimaryKeys {
  const keys: Record<string, readonly string[]> = { ...known }
  for (const { schema, properties } of entities) {
    const table = schema.sourceTable
    if (!table || schema.sourceTableTemporary || keys[table]) continue
    const identifying = ['No.', 'Code', 'Name'].find((field) =>
      [...properties.values()].some((property) => property.field === field && (property.notBlank || field === 'No.')),
    )
    if (identifying && schema.operations.includes('POST')) keys[table] = [identifying]
  }
  return keys
}
