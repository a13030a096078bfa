import { Decimal } from 'decimal.js'
import { nothingWithinFilter } from '../refusal.ts'
import type { Context } from '../records/context.ts'

/**
 * Units of the currency for one unit of the local currency, by the newest rate that starts on or before the date.
 * @throws Refusal where there is none
 */
export function exchangeRate(context: Context, code: string, date: string): Decimal {
  if (code === '') return new Decimal(1)
  const rates = context.store.where('Currency Exchange Rate', 'Currency Code', code).filter((row) => row.date('Starting Date') <= date)
  const rate = rates.at(-1)
  if (!rate || rate.number('Relational Exch. Rate Amount') === 0) throw nothingWithinFilter('Currency Exchange Rate')
  return new Decimal(rate.number('Exchange Rate Amount')).div(rate.number('Relational Exch. Rate Amount'))
}
