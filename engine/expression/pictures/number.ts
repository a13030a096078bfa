import { raise, type ErrorCode } from '../runtime/error.ts'
import { chargeText } from '../runtime/meter.ts'
import { roundHalfEven } from '../runtime/number.ts'
import { regularInterval } from './integer.ts'

/** Pictures of numbers, as XPath's `format-number` defines them: `#,##0.00;(#,##0.00)`. */
export interface NumberSymbols {
  'decimal-separator': string
  'grouping-separator': string
  'exponent-separator': string
  infinity: string
  'minus-sign': string
  NaN: string
  percent: string
  'per-mille': string
  'zero-digit': string
  digit: string
  'pattern-separator': string
}

export const defaultSymbols: NumberSymbols = {
  'decimal-separator': '.',
  'grouping-separator': ',',
  'exponent-separator': 'e',
  infinity: 'Infinity',
  'minus-sign': '-',
  NaN: 'NaN',
  percent: '%',
  'per-mille': '\u2030',
  'zero-digit': '0',
  digit: '#',
  'pattern-separator': ';',
}

/** One half of a picture: for positive or for negative numbers. */
interface SubPicture {
  prefix: string
  suffix: string
  factor: 1 | 100 | 1000
  hasDecimalSeparator: boolean
  minimumInteger: number
  minimumFraction: number
  maximumFraction: number
  /** 0 without exponent. */
  minimumExponent: number
  /** Digits before the separator of the mantissa when there is an exponent. */
  scale: number
  regularGroup: number
  groups: number[]
  fractionGroups: number[]
}

export type NumberPicture = (value: number) => string

export function numberPicture(picture: string, symbols: NumberSymbols = defaultSymbols): NumberPicture {
  const halves = picture.split(symbols['pattern-separator'])
  if (halves.length > 2) raise('D3080')
  const [positive, negative] = halves.map((half) => new Reader(half, symbols).read()) as [SubPicture, SubPicture?]
  const otherwise = negative ?? { ...positive, prefix: symbols['minus-sign'] + positive.prefix }
  const digits = digitsFrom(symbols['zero-digit'])
  return (value) => format(value, value >= 0 ? positive : otherwise, symbols, digits)
}

function digitsFrom(zero: string): string[] {
  return Array.from({ length: 10 }, (_, index) => String.fromCharCode(zero.charCodeAt(0) + index))
}

/** Reads and checks one half. Where several rules are broken, JSONata reports the last. */
class Reader {
  private readonly text: string
  private readonly symbols: NumberSymbols
  private readonly digits: string[]
  private readonly active: string[]

  constructor(text: string, symbols: NumberSymbols) {
    this.text = text
    this.symbols = symbols
    this.digits = digitsFrom(symbols['zero-digit'])
    this.active = [
      ...this.digits,
      symbols['decimal-separator'],
      symbols['exponent-separator'],
      symbols['grouping-separator'],
      symbols.digit,
      symbols['pattern-separator'],
    ]
  }

  read(): SubPicture {
    const { text, symbols } = this
    const prefix = this.passiveLength(text.split(''))
    const suffix = this.passiveLength(text.split('').reverse())
    const parts = this.split(text.slice(0, prefix), text.slice(text.length - suffix))
    this.check(parts)
    const minimumInteger = this.count(parts.integer, false)
    const subPicture: SubPicture = {
      prefix: parts.prefix,
      suffix: parts.suffix,
      factor: text.includes(symbols.percent) ? 100 : text.includes(symbols['per-mille']) ? 1000 : 1,
      hasDecimalSeparator: text.includes(symbols['decimal-separator']),
      minimumInteger,
      minimumFraction: this.count(parts.fraction, false),
      maximumFraction: this.count(parts.fraction, true),
      minimumExponent: parts.exponent === undefined ? 0 : this.count(parts.exponent, false),
      scale: minimumInteger,
      regularGroup: 0,
      groups: this.groups(parts.integer, parts.integer, false),
      fractionGroups: this.groups(parts.fraction, parts.integer, true),
    }
    subPicture.regularGroup = regularInterval(subPicture.groups)
    return this.atLeastOneDigit(subPicture, parts)
  }

