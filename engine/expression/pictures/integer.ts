import { raise } from '../runtime/error.ts'
import { chargeText } from '../runtime/meter.ts'
import { remembering } from './remembering.ts'
import { fromWords, numberWords, toWords } from './words.ts'

/**
 * Pictures of integers, as XPath's `format-integer` defines them and `$formatInteger`, `$parseInteger` and date pictures use them:
 * `#,##0`, `A`, `i`, `Ww;o`.
 */
export interface IntegerPicture {
  style: 'decimal' | 'letters' | 'roman' | 'words' | 'unsupported'
  letterCase: 'upper' | 'lower' | 'title'
  isOrdinal: boolean
  /** Code point of the digit zero in the script of the picture. */
  zero: number
  mandatoryDigits: number
  optionalDigits: number
  /** The same separator every so many digits. */
  regularGroup?: { size: number; separator: string }
  /** Otherwise each for itself, counted in digits from the right; rightmost first. */
  separators: { position: number; separator: string }[]
  /** As written, without what follows the semicolon. */
  text: string
}

const styles: Record<string, Pick<IntegerPicture, 'style' | 'letterCase'>> = {
  A: { style: 'letters', letterCase: 'upper' },
  a: { style: 'letters', letterCase: 'lower' },
  I: { style: 'roman', letterCase: 'upper' },
  i: { style: 'roman', letterCase: 'lower' },
  W: { style: 'words', letterCase: 'upper' },
  w: { style: 'words', letterCase: 'lower' },
  Ww: { style: 'words', letterCase: 'title' },
}

/** Code points of the digit zero in each script that has digits. */
const zeros = [
  0x30, 0x0660, 0x06f0, 0x07c0, 0x0966, 0x09e6, 0x0a66, 0x0ae6, 0x0b66, 0x0be6, 0x0c66, 0x0ce6, 0x0d66, 0x0de6, 0x0e50, 0x0ed0, 0x0f20,
  0x1040, 0x1090, 0x17e0, 0x1810, 0x1946, 0x19d0, 0x1a80, 0x1a90, 0x1b50, 0x1bb0, 0x1c40, 0x1c50, 0xa620, 0xa8d0, 0xa900, 0xa9d0, 0xa9f0,
  0xaa50, 0xabf0, 0xff10,
]

export const integerPicture = remembering((picture: string): IntegerPicture => {
  const semicolon = picture.lastIndexOf(';')
  const text = semicolon === -1 ? picture : picture.slice(0, semicolon)
  const isOrdinal = semicolon !== -1 && picture[semicolon + 1] === 'o'
  const common = { isOrdinal, zero: 0x30, mandatoryDigits: NaN, optionalDigits: NaN, separators: [], text }
  if (Object.hasOwn(styles, text)) return { ...common, ...styles[text]! }
  return { ...common, letterCase: 'lower', ...digits(text) }
})

function digits(text: string): Pick<IntegerPicture, 'style'> & Partial<IntegerPicture> {
  let zero: number | undefined
  let mandatoryDigits = 0
  let optionalDigits = 0
  const separators: IntegerPicture['separators'] = []
  for (const character of Array.from(text).reverse()) {
    const code = character.codePointAt(0)!
    const family = zeros.find((each) => code >= each && code <= each + 9)
    if (family !== undefined) {
      mandatoryDigits++
      zero ??= family
      if (zero !== family) raise('D3131')
    } else if (character === '#') {
      optionalDigits++
    } else {
      separators.push({ position: mandatoryDigits + optionalDigits, separator: character })
    }
  }
  if (zero === undefined) return { style: 'unsupported' }
  const regular = regularGroup(separators)
  return { style: 'decimal', zero, mandatoryDigits, optionalDigits, separators, ...(regular && { regularGroup: regular }) }
}

function regularGroup(separators: IntegerPicture['separators']): IntegerPicture['regularGroup'] {
  const first = separators[0]
  if (!first || separators.some((each) => each.separator !== first.separator)) return undefined
  const size = regularInterval(separators.map((each) => each.position))
  return size === 0 ? undefined : { size, separator: first.separator }
}

/** The interval at which all positions lie without a gap; 0 if there is none. */
export function regularInterval(positions: readonly number[]): number {
  if (positions.length === 0) return 0
  const interval = positions.reduce((a, b) => greatestCommonDivisor(a, b))
  return positions.every((_, index) => positions.includes((index + 1) * interval)) ? interval : 0
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b)
}

export function formatWithPicture(value: number, picture: IntegerPicture): string {
  const text = formatNatural(Math.abs(value), picture)
  return value < 0 ? `-${text}` : text
}

function formatNatural(value: number, picture: IntegerPicture): string {
  switch (picture.style) {
    case 'letters':
      return toLetters(value, picture.letterCase === 'upper' ? 'A' : 'a')
    case 'roman':
      return picture.letterCase === 'upper' ? toRoman(value).toUpperCase() : toRoman(value)
    case 'words': {
      if (!Number.isFinite(value)) raise('D1001', { value })
      const words = toWords(value, picture.isOrdinal)
      return picture.letterCase === 'upper' ? words.toUpperCase() : picture.letterCase === 'lower' ? words.toLowerCase() : words
    }
    case 'decimal':
      return toDigits(value, picture)
    default:
      return raise('D3130', { value: picture.text })
  }
}

