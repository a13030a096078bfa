/**
 * Master data that a sandbox starts with beside the CRONUS demo company: schemas/business-central/sandbox-seed.json says what each key
 * means. Records lie over those of the demo company: found by id, else by number or code.
 */
export interface Seed {
  customers?: SeedRecord[]
  items?: SeedRecord[]
  itemVariants?: SeedRecord[]
  contacts?: SeedRecord[]
  shipToAddresses?: SeedRecord[]
  paymentTerms?: SeedRecord[]
  paymentMethods?: SeedRecord[]
  shipmentMethods?: SeedRecord[]
  locations?: SeedRecord[]
  salespeople?: SeedRecord[]
  reasonCodes?: SeedRecord[]
  unitsOfMeasure?: SeedRecord[]
  currencies?: SeedRecord[]
  exchangeRates?: SeedRecord[]
  vatPostingSetup?: SeedRecord[]
  numberSeries?: SeedRecord[]
  /** Given to customers that a client creates, as a template of API Setup does. */
  customerTemplate?: SeedRecord
  /** What the demo company shall lack. */
  remove?: Removals
  /** What the caller may not do: permissions on tables. */
  denied?: { table: string; permission: Permission }[]
}

export type Permission = 'Read' | 'Insert' | 'Modify' | 'Delete'

export interface SeedRecord {
  id?: string
  [name: string]: string | number | boolean | undefined
}

export interface Removals {
  vatPostingSetup?: { vatBusinessPostingGroup: string; vatProductPostingGroup: string }[]
  generalPostingSetup?: { generalBusinessPostingGroup: string; generalProductPostingGroup: string }[]
  journalTemplates?: string[]
  journalBatches?: { template: string; name: string }[]
  numberSeries?: string[]
  currencies?: string[]
  exchangeRates?: string[]
  locations?: string[]
  customers?: string[]
  items?: string[]
  /** Published pages and actions by their service names, custom sets by `route/set`, API versions by their names. */
  services?: string[]
}

/** The lists of a seed. */
export type SeedList = Exclude<keyof Seed, 'customerTemplate' | 'remove' | 'denied'>

interface ListKind {
  table: string
  /** Names of a seed's record → fields of the table. */
  fields: Readonly<Record<string, string>>
  /** The names that identify a record without an id. */
  key: readonly string[]
}

const address = {
  addressLine1: 'Address',
  addressLine2: 'Address 2',
  city: 'City',
  state: 'County',
  country: 'Country/Region Code',
  postalCode: 'Post Code',
  phoneNumber: 'Phone No.',
  email: 'E-Mail',
}

const coded = (table: string, more: Readonly<Record<string, string>> = {}, name = 'Description'): ListKind => ({
  table,
  fields: { code: 'Code', displayName: name, ...more },
  key: ['code'],
})

/** Set-up first, so that what refers to it finds it. */
export const lists: Readonly<Record<SeedList, ListKind>> = {
  unitsOfMeasure: coded('Unit of Measure', { internationalStandardCode: 'International Standard Code' }),
  paymentTerms: coded('Payment Terms', {
    dueDateCalculation: 'Due Date Calculation',
    discountDateCalculation: 'Discount Date Calculation',
    discountPercent: 'Discount %',
  }),
  paymentMethods: coded('Payment Method'),
  shipmentMethods: coded('Shipment Method'),
  locations: coded('Location', address, 'Name'),
  salespeople: coded('Salesperson/Purchaser', { email: 'E-Mail' }, 'Name'),
  reasonCodes: coded('Reason Code'),
  currencies: coded('Currency', {
    symbol: 'Symbol',
    amountRoundingPrecision: 'Amount Rounding Precision',
    unitAmountRoundingPrecision: 'Unit-Amount Rounding Precision',
  }),
  exchangeRates: {
    table: 'Currency Exchange Rate',
    fields: {
      currencyCode: 'Currency Code',
      startingDate: 'Starting Date',
      exchangeRateAmount: 'Exchange Rate Amount',
      relationalExchangeRateAmount: 'Relational Exch. Rate Amount',
    },
    key: ['currencyCode', 'startingDate'],
  },
  numberSeries: {
    table: 'No. Series',
    fields: {
      code: 'Code',
      startingNumber: 'Starting No.',
      endingNumber: 'Ending No.',
      lastUsed: 'Last No. Used',
      startingDate: 'Starting Date',
      manual: 'Manual Nos.',
      automatic: 'Default Nos.',
      blocked: 'Blocked',
    },
    key: ['code'],
  },
  vatPostingSetup: {
    table: 'VAT Posting Setup',
    fields: {
      vatBusinessPostingGroup: 'VAT Bus. Posting Group',
      vatProductPostingGroup: 'VAT Prod. Posting Group',
      vatPercent: 'VAT %',
      calculation: 'VAT Calculation Type',
      identifier: 'VAT Identifier',
    },
    key: ['vatBusinessPostingGroup', 'vatProductPostingGroup'],
  },
  customers: {
    table: 'Customer',
    fields: {
      number: 'No.',
      displayName: 'Name',
      ...address,
      contact: 'Contact',
      currencyCode: 'Currency Code',
      generalBusinessPostingGroup: 'Gen. Bus. Posting Group',
      vatBusinessPostingGroup: 'VAT Bus. Posting Group',
      customerPostingGroup: 'Customer Posting Group',
      paymentTermsCode: 'Payment Terms Code',
      paymentMethodCode: 'Payment Method Code',
      shipmentMethodCode: 'Shipment Method Code',
      salespersonCode: 'Salesperson Code',
      locationCode: 'Location Code',
      billToCustomerNumber: 'Bill-to Customer No.',
      pricesIncludeTax: 'Prices Including VAT',
      taxRegistrationNumber: 'VAT Registration No.',
      blocked: 'Blocked',
      type: 'Contact Type',
    },
    key: ['number'],
  },
  items: {
    table: 'Item',
    fields: {
      number: 'No.',
      displayName: 'Description',
      type: 'Type',
      unitPrice: 'Unit Price',
      unitCost: 'Unit Cost',
      priceIncludesTax: 'Price Includes VAT',
      baseUnitOfMeasureCode: 'Base Unit of Measure',
      generalProductPostingGroup: 'Gen. Prod. Posting Group',
      inventoryPostingGroup: 'Inventory Posting Group',
      vatProductPostingGroup: 'VAT Prod. Posting Group',
      itemCategoryCode: 'Item Category Code',
      gtin: 'GTIN',
      blocked: 'Blocked',
    },
    key: ['number'],
  },
  itemVariants: {
    table: 'Item Variant',
    fields: { itemNumber: 'Item No.', code: 'Code', description: 'Description' },
    key: ['itemNumber', 'code'],
  },
  contacts: {
    table: 'Contact',
    fields: {
      number: 'No.',
      displayName: 'Name',
      type: 'Type',
      firstName: 'First Name',
      lastName: 'Surname',
      jobTitle: 'Job Title',
      ...address,
    },
    key: ['number'],
  },
  shipToAddresses: {
    table: 'Ship-to Address',
    fields: { customerNumber: 'Customer No.', code: 'Code', displayName: 'Name', contact: 'Contact', ...address },
    key: ['customerNumber', 'code'],
  },
}
