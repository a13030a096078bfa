import type { Value } from '../store/row.ts'
import type { Rows } from './setup.ts'

const customers: readonly (readonly string[])[] = [
  ['10000', 'Adatum Corporation', 'Station Road, 21', '', 'Cambridge', 'CB1 2FB', 'GB', 'DOMESTIC', 'DOMESTIC', '1M(8D)', 'Robert Townes'],
  ['20000', 'Trey Research', 'Southwark Bridge Rd, 91-95', '', 'London', 'SE1 0AX', 'GB', 'DOMESTIC', 'DOMESTIC', '14 DAYS', 'Helen Ray'],
  ['30000', 'School of Fine Art', '10 High Tower Green', '', 'Miami', 'US-FL 37125', 'US', 'EXPORT', 'FOREIGN', 'CM', 'Meagan Bond'],
  [
    '40000',
    'Alpine Ski House',
    'Walter-Gropius-Strasse 5',
    'Park Stadt Schwabing',
    'Munich',
    'DE-80807',
    'DE',
    'EU',
    'EU',
    '1M(8D)',
    'Ian Deberry',
  ],
  ['50000', 'Relecloud', 'Occam Court, 1', '', 'Surrey', 'GU2 7YQ', 'GB', 'DOMESTIC', 'DOMESTIC', '14 DAYS', 'Jesse Homer'],
]

const items: readonly (readonly [number: string, description: string, price: number, cost: number, category: string])[] = [
  ['1896-S', 'ATHENS Desk', 649.4, 506.6, 'DESK'],
  ['1900-S', 'PARIS Guest Chair, black', 125.1, 97.5, 'CHAIR'],
  ['1906-S', 'ATHENS Mobile Pedestal', 281.4, 219.5, 'TABLE'],
  ['1908-S', 'LONDON Swivel Chair, blue', 123.3, 96.1, 'CHAIR'],
  ['1920-S', 'ANTWERP Conference Table', 420.4, 328, 'TABLE'],
  ['1925-W', 'Conference Bundle 1-6', 122.5, 0, ''],
  ['1928-S', 'AMSTERDAM Lamp', 35.6, 27.8, 'MISC'],
  ['1929-W', 'Conference Bundle 1-8', 151.7, 0, ''],
  ['1936-S', 'BERLIN Guest Chair, yellow', 125.1, 97.5, 'CHAIR'],
  ['1953-W', 'Guest Section 1', 81.6, 0, ''],
  ['1960-S', 'ROME Guest Chair, green', 125.1, 97.5, 'CHAIR'],
  ['1964-S', 'TOKYO Guest Chair, blue', 125.1, 97.5, 'CHAIR'],
  ['1965-W', 'Conference Bundle 2-8', 151.7, 0, ''],
  ['1968-S', 'MEXICO Swivel Chair, black', 123.3, 96.1, 'CHAIR'],
  ['1969-W', 'Conference Package 1', 221.8, 0, ''],
  ['1972-S', 'MUNICH Swivel Chair, yellow', 123.3, 96.1, 'CHAIR'],
  ['1980-S', 'MOSCOW Swivel Chair, red', 123.3, 96.1, 'CHAIR'],
  ['1988-S', 'SEOUL Guest Chair, red', 125.1, 97.5, 'CHAIR'],
  ['1996-S', 'ATLANTA Whiteboard, base', 906.7, 707.2, 'MISC'],
  ['2000-S', 'SYDNEY Swivel Chair, green', 123.3, 96.1, 'CHAIR'],
]

const units: readonly (readonly [code: string, description: string, standard: string])[] = [
  ['BOX', 'Box', 'BX'],
  ['CAN', 'Can', 'CA'],
  ['DAY', 'Day', 'DAY'],
  ['HOUR', 'Hour', 'HUR'],
  ['KG', 'Kilo', 'KGM'],
  ['KM', 'Kilometre', 'KMT'],
  ['MILES', 'Miles', 'SMI'],
  ['PACK', 'Pack', 'PK'],
  ['PALLET', 'Pallet', 'PF'],
  ['PCS', 'Piece', 'EA'],
  ['SET', 'Set', 'SET'],
]

/** The demo company has none of its own: a few, so that variants can be tried. */
const variants: readonly (readonly [item: string, code: string, description: string])[] = [
  ['1896-S', 'OAK', 'ATHENS Desk, oak'],
  ['1896-S', 'WALNUT', 'ATHENS Desk, walnut'],
  ['1908-S', 'HIGH', 'LONDON Swivel Chair, blue, high back'],
]

const chairs = items.filter(([, , , , category]) => category === 'CHAIR')

/** Customers, items and what belongs to them. */
export const masters: readonly Rows[] = [
  {
    table: 'Customer',
    fields: [
      'No.',
      'Name',
      'Address',
      'Address 2',
      'City',
      'Post Code',
      'Country/Region Code',
      'Gen. Bus. Posting Group',
      'VAT Bus. Posting Group',
      'Customer Posting Group',
      'Payment Terms Code',
      'Contact',
      'E-Mail',
      'Salesperson Code',
      'Contact Type',
    ],
    rows: customers.map(([number, name, address, address2, city, postCode, country, business, posting, terms, contact]): Value[] => [
      number!,
      name!,
      address!,
      address2!,
      city!,
      postCode!,
      country!,
      business!,
      business!,
      posting!,
      terms!,
      contact!,
      `${contact!.toLowerCase().replace(' ', '.')}@contoso.com`,
      'JO',
      'Company',
    ]),
  },
  {
    table: 'Item',
    fields: [
      'No.',
      'Description',
      'Unit Price',
      'Unit Cost',
      'Item Category Code',
      'Type',
      'Base Unit of Measure',
      'Gen. Prod. Posting Group',
      'Inventory Posting Group',
      'VAT Prod. Posting Group',
    ],
    rows: items.map((item): Value[] => [...item, 'Inventory', 'PCS', 'RETAIL', 'RESALE', 'STANDARD']),
  },
  {
    table: 'Item Unit of Measure',
    fields: ['Item No.', 'Code', 'Qty. per Unit of Measure'],
    rows: [
      ...items.map(([number]): Value[] => [number, 'PCS', 1]),
      ...chairs.map(([number, description]): Value[] => [number, 'SET', description.includes('Guest') ? 4 : 6]),
    ],
  },
  { table: 'Item Variant', fields: ['Item No.', 'Code', 'Description'], rows: variants },
  {
    table: 'Item Category',
    fields: ['Code', 'Description', 'Parent Category'],
    rows: [
      ['CHAIR', 'Office Chair', 'FURNITURE'],
      ['DESK', 'Office Desk', 'FURNITURE'],
      ['FURNITURE', 'Office Furniture', ''],
      ['MISC', 'Miscellaneous', ''],
      ['SUPPLIERS', 'Office Supplies', ''],
      ['TABLE', 'Assorted Tables', 'FURNITURE'],
    ],
  },
  { table: 'Unit of Measure', fields: ['Code', 'Description', 'International Standard Code'], rows: units },
  {
    table: 'Vendor',
    fields: ['No.', 'Name', 'City', 'Country/Region Code'],
    rows: [
      ['10000', 'Fabrikam, Inc.', 'Atlanta', 'US'],
      ['20000', 'First Up Consultants', 'London', 'GB'],
    ],
  },
]
