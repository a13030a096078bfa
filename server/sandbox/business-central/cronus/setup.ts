import type { Value } from '../store/row.ts'

/** Records of one table: the names of fields, then one row each. */
export interface Rows {
  table: string
  fields: readonly string[]
  rows: readonly (readonly Value[])[]
}

const codes = (table: string, rows: readonly (readonly [code: string, description: string])[], field = 'Description'): Rows => ({
  table,
  fields: ['Code', field],
  rows,
})

const days = [2, 7, 10, 14, 15, 21, 30, 60]

const series: readonly (readonly [code: string, description: string, first: string, last: string, step: number, manual: boolean])[] = [
  ['CUST', 'Customer', 'C00010', 'C99990', 10, true],
  ['ITEM', 'Items', '1000', '9999', 1, true],
  ['CONT', 'Contacts', 'CT000001', 'CT100000', 1, true],
  ['VEND', 'Vendor', 'V00010', 'V99990', 10, true],
  ['EMP', 'Employee', 'E0010', 'E9990', 10, true],
  ['BANK', 'Bank', 'B010', 'B990', 10, true],
  ['JOB', 'Project', 'JOB00010', 'JOB99990', 10, true],
  ['FA', 'Fixed Asset', 'FA000010', 'FA999990', 10, true],
  ['OPP', 'Opportunities', 'OP000001', 'OP999999', 1, true],
  ['S-QUO', 'Sales Quote', '1001', '2999', 1, false],
  ['S-ORD', 'Sales Order', '101001', '102999', 1, false],
  ['S-INV', 'Sales Invoice', '102001', '103999', 1, false],
  ['S-INV+', 'Posted Sales Invoice', '103001', '104999', 1, false],
  ['S-CR', 'Sales Credit Memo', '1001', '2999', 1, false],
  ['S-CR+', 'Posted Sales Credit Memo', '104001', '105999', 1, false],
  ['S-RETORD', 'Sales Return Order', '1001', '2999', 1, false],
  ['S-RCPT', 'Posted Sales Receipt', '107001', '108999', 1, false],
  ['S-SHPT', 'Sales Shipment', '102001', '103999', 1, false],
  ['P-ORD', 'Purchase Order', '106001', '107999', 1, false],
  ['P-INV', 'Purchase Invoice', '107001', '108999', 1, false],
  ['P-CR', 'Purchase Credit Memo', '1001', '2999', 1, false],
  ['GJNL-GEN', 'General Journal', 'G00001', 'G01000', 1, true],
  ['GJNL-RCPT', 'Cash Receipts Journal', 'G02001', 'G03000', 1, true],
  ['GJNL-PMT', 'Payment Journal', 'G04001', 'G05000', 1, true],
]

/** Customers, items and contacts are numbered without a lock, and may have gaps. */
const sequences = new Set(['CUST', 'ITEM', 'CONT'])

const businessGroups = ['DOMESTIC', 'EU', 'EXPORT']
const productGroups: readonly (readonly [code: string, description: string, vat: string])[] = [
  ['FREIGHT', 'Freight, etc.', 'STANDARD'],
  ['MISC', 'Miscellaneous with VAT', 'STANDARD'],
  ['RAW MAT', 'Raw Materials', 'STANDARD'],
  ['RETAIL', 'Retail', 'STANDARD'],
  ['SERVICES', 'Resources, etc.', 'REDUCED'],
  ['ZERO', 'Miscellaneous without VAT', 'NO VAT'],
]
const vatRates: Record<string, number> = { STANDARD: 25, REDUCED: 10, 'NO VAT': 0 }

/** W1: tax at home, reverse charge in the EU, none for exports and without a business group. */
const vatMatrix = ['', ...businessGroups].flatMap((business) =>
  Object.entries(vatRates).map(([product, rate]): Value[] => {
    const taxed = business === 'DOMESTIC' || business === 'EU'
    const reverse = business === 'EU' && rate > 0
    return [business, product, taxed ? rate : 0, reverse ? 'Reverse Charge VAT' : 'Normal VAT', product]
  }),
)

