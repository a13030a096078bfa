import { Decimal } from 'decimal.js'

/**
 * Money is rounded half away from zero, on the decimal text of the number: 2.345 is exactly between 2.34 and 2.35, whatever its binary
 * neighbours are.
 */
export function roundMoney(value: number, decimals: number): number {
  const scaled = Math.abs(value) * 10 ** decimals
  const fraction = scaled - Math.floor(scaled)
  // Away from the tie, and far from the limits of a double, plain arithmetic cannot err.
  if (scaled < 2 ** 40 && decimals >= 0 && decimals <= 15 && Math.abs(fraction - 0.5) > 1e-3) {
    return withSign(Math.round(scaled) / 10 ** decimals, value)
  }
  return exact(value).toDecimalPlaces(decimals, Decimal.ROUND_HALF_UP).toNumber() || 0
}

function withSign(amount: number, like: number): number {
  return like < 0 && amount !== 0 ? -amount : amount
}

const wide = Decimal.clone({ precision: 400, toExpNeg: -400, toExpPos: 400 })

function exact(value: number): Decimal {
  return new wide(String(value))
}

/**
 * Shares a total out by weights, in whole units of its last decimal: nothing is lost, and the largest remainders get what is left, the
 * first of equal ones first.
 * @returns undefined where the weights cancel each other out
 */
export function allocateMoney(total: number, weights: readonly number[], decimals: number): number[] | undefined {
  const all = weights.map(exact)
  const isZero = all.every((weight) => weight.isZero())
  const shares = isZero ? all.map(() => new wide(1)) : all
  const sum = shares.reduce((left, right) => left.plus(right), new wide(0))
  if (sum.isZero()) return weights.length === 0 ? [] : undefined
  const unit = new wide(10).pow(-decimals)
  const units = exact(roundMoney(total, decimals)).dividedBy(unit)
  const exactUnits = shares.map((weight) => units.times(weight).dividedBy(sum))
  const whole = exactUnits.map((share) => share.floor())
  const left = units.minus(whole.reduce((one, other) => one.plus(other), new wide(0))).toNumber()
  const byRemainder = exactUnits
    .map((share, index) => ({ index, remainder: share.minus(whole[index]!).toDecimalPlaces(100) }))
    .sort((one, other) => other.remainder.comparedTo(one.remainder) || one.index - other.index)
  const lucky = new Set(byRemainder.slice(0, left).map(({ index }) => index))
  return whole.map((share, index) =>
    share
      .plus(lucky.has(index) ? 1 : 0)
      .times(unit)
      .toNumber(),
  )
}
