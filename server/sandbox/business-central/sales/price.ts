import { Decimal } from 'decimal.js'
import type { Context } from '../records/context.ts'
import type { Row } from '../store/row.ts'
import { exchangeRate } from './currency.ts'
import { precisionOf, roundTo } from './rounding.ts'
import { vatSetup } from './vat.ts'

/** The item's price for one unit of the line: in the document's currency, with tax or without as its prices are. */
export function salesPrice(line: Row, header: Row, context: Context): number {
  const item = context.store.find('Item', line.text('No.'))
  if (!item) return 0
  const tax = new Decimal(line.number('VAT %')).div(100).plus(1)
  let price = new Decimal(item.number('Unit Price'))
  if (item.flag('Price Includes VAT')) price = price.div(priceTax(item, context))
  if (header.flag('Prices Including VAT')) price = price.mul(tax)
  const unit = context.store.find('Item Unit of Measure', line.text('No.'), line.text('Unit of Measure Code'))
  price = price.mul(unit?.number('Qty. per Unit of Measure') || 1)
  price = price.mul(exchangeRate(context, header.text('Currency Code'), header.date('Posting Date')))
  return roundTo(price, precisionOf(header, context).unitAmount)
}

/** The tax that is in an item's own price: of the business group that the item names for it. */
function priceTax(item: Row, context: Context): Decimal {
  const setup = vatSetup(context, item.text('VAT Bus. Posting Gr. (Price)'), item.text('VAT Prod. Posting Group'))
  return new Decimal(setup.percent).div(100).plus(1)
}