function toDigits(value: number, { mandatoryDigits, zero, regularGroup, separators, isOrdinal }: IntegerPicture): string {
  chargeText(mandatoryDigits, 'formatInteger')
  let text = String(value).padStart(mandatoryDigits, '0')
  if (zero !== 0x30) text = shiftDigits(text, zero - 0x30)
  if (regularGroup) {
    const { size, separator } = regularGroup
    for (let count = Math.floor((text.length - 1) / size); count > 0; count--) text = insertFromRight(text, count * size, separator)
  } else {
    for (let index = separators.length - 1; index >= 0; index--) {
      text = insertFromRight(text, separators[index]!.position, separators[index]!.separator)
    }
  }
  return isOrdinal ? text + ordinalSuffix(text) : text
}

/** A position beyond the left end puts it in front. */
function insertFromRight(text: string, position: number, separator: string): string {
  const offset = Math.max(text.length - position, 0)
  return text.slice(0, offset) + separator + text.slice(offset)
}

function ordinalSuffix(text: string): string {
  if (text.length > 1 && text.at(-2) === '1') return 'th'
  return { 1: 'st', 2: 'nd', 3: 'rd' }[text.at(-1)!] ?? 'th'
}

function shiftDigits(text: string, by: number): string {
  return Array.from(text, (character) => String.fromCodePoint(character.codePointAt(0)! + by)).join('')
}

function toLetters(value: number, first: string): string {
  let letters = ''
  for (let rest = value; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    letters = String.fromCharCode(((rest - 1) % 26) + first.charCodeAt(0)) + letters
    if (letters.length > 1000) raise('D1001', { value })
  }
  return letters
}

const numerals: [number, string][] = [
  [1000, 'm'],
  [900, 'cm'],
  [500, 'd'],
  [400, 'cd'],
  [100, 'c'],
  [90, 'xc'],
  [50, 'l'],
  [40, 'xl'],
  [10, 'x'],
  [9, 'ix'],
  [5, 'v'],
  [4, 'iv'],
  [1, 'i'],
]

function toRoman(value: number): string {
  chargeText(value / 1000, 'formatInteger')
  let text = ''
  let rest = value
  for (const [size, numeral] of numerals) {
    const count = Math.floor(rest / size)
    text += numeral.repeat(count)
    rest -= count * size
  }
  return text
}

const valueOfNumeral: Record<string, number> = { M: 1000, D: 500, C: 100, L: 50, X: 10, V: 5, I: 1 }

function fromRoman(text: string): number {
  let sum = 0
  let largest = 1
  for (let index = text.length - 1; index >= 0; index--) {
    const value = valueOfNumeral[text[index]!] ?? NaN
    if (value < largest) {
      sum -= value
    } else {
      largest = value
      sum += value
    }
  }
  return sum
}

function fromLetters(text: string, first: string): number {
  let sum = 0
  // From the end on: with texts that are no letters the order of the sums shows.
  for (let index = 0; index < text.length; index++) {
    sum += (text.charCodeAt(text.length - index - 1) - first.charCodeAt(0) + 1) * 26 ** index
  }
  return sum
}

/** The number that a text shows; NaN where it shows none. */
export function parseWithPicture(text: string, picture: IntegerPicture): number {
  const isUpper = picture.letterCase === 'upper'
  switch (picture.style) {
    case 'letters':
      return fromLetters(text, isUpper ? 'A' : 'a')
    case 'roman':
      return fromRoman(isUpper ? text : text.toUpperCase())
    case 'words':
      return fromWords(text.toLowerCase())
    case 'decimal':
      return fromDigits(text, picture)
    default:
      return raise('D3130', { value: picture.text })
  }
}

function fromDigits(text: string, { isOrdinal, regularGroup, separators, zero }: IntegerPicture): number {
  let plain = isOrdinal ? text.slice(0, -2) : text
  // JSONata strips commas from a regularly grouped number, whatever its separator is.
  for (const separator of regularGroup ? [','] : separators.map((each) => each.separator)) plain = plain.replaceAll(separator, '')
  // As in JSONata, which does not say that the digits are decimal: 0x1F is 31.
  return Number.parseInt(zero === 0x30 ? plain : shiftDigits(plain, 0x30 - zero))
}

/**
 * What a text in this picture looks like, as a regular expression.
 * @param width the exact number of digits, where another number follows directly
 */
export function patternOfPicture(picture: IntegerPicture, width?: number): string {
  const isUpper = picture.letterCase === 'upper'
  switch (picture.style) {
    case 'letters':
      return isUpper ? '[A-Z]+' : '[a-z]+'
    case 'roman':
      return isUpper ? '[MDCLXVI]+' : '[mdclxvi]+'
    case 'words':
      return `(?:${[...numberWords, 'and', '[\\-, ]'].join('|')})+`
    case 'decimal':
      return `[0-9]${width ? `{${width}}` : '+'}${picture.isOrdinal ? '(?:th|st|nd|rd)' : ''}`
    default:
      return raise('D3130', { value: picture.text })
  }
}