/** The set-up tables of the W1 demo company. */
export const setup: readonly Rows[] = [
  {
    table: 'General Ledger Setup',
    fields: [
      'Primary Key',
      'LCY Code',
      'Local Currency Symbol',
      'Amount Rounding Precision',
      'Unit-Amount Rounding Precision',
      'Inv. Rounding Precision (LCY)',
      'Shortcut Dimension 1 Code',
      'Shortcut Dimension 2 Code',
      'Bank Account Nos.',
    ],
    rows: [['', 'GBP', '£', 0.01, 0.00001, 0.01, 'DEPARTMENT', 'CUSTOMERGROUP', 'BANK']],
  },
  {
    table: 'Sales & Receivables Setup',
    fields: [
      'Primary Key',
      'Customer Nos.',
      'Quote Nos.',
      'Order Nos.',
      'Invoice Nos.',
      'Posted Invoice Nos.',
      'Credit Memo Nos.',
      'Posted Credit Memo Nos.',
      'Return Order Nos.',
      'Posted Return Receipt Nos.',
      'Posted Shipment Nos.',
    ],
    rows: [['', 'CUST', 'S-QUO', 'S-ORD', 'S-INV', 'S-INV+', 'S-CR', 'S-CR+', 'S-RETORD', 'S-RCPT', 'S-SHPT']],
  },
  {
    table: 'Purchases & Payables Setup',
    fields: ['Primary Key', 'Vendor Nos.', 'Order Nos.', 'Invoice Nos.', 'Credit Memo Nos.'],
    rows: [['', 'VEND', 'P-ORD', 'P-INV', 'P-CR']],
  },
  { table: 'Inventory Setup', fields: ['Primary Key', 'Item Nos.'], rows: [['', 'ITEM']] },
  { table: 'Marketing Setup', fields: ['Primary Key', 'Contact Nos.', 'Opportunity Nos.'], rows: [['', 'CONT', 'OPP']] },
  { table: 'Human Resources Setup', fields: ['Primary Key', 'Employee Nos.'], rows: [['', 'EMP']] },
  { table: 'Projects Setup', fields: ['Primary Key', 'Project Nos.'], rows: [['', 'JOB']] },
  { table: 'FA Setup', fields: ['Primary Key', 'Fixed Asset Nos.'], rows: [['', 'FA']] },
  {
    table: 'No. Series',
    fields: [
      'Code',
      'Description',
      'Starting No.',
      'Ending No.',
      'Warning No.',
      'Increment-by No.',
      'Manual Nos.',
      'Default Nos.',
      'Implementation',
    ],
    rows: series.map(([code, description, first, last, step, manual]) => [
      code,
      description,
      first,
      last,
      last.replace(/\d+$/, (digits) => String(Number(digits) - 4).padStart(digits.length, '0')),
      step,
      manual,
      true,
      sequences.has(code) ? 'Sequence' : 'Normal',
    ]),
  },
  codes('Gen. Business Posting Group', [
    ['DOMESTIC', 'Domestic customers and vendors'],
    ['EU', 'Customers and vendors in EU'],
    ['EXPORT', 'Other customers and vendors (not EU)'],
  ]),
  {
    table: 'Gen. Product Posting Group',
    fields: ['Code', 'Description', 'Def. VAT Prod. Posting Group', 'Auto Insert Default'],
    rows: productGroups.map((row) => [...row, true]),
  },
  {
    table: 'General Posting Setup',
    fields: ['Gen. Bus. Posting Group', 'Gen. Prod. Posting Group'],
    rows: ['', ...businessGroups].flatMap((business) => productGroups.map(([product]) => [business, product])),
  },
  codes('Customer Posting Group', [
    ['DOMESTIC', 'Domestic customers'],
    ['EU', 'Customers in EU'],
    ['FOREIGN', 'Foreign customers (not EU)'],
  ]),
  codes('Inventory Posting Group', [['RESALE', 'Resale items']]),
  codes('VAT Business Posting Group', [
    ['DOMESTIC', 'Domestic customers and vendors'],
    ['EU', 'Customers and vendors in EU'],
    ['EXPORT', 'Other customers and vendors (not EU)'],
  ]),
  codes('VAT Product Posting Group', [
    ['STANDARD', 'Standard VAT'],
    ['REDUCED', 'Reduced VAT'],
    ['NO VAT', 'Miscellaneous without VAT'],
  ]),
  {
    table: 'VAT Posting Setup',
    fields: ['VAT Bus. Posting Group', 'VAT Prod. Posting Group', 'VAT %', 'VAT Calculation Type', 'VAT Identifier'],
    rows: vatMatrix,
  },
  {
    table: 'Payment Terms',
    fields: ['Code', 'Description', 'Due Date Calculation', 'Discount Date Calculation', 'Discount %'],
    rows: [
      ['CM', 'Current Month', 'CM', '', 0],
      ['COD', 'Cash on delivery', '0D', '', 0],
      ['1M(8D)', '1 Month/2% 8 days', '1M', '8D', 2],
      ...days.map((count): Value[] => [`${count} DAYS`, `Net ${count} days`, `${count}D`, '', 0]),
    ],
  },
  codes('Payment Method', [
    ['ACCOUNT', 'Payment on account'],
    ['BANK', 'Bank Transfer'],
    ['BNKCONVDOM', 'Bank Data Conversion Domestic'],
    ['BNKCONVINT', 'Bank Data Conversion Internat.'],
    ['CARD', 'Card payment'],
    ['CASH', 'Cash payment'],
    ['CHECK', 'Check payment'],
    ['GIRO', 'Giro transfer'],
    ['INTERCOM', 'Intercompany payment'],
    ['MULTIPLE', 'Multiple payment methods'],
    ['PAYPAL', 'PayPal payment'],
  ]),
  codes('Shipment Method', [
    ['CFR', 'Cost and Freight'],
    ['CIF', 'Cost Insurance and Freight'],
    ['CIP', 'Carriage and Insurance Paid'],
    ['CPT', 'Carriage Paid to'],
    ['DAF', 'Delivered at Frontier'],
    ['DDP', 'Delivered Duty Paid'],
    ['DDU', 'Delivered Duty Unpaid'],
    ['DELIVERY', 'Delivery'],
    ['DEQ', 'Delivered ex Quay'],
    ['DES', 'Delivered ex Ship'],
    ['EXW', 'Ex Warehouse'],
    ['FAS', 'Free Alongside Ship'],
    ['FCA', 'Free Carrier'],
    ['FOB', 'Free on Board'],
    ['PICKUP', 'Pickup at Location'],
  ]),
  {
    table: 'Location',
    fields: ['Code', 'Name', 'Address', 'City', 'Post Code', 'Country/Region Code', 'Use As In-Transit'],
    rows: [
      ['EAST', 'East Warehouse', '', 'London', 'EC2A 3JL', 'GB', false],
      ['MAIN', 'Main Warehouse', '', 'Reading', 'RG6 1WG', 'GB', false],
      ['OUT. LOG.', 'Outsourced Logistics', '', '', '', '', true],
      ['OWN LOG.', 'Own Logistics', '', '', '', '', true],
      ['WEST', 'West Warehouse', '', 'Newport', 'NP10 8BE', 'GB', false],
    ],
  },
  codes('Return Reason', [
    ['COLOR', 'Wrong color'],
    ['DAMAGED', 'Damaged or defective'],
    ['ITEM', 'Wrong item'],
    ['SIZE', 'Wrong size'],
  ]),
  codes('Reason Code', [
    ['PORTAL', 'Order from the sales portal'],
    ['CHANNEL', 'Order from a sales channel'],
    ['APP', 'Order from the sales app'],
    ['RETURN', 'Goods returned'],
  ]),
  {
    table: 'Salesperson/Purchaser',
    fields: ['Code', 'Name', 'Job Title'],
    rows: [
      ['BC', 'Benjamin Chiu', 'Sales Manager'],
      ['EH', 'Ester Henderson', 'Sales Manager'],
      ['HR', 'Helena Ray', 'Managing Director'],
      ['JO', 'Jim Olive', 'Sales Manager'],
      ['LT', 'Lina Townsend', 'Designer'],
      ['OF', 'Otis Falls', 'Designer'],
      ['RB', 'Robin Bettencourt', 'Designer'],
    ],
  },
  {
    table: 'Dimension',
    fields: ['Code', 'Name'],
    rows: [
      ['AREA', 'Area'],
      ['BUSINESSGROUP', 'Business Group'],
      ['CUSTOMERGROUP', 'Customer Group'],
      ['DEPARTMENT', 'Department'],
      ['SALESCAMPAIGN', 'Sales campaign'],
    ],
  },
  {
    table: 'Dimension Value',
    fields: ['Dimension Code', 'Code', 'Name'],
    rows: [
      ['AREA', 'EUROPE', 'Europe'],
      ['AREA', 'AMERICA', 'America'],
      ['BUSINESSGROUP', 'HOME', 'Home'],
      ['BUSINESSGROUP', 'OFFICE', 'Office'],
      ['CUSTOMERGROUP', 'LARGE', 'Large Business'],
      ['CUSTOMERGROUP', 'MEDIUM', 'Medium Business'],
      ['CUSTOMERGROUP', 'SMALL', 'Small Business'],
      ['DEPARTMENT', 'ADM', 'Administration'],
      ['DEPARTMENT', 'PROD', 'Production'],
      ['DEPARTMENT', 'SALES', 'Sales'],
      ['SALESCAMPAIGN', 'SUMMER', 'Summer'],
      ['SALESCAMPAIGN', 'WINTER', 'Winter'],
    ],
  },
  {
    table: 'Gen. Journal Template',
    fields: ['Name', 'Description', 'Type', 'No. Series'],
    rows: [
      ['CASHRCPT', 'Cash receipts', 'Cash Receipts', 'GJNL-RCPT'],
      ['GENERAL', 'General', 'General', 'GJNL-GEN'],
      ['INTERCOMP', 'Intercompany', 'Intercompany', 'GJNL-GEN'],
      ['PAYMENT', 'Payments', 'Payments', 'GJNL-PMT'],
    ],
  },
  {
    table: 'Gen. Journal Batch',
    fields: ['Journal Template Name', 'Name', 'Description', 'Bal. Account No.'],
    rows: [
      ['CASHRCPT', 'GENERAL', 'General', '2910'],
      ['GENERAL', 'DEFAULT', 'Default Journal', ''],
      ['GENERAL', 'MONTHLY', 'Monthly Journal', ''],
      ['INTERCOMP', 'DEFAULT', 'Default Journal', ''],
      ['PAYMENT', 'CASH', 'Cash', '2910'],
      ['PAYMENT', 'GENERAL', 'General', '2910'],
    ],
  },
  {
    table: 'G/L Account',
    fields: [
      'No.',
      'Name',
      'Account Category',
      'API Account Type',
      'Direct Posting',
      'Gen. Prod. Posting Group',
      'VAT Prod. Posting Group',
    ],
    rows: [
      ['2310', 'Customers, Domestic', 'Assets', 'Posting', false, '', ''],
      ['2910', 'Cash', 'Assets', 'Posting', true, '', ''],
      ['5611', 'Sales VAT 25 %', 'Liabilities', 'Posting', false, '', ''],
      ['6110', 'Sales, Retail - Dom.', 'Income', 'Posting', true, 'RETAIL', 'STANDARD'],
      ['6810', 'Fees and Charges Rec. - Dom.', 'Income', 'Posting', true, 'SERVICES', 'STANDARD'],
      ['8350', 'Freight Fees for Goods', 'Expense', 'Posting', true, 'FREIGHT', 'STANDARD'],
      ['9140', 'Invoice Rounding', 'Expense', 'Posting', true, 'ZERO', 'NO VAT'],
    ],
  },
  {
    table: 'Item Charge',
    fields: ['No.', 'Description', 'Gen. Prod. Posting Group', 'VAT Prod. Posting Group'],
    rows: [
      ['S-ALLOWANCE', 'Sales Allowance', 'SERVICES', 'STANDARD'],
      ['S-FREIGHT', 'Sales Freight', 'FREIGHT', 'STANDARD'],
    ],
  },
  {
    table: 'Resource',
    fields: ['No.', 'Name', 'Base Unit of Measure', 'Unit Price', 'Gen. Prod. Posting Group', 'VAT Prod. Posting Group'],
    rows: [['INSTALL', 'Installation', 'HOUR', 55, 'SERVICES', 'STANDARD']],
  },
  {
    table: 'Bank Account',
    fields: ['No.', 'Name'],
    rows: [
      ['CHECKING', 'World Wide Bank'],
      ['SAVINGS', 'World Wide Bank'],
    ],
  },
  codes(
    'Shipping Agent',
    [
      ['DHL', 'DHL Systems, Inc.'],
      ['OWN LOG.', 'Own Logistics'],
    ],
    'Name',
  ),
]
