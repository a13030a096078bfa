import { Decimal } from 'decimal.js'
import type { Context } from '../records/context.ts'
import type { Row } from '../store/row.ts'
import { linesOf } from './header.ts'
import { precisionOf, roundTo } from './rounding.ts'

export interface LineAmounts {
  /** Before the invoice discount. */
  excludingTax: number
  tax: number
  includingTax: number
  invoiceDiscount: number
  /** After the invoice discount. */
  net: number
  netTax: number
  netIncludingTax: number
}

export interface DocumentAmounts {
  lines: ReadonlyMap<string, LineAmounts>
  excludingTax: number
  tax: number
  includingTax: number
}

const none: LineAmounts = { excludingTax: 0, tax: 0, includingTax: 0, invoiceDiscount: 0, net: 0, netTax: 0, netIncludingTax: 0 }

/** A header row stands for one version of the document: its lines cannot change without it. */
const cache = new WeakMap<Row, DocumentAmounts>()

export function documentAmounts(header: Row, context: Context): DocumentAmounts {
  let amounts = cache.get(header)
  if (!amounts) cache.set(header, (amounts = compute(header, context)))
  return amounts
}

export function lineAmounts(line: Row, header: Row | undefined, context: Context): LineAmounts {
  return (header && documentAmounts(header, context).lines.get(line.id)) ?? none
}

function compute(header: Row, context: Context): DocumentAmounts {
  const lines = linesOf(header, context)
  const precision = precisionOf(header, context).amount
  const inclusive = header.flag('Prices Including VAT')
  const discounts = spread(
    header.number('Invoice Discount Amount'),
    lines.map((line) => line.number('Line Amount')),
    precision,
  )
  const before = taxes(
    lines,
    lines.map((line) => new Decimal(line.number('Line Amount'))),
    inclusive,
    precision,
  )
  const after = taxes(
    lines,
    lines.map((line, index) => new Decimal(line.number('Line Amount')).minus(discounts[index]!)),
    inclusive,
    precision,
  )
  const sum = (pick: (amount: TaxedAmount) => Decimal) => after.reduce((total, each) => total.plus(pick(each)), new Decimal(0)).toNumber()
  return {
    lines: new Map(
      lines.map((line, index) => {
        const [gross, net] = [before[index]!, after[index]!]
        return [
          line.id,
          {
            excludingTax: gross.base.toNumber(),
            tax: gross.tax.toNumber(),
            includingTax: gross.base.plus(gross.tax).toNumber(),
            invoiceDiscount: discounts[index]!,
            net: net.base.toNumber(),
            netTax: net.tax.toNumber(),
            netIncludingTax: net.base.plus(net.tax).toNumber(),
          },
        ]
      }),
    ),
    excludingTax: sum(({ base }) => base),
    tax: sum(({ tax }) => tax),
    includingTax: sum(({ base, tax }) => base.plus(tax)),
  }
}

interface TaxedAmount {
  base: Decimal
  tax: Decimal
}

/** Tax is rounded over the lines of one rate together, so that the document's tax is that of its sum. */
function taxes(lines: readonly Row[], amounts: readonly Decimal[], inclusive: boolean, precision: number): TaxedAmount[] {
  const running = new Map<string, { base: Decimal; tax: Decimal }>()
  return lines.map((line, index) => {
    const amount = amounts[index]!
    const rate = new Decimal(line.number('VAT %')).div(100)
    const key = `${line.text('VAT Identifier')} ${rate.toString()}`
    const so = running.get(key) ?? { base: new Decimal(0), tax: new Decimal(0) }
    const total = so.base.plus(amount)
    const exact = inclusive ? total.minus(total.div(rate.plus(1))) : total.mul(rate)
    const tax = new Decimal(roundTo(exact, precision)).minus(so.tax)
    running.set(key, { base: total, tax: so.tax.plus(tax) })
    return { base: inclusive ? amount.minus(tax) : amount, tax }
  })
}

/** An invoice discount over the lines in proportion to their amounts; the parts add up to the whole. */
function spread(discount: number, amounts: readonly number[], precision: number): number[] {
  const total = amounts.reduce((sum, amount) => sum.plus(amount), new Decimal(0))
  if (discount === 0 || total.isZero()) return amounts.map(() => 0)
  let [seen, given] = [new Decimal(0), new Decimal(0)]
  return amounts.map((amount) => {
    seen = seen.plus(amount)
    const share = new Decimal(roundTo(seen.div(total).mul(discount), precision)).minus(given)
    given = given.plus(share)
    return share.toNumber()
  })
}
