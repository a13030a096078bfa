import { createHash } from 'node:crypto'
import { Decimal } from 'decimal.js'
import { type SchemaSource, type SchemaView, dereference, itemsOf } from '../../../engine/index.ts'
import type { Difference } from '../connector.ts'
import { isStream } from './body.ts'
import { contentSize } from './content.ts'
import { type EntityProperty, entitySchema } from './entity-index.ts'
import { isSameValue, isZeroGuid } from './same-value.ts'

type Values = Readonly<Record<string, unknown>>

/**
 * Fields whose difference makes it another order: quantity, price, discount, currency, customer, item (and unit and variant, which say
 * what a quantity is of). By name, without underscores, of the standard API and of published pages.
 */
const contentFields = new Set(
  [
    [
      'quantity',
      'unitPrice',
      'unitCost',
      'directUnitCost',
      'amount',
      'discountPercent',
      'discountAmount',
      'lineDiscountPercent',
      'lineDiscountAmount',
    ],
    ['currencyId', 'currencyCode', 'pricesIncludeTax'],
    [
      'customerId',
      'customerNumber',
      'billToCustomerId',
      'billToCustomerNumber',
      'sellToCustomerNo',
      'billToCustomerNo',
      'vendorId',
      'vendorNumber',
    ],
    ['lineType', 'type', 'itemId', 'itemNumber', 'accountId', 'accountNumber', 'lineObjectNumber', 'no', 'itemVariantId', 'variantCode'],
    ['unitOfMeasureId', 'unitOfMeasureCode'],
  ]
    .flat()
    .map(plainName),
)

/** What came back otherwise than it was sent, after Business Central's own ways to write a value (operations.md, section 4). */
export function compareBodies(source: SchemaSource, view: SchemaView, sent: Values, back: Values): Difference[] {
  return [...compareObject(source, view, sent, back, '')]
}

function* compareObject(source: SchemaSource, view: SchemaView, sent: Values, back: Values, at: string): Generator<Difference> {
  const root = dereference(source, view)
  const { properties = {} } = entitySchema(root)
  for (const [name, value] of Object.entries(sent)) {
    if (value === undefined) continue
    const property: EntityProperty = (Object.hasOwn(properties, name) ? properties[name] : undefined) ?? {}
    const field = `${at}${name}`
    if (isStream(property)) yield* compareContent(field, name, value, back)
    else if (Array.isArray(value)) yield* compareList(source, { name: root.name, schema: property }, value, back[name], field)
    else if (isObject(value)) yield* compareNested(source, { name: root.name, schema: property }, value, back[name], field)
    else if (!isEqual(name, property, value, back))
      yield { field, sent: value, found: back[name], weight: contentFields.has(plainName(name)) ? 'content' : 'note' }
  }
}

/** Lists come back in the order in which they were made; one that was not asked for cannot be compared. */
function* compareList(
  source: SchemaSource,
  view: SchemaView,
  sent: readonly unknown[],
  found: unknown,
  field: string,
): Generator<Difference> {
  if (!Array.isArray(found)) return
  const items = itemsOf(source, view) ?? { name: view.name, schema: {} }
  const ordered = withoutOwnTexts(inOrderOfSequence(found), sent)
  if (ordered.length !== sent.length) yield { field, sent: `${sent.length} records`, found: `${ordered.length} records`, weight: 'content' }
  for (const [index, item] of sent.entries()) {
    const back = ordered[index]
    if (isObject(item) && isObject(back)) yield* compareObject(source, items, item, back, `${field}[${index}].`)
  }
}

function* compareNested(source: SchemaSource, view: SchemaView, sent: Values, found: unknown, field: string): Generator<Difference> {
  if (isObject(found)) yield* compareObject(source, view, sent, found, `${field}.`)
  else yield { field, sent, found, weight: 'note' }
}

/** Of a stream its size comes back with the record; where its bytes were read along, they are compared too. */
function* compareContent(field: string, name: string, value: unknown, back: Values): Generator<Difference> {
  const read = back[name]
  if (typeof value === 'string' && typeof read === 'string') {
    const [sent, found] = [fingerprint(value), fingerprint(read)]
    if (sent !== found) yield { field, sent, found, weight: 'content' }
    return
  }
  const size = contentSize(value)
  const found = back['byteSize']
  if (size !== undefined && typeof found === 'number' && found !== size)
    yield { field, sent: `${size} bytes`, found: `${found} bytes`, weight: 'content' }
}

function fingerprint(base64: string): string {
  const bytes = Buffer.from(base64, 'base64')
  return `${bytes.length} bytes, SHA-256 ${createHash('sha256').update(bytes).digest('hex')}`
}

function isEqual(name: string, property: EntityProperty, value: unknown, back: Values): boolean {
  const found = back[name]
  if (isSameValue(property, value, found)) return true
  if (name === 'currencyCode') return isLocalCurrency(back) && (value === '' || value === null)
  return typeof value === 'number' && typeof found === 'number' && isRounded(name, value, found, back['currencyCode'])
}

/** The company's own currency is stored blank: its code is shown, and the id is none. */
function isLocalCurrency(back: Values): boolean {
  return isZeroGuid(back['currencyId'])
}

/** Whether `found` is `sent` rounded half away from zero, to as few decimals as Business Central may keep of such a field. */
function isRounded(name: string, sent: number, found: number, currency: unknown): boolean {
  const fewest = /amount/i.test(name) || /price|cost/i.test(name) ? decimalsOf(currency) : 5
  const exact = new Decimal(sent)
  for (let decimals = fewest; decimals <= 5; decimals++)
    if (exact.toDecimalPlaces(decimals, Decimal.ROUND_HALF_UP).equals(found)) return true
  return false
}

function decimalsOf(currency: unknown): number {
  if (typeof currency !== 'string' || !/^[A-Za-z]{3}$/.test(currency)) return 2
  return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2
}

function inOrderOfSequence(found: readonly unknown[]): readonly unknown[] {
  const numberOf = (row: unknown): number | undefined => {
    const value = isObject(row) ? (row['sequence'] ?? row['Line_No']) : undefined
    return typeof value === 'number' ? value : undefined
  }
  if (!found.every((row) => numberOf(row) !== undefined)) return found
  return found.toSorted((a, b) => numberOf(a)! - numberOf(b)!)
}

/** Business Central adds the extended texts of an item as comment lines of its own. */
function withoutOwnTexts(found: readonly unknown[], sent: readonly unknown[]): readonly unknown[] {
  const isComment = (row: unknown): boolean => isObject(row) && row['lineType'] === 'Comment'
  return found.length > sent.length && !sent.some(isComment) ? found.filter((row) => !isComment(row)) : found
}

function plainName(name: string): string {
  return name.replaceAll('_', '').toLowerCase()
}

function isObject(value: unknown): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