  /** How far the text that is only copied reaches: all of it counts as none. */
  private passiveLength(characters: string[]): number {
    const first = characters.findIndex((each) => this.active.includes(each) && each !== this.symbols['exponent-separator'])
    return Math.max(first, 0)
  }

  private split(prefix: string, suffix: string) {
    const { text, symbols } = this
    const active = text.slice(prefix.length, text.length - suffix.length)
    const exponentAt = text.indexOf(symbols['exponent-separator'], prefix.length)
    const hasExponent = exponentAt !== -1 && exponentAt <= text.length - suffix.length
    const mantissa = hasExponent ? active.slice(0, exponentAt) : active
    const exponent = hasExponent ? active.slice(exponentAt + 1) : undefined
    const decimalAt = mantissa.indexOf(symbols['decimal-separator'])
    const integer = decimalAt === -1 ? mantissa : mantissa.slice(0, decimalAt)
    const fraction = decimalAt === -1 ? suffix : mantissa.slice(decimalAt + 1)
    return { prefix, suffix, active, mantissa, exponent, integer, fraction }
  }

  private count(part: string, withOptional: boolean): number {
    return part.split('').filter((each) => this.digits.includes(each) || (withOptional && each === this.symbols.digit)).length
  }

  private check({ active, mantissa, exponent, integer, fraction }: ReturnType<Reader['split']>): void {
    const { text, symbols } = this
    const { percent, digit, 'per-mille': perMille, 'grouping-separator': group, 'decimal-separator': decimal } = symbols
    const twice = (symbol: string) => text.indexOf(symbol) !== text.lastIndexOf(symbol)
    const decimalAt = text.indexOf(decimal)
    const isScaled = text.includes(percent) || text.includes(perMille)
    const rules: [ErrorCode, boolean][] = [
      ['D3081', twice(decimal)],
      ['D3082', twice(percent)],
      ['D3083', twice(perMille)],
      ['D3084', text.includes(percent) && text.includes(perMille)],
      ['D3085', this.count(mantissa, true) === 0],
      ['D3086', active.split('').some((each) => !this.active.includes(each))],
      ['D3087', decimalAt !== -1 && (text.charAt(decimalAt - 1) === group || text.charAt(decimalAt + 1) === group)],
      ['D3088', decimalAt === -1 && integer.charAt(integer.length - 1) === group],
      ['D3089', text.includes(group + group)],
      ['D3090', integer.includes(digit) && this.count(integer.slice(0, integer.indexOf(digit)), false) > 0],
      ['D3091', fraction.includes(digit) && this.count(fraction.slice(fraction.lastIndexOf(digit)), false) > 0],
      ['D3092', exponent !== undefined && exponent !== '' && isScaled],
      ['D3093', exponent !== undefined && (exponent === '' || this.count(exponent, false) < exponent.length)],
    ]
    const broken = rules.findLast(([, isBroken]) => isBroken)
    if (broken) raise(broken[0])
  }

  /**
   * Positions of the grouping separators: digits to the right of each, or to its left in the fraction.
   * After the first, JSONata looks on in the integer part even where it reads the fraction.
   */
  private groups(part: string, integer: string, isFraction: boolean): number[] {
    const group = this.symbols['grouping-separator']
    const positions: number[] = []
    for (let at = part.indexOf(group); at !== -1; at = integer.indexOf(group, at + 1)) {
      positions.push(this.count(isFraction ? part.slice(0, at) : part.slice(at), true))
    }
    return positions
  }

