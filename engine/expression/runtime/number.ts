import { raise } from './error.ts'

/**
 * Rounds to a number of decimals, half to even. On the decimal text of the number: 2.5 is two and a half, not what binary makes of it.
 */
export function roundHalfEven(value: number, decimals = 0): number {
  if (Number.isInteger(decimals) && decimals >= 0 && decimals <= 15 && Math.abs(value) < 1e12) {
    const scaled = value * 10 ** decimals
    // Away from a tie, and far from the limits of a double, plain arithmetic cannot err.
    if (Math.abs(scaled) < 2 ** 40 && Math.abs(scaled - Math.floor(scaled) - 0.5) > 1e-3) return Math.round(scaled) / 10 ** decimals || 0
  }
  const shifted = decimals ? shift(value, decimals) : value
  let rounded = Math.round(shifted)
  if (Math.abs(rounded - shifted) === 0.5 && Math.abs(rounded % 2) === 1) rounded--
  const result = decimals ? shift(rounded, -decimals) : rounded
  return result === 0 ? 0 : result
}

/** Moves the decimal point in the text of a number. */
function shift(value: number, places: number): number {
  const [digits, exponent = '0'] = String(value).split('e')
  return Number(`${digits}e${Number(exponent) + places}`)
}

/** Decimals of an amount: a whole number, as far as a double can hold. */
export function checkDecimals(decimals: number): number {
  return Number.isInteger(decimals) && decimals >= 0 && decimals <= 15 ? decimals : raise('expression.out-of-range', { value: decimals })
}

/** A number as text: 0.1 + 0.2 is written 0.3. */
export function numberText(value: number): string {
  if (Number.isInteger(value)) return String(value)
  const text = String(value)
  return text.length <= 16 ? text : String(Number(value.toPrecision(15)))
}
