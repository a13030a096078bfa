import { raise } from '../runtime/error.ts'
import { componentOf } from './calendar.ts'
import { dayNames, datePicture, isLiteral, monthNames, type DateMarker } from './date.ts'
import { parseWithPicture, patternOfPicture } from './integer.ts'
import { remembering } from './remembering.ts'

/** How a text in a date picture is read: one group of the pattern for each marker. */
interface Reader {
  pattern: RegExp
  markers: { component: string; read: (text: string) => number | undefined }[]
  /** Of a picture that says year, month and day, and perhaps the time, in plain digits: which group is which. */
  plain?: number[]
}

const readerOf = remembering((picture: string): Reader => {
  const markers: Reader['markers'] = []
  let pattern = ''
  for (const part of datePicture(picture)) {
    if (isLiteral(part)) {
      pattern += part.literal.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
    } else {
      const reader = readMarker(part)
      pattern += `(${reader.pattern})`
      markers.push({ component: part.component, read: reader.read })
    }
  }
  return { pattern: new RegExp(`^${pattern}$`, 'i'), markers, plain: plainGroups(markers) }
})

/** The groups of year, month, day, hour, minute and second, as far as the picture goes; each once, and nothing else. */
function plainGroups(markers: Reader['markers']): number[] | undefined {
  const letters = 'YMDHms'.slice(0, markers.length)
  if (markers.length < 3 || markers.length > 6) return undefined
  const groups = [...letters].map((letter) => markers.findIndex(({ component, read }) => component === letter && read === Number) + 1)
  return groups.includes(0) ? undefined : groups
}

function readMarker(marker: DateMarker): { pattern: string; read: (text: string) => number | undefined } {
  const { component, integer } = marker
  if (component === 'Z' || component === 'z') return readOffset(marker)
  if (component === 'f') return { pattern: '[0-9]+', read: (text) => Number.parseFloat(`0.${text.slice(0, 3)}`) * 1000 }
  if (integer && marker.plainDigits !== undefined) return { pattern: patternOfPicture(integer, marker.parseWidth), read: Number }
  if (integer) return { pattern: patternOfPicture(integer, marker.parseWidth), read: (text) => parseWithPicture(text, integer) }
  const names = namesOf(marker)
  return { pattern: '[a-zA-Z]+', read: (text) => names.get(text) }
}

function namesOf({ component, maximumWidth }: DateMarker): Map<string, number> {
  const cut = (name: string) => (maximumWidth ? name.slice(0, maximumWidth) : name)
  switch (component) {
    case 'M':
    case 'x':
      return new Map(monthNames.map((name, index) => [cut(name), index + 1]))
    case 'F':
      return new Map(dayNames.slice(1).map((name, index) => [cut(name), index + 1]))
    case 'P':
      return new Map([...['am', 'AM'].map((name) => [name, 0] as const), ...['pm', 'PM'].map((name) => [name, 1] as const)])
    default:
      return raise('D3133', { value: component })
  }
}

/** An offset from UTC, in minutes. */
function readOffset({ component, integer }: DateMarker): { pattern: string; read: (text: string) => number } {
  const separator = integer!.regularGroup?.separator
  const prefix = component === 'z' ? 'GMT' : ''
  return {
    pattern: `${prefix}[-+][0-9]+${separator === undefined ? '' : `\\${separator}[0-9]+`}`,
    read: (text) => {
      const digits = text.slice(prefix.length)
      const cut = separator === undefined ? (digits.length <= 3 ? digits.length : 3) : digits.indexOf(separator)
      const minutes = digits.slice(separator === undefined ? cut : cut + 1)
      return Number.parseInt(digits.slice(0, cut), 10) * 60 + (minutes === '' ? 0 : Number.parseInt(minutes, 10))
    },
  }
}

/** The components that say when together. In each group, those that are missing left of the first given come from now. */
const dateLetters = 'YXMxWwdD'
const timeLetters = 'PHhmsf'

type Parts = Map<string, number | undefined>

/**
 * Reads a moment. What stands left of the parts given is taken from now, what stands right of them is zero; a gap between them is D3136.
 * @param now milliseconds
 * @returns milliseconds, or undefined where the text does not fit the picture
 */
export function parseDate(text: string, picture: string, now: number): number | undefined {
  const { pattern, markers, plain } = readerOf(picture)
  const match = pattern.exec(text)
  if (!match) return undefined
  if (plain) {
    const [year, month, day, hour = 0, minute = 0, second = 0] = plain.map((group) => Number(match[group]))
    // A zero counts as not given: that is for the long way.
    if (year! > 0 && month! > 0 && day! > 0) return Date.UTC(year!, month! - 1, day, hour, minute, second)
  }
  const parts: Parts = new Map()
  markers.forEach(({ component, read }, index) => parts.set(component, read(match[index + 1]!)))
  if (parts.size === 0) return undefined

  const byMonth = consistsOf(parts, dateLetters, 'YMD')
  const byDay = !byMonth && consistsOf(parts, dateLetters, 'Yd')
  const byWeek = consistsOf(parts, dateLetters, 'Xxw') || consistsOf(parts, dateLetters, 'XW')
  const byHalf = !consistsOf(parts, timeLetters, 'Hmsf') && consistsOf(parts, timeLetters, 'Phmsf')
  // JSONata cannot read weeks, nor a time behind the day of a year: it looks for the D that is not there.
  if (byWeek) raise('D3136')
  fillGaps(parts, (byDay ? 'YD' : 'YMD') + (byHalf ? 'Phmsf' : 'Hmsf'), new Date(now))
  return momentOf(parts, byDay, byHalf)
}

/** Something is given, and nothing but these; zero counts as not given. */
function consistsOf(parts: Parts, letters: string, wanted: string): boolean {
  const given = [...letters].filter((letter) => parts.get(letter))
  return given.length > 0 && given.every((letter) => wanted.includes(letter))
}

function fillGaps(parts: Parts, letters: string, now: Date): void {
  let hasStarted = false
  let hasEnded = false
  for (const letter of letters) {
    if (parts.get(letter) !== undefined) {
      if (hasEnded) raise('D3136')
      hasStarted = true
    } else if (hasStarted) {
      parts.set(letter, letter === 'M' || letter === 'D' ? 1 : 0)
      hasEnded = true
    } else {
      parts.set(letter, componentOf(now, letter))
    }
  }
}

function momentOf(parts: Parts, byDay: boolean, byHalf: boolean): number {
  const part = (letter: string) => parts.get(letter)!
  const [month, day] = byDay ? [0, part('d')] : [part('M') > 0 ? part('M') - 1 : 0, part('D')]
  const hour = byHalf ? (part('h') % 12) + (part('P') === 1 ? 12 : 0) : part('H')
  const moment = Date.UTC(part('Y'), month, day, hour, part('m'), part('s'), part('f'))
  return moment - (parts.get('Z') || parts.get('z') || 0) * 60_000
}
