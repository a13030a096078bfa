import { Decimal } from 'decimal.js'
import type { Context } from '../records/context.ts'
import type { Row } from '../store/row.ts'

/** Half away from zero, to a step such as 0.01: the server's own rounding. */
export function roundTo(value: Decimal.Value, precision: number): number {
  if (precision === 0) return new Decimal(value).toNumber()
  return new Decimal(value).div(precision).toDecimalPlaces(0, Decimal.ROUND_HALF_UP).mul(precision).toNumber()
}

export interface Precision {
  amount: number
  unitAmount: number
}

/** How the amounts and unit prices of a document are rounded: by its currency, or as the general ledger says. */
export function precisionOf(document: Row, context: Context): Precision {
  const code = document.text('Currency Code')
  const source = code === '' ? context.store.list('General Ledger Setup')[0] : context.store.find('Currency', code)
  return {
    amount: source?.number('Amount Rounding Precision') || 0.01,
    unitAmount: source?.number('Unit-Amount Rounding Precision') || 0.00001,
  }
}