  private atLeastOneDigit(subPicture: SubPicture, { exponent, integer }: ReturnType<Reader['split']>): SubPicture {
    const hasExponent = exponent !== undefined
    if (subPicture.minimumInteger === 0 && subPicture.maximumFraction === 0) {
      if (hasExponent) subPicture.minimumFraction = subPicture.maximumFraction = 1
      else subPicture.minimumInteger = 1
    }
    if (hasExponent && subPicture.minimumInteger === 0 && integer.includes(this.symbols.digit)) subPicture.minimumInteger = 1
    if (subPicture.minimumInteger === 0 && subPicture.minimumFraction === 0) subPicture.minimumFraction = 1
    return subPicture
  }
}

/** XPath's rules in their order. */
function format(value: number, picture: SubPicture, symbols: NumberSymbols, digits: string[]): string {
  // JSONata shows what is no number as JavaScript does, and looks for its exponent for ever.
  if (Math.abs(value) === Infinity && picture.minimumExponent > 0) raise('D1001', { value })
  const { 'decimal-separator': separator, 'grouping-separator': group, 'zero-digit': zero, 'minus-sign': minus } = symbols
  chargeText(picture.minimumInteger + picture.maximumFraction, 'formatNumber')
  const { mantissa, exponent } = scaled(value * picture.factor, picture)
  const plain = fixed(roundHalfEven(mantissa, picture.maximumFraction), picture.maximumFraction, digits)
  let text = trim(plain.includes('.') ? plain.replace('.', separator) : plain + separator, zero)
  const pad = (count: number) => (count > 0 ? zero.repeat(count) : '')
  const integerLength = text.indexOf(separator)
  const fractionLength = text.length - integerLength - 1
  text = pad(picture.minimumInteger - integerLength) + text + pad(picture.minimumFraction - fractionLength)
  text = groupInteger(text, text.indexOf(separator), picture, group)
  const decimalAt = text.indexOf(separator)
  for (const position of picture.fractionGroups) text = insert(text, decimalAt + 1 + position, group)
  if (!picture.hasDecimalSeparator || text.indexOf(separator) === text.length - 1) text = text.slice(0, -1)
  if (exponent !== undefined) {
    const shown = fixed(exponent, 0, digits)
    text += symbols['exponent-separator'] + (exponent < 0 ? minus : '') + pad(picture.minimumExponent - shown.length) + shown
  }
  return picture.prefix + text + picture.suffix
}

function scaled(value: number, { minimumExponent, scale }: SubPicture): { mantissa: number; exponent?: number } {
  if (minimumExponent === 0) return { mantissa: value }
  let mantissa = value
  let exponent = 0
  if (mantissa !== 0) {
    for (; Math.abs(mantissa) < 10 ** (scale - 1); exponent--) mantissa *= 10
    for (; Math.abs(mantissa) > 10 ** scale; exponent++) mantissa /= 10
  }
  return { mantissa, exponent }
}

function fixed(value: number, fractionDigits: number, digits: string[]): string {
  const text = Math.abs(value).toFixed(Math.min(fractionDigits, 100))
  return digits[0] === '0' ? text : text.replace(/[0-9]/g, (digit) => digits[Number(digit)]!)
}

/** Without the zeros at both ends. */
function trim(text: string, zero: string): string {
  let [start, end] = [0, text.length]
  while (text[start] === zero) start++
  while (end > start && text[end - 1] === zero) end--
  return text.slice(start, end)
}

function groupInteger(text: string, length: number, { regularGroup, groups }: SubPicture, separator: string): string {
  let grouped = text
  if (regularGroup > 0) {
    for (let at = length - regularGroup; at > 0; at -= regularGroup) grouped = insert(grouped, at, separator)
  } else {
    let inserted = 0
    for (const position of groups) if (position < length) grouped = insert(grouped, length - position + inserted++, separator)
  }
  return grouped
}

function insert(text: string, at: number, separator: string): string {
  return text.slice(0, at) + separator + text.slice(at)
}
