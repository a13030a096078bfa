const [minus, point, zero] = [0x2d, 0x2e, 0x30]
/** So many digits are a whole number that a double holds exactly, and so is the power of ten that it is divided by. */
const exactDigits = 15
const powersOfTen = Array.from({ length: exactDigits + 1 }, (_, exponent) => 10 ** exponent)
const decimal = /^-?[0-9]+(\.[0-9]+)?([Ee][-+]?[0-9]+)?$/

/**
 * The number that a decimal text stands for (`-12.50`, `1e3`); undefined where it is no such text, or beyond what a number can hold. The
 * quotient of two exact numbers is the nearest one, as `Number` gives it: short texts are read in one pass.
 */
export function readNumber(text: string): number | undefined {
  const { length } = text
  const start = text.charCodeAt(0) === minus ? 1 : 0
  let digits = 0
  let decimals = -1
  for (let index = start; index < length; index++) {
    const unit = text.charCodeAt(index)
    if (unit === point && decimals < 0 && index > start) {
      decimals = length - index - 1
      continue
    }
    if (!(unit >= zero && unit <= zero + 9)) return readAny(text)
    digits = digits * 10 + (unit - zero)
  }
  if (length - start > exactDigits || length === start || decimals === 0) return readAny(text)
  const value = decimals > 0 ? digits / powersOfTen[decimals]! : digits
  return start === 1 ? -value : value
}

function readAny(text: string): number | undefined {
  if (!decimal.test(text)) return undefined
  const value = Number(text)
  return Number.isFinite(value) ? value : undefined
}
