import { raise } from '../runtime/error.ts'
import { componentOf, componentReader } from './calendar.ts'
import { formatWithPicture, integerPicture, type IntegerPicture } from './integer.ts'
import { remembering } from './remembering.ts'

/** Pictures of moments, as XPath's `format-dateTime` defines them: `[D01]-[M01]-[Y0001] [H01]:[m01]`. */
export type DatePart = { literal: string } | DateMarker

export interface DateMarker {
  /** `Y` year, `M` month, `D` day … */
  component: string
  /** Month and day names, and am/pm, in this case. */
  names?: 'upper' | 'lower' | 'title'
  integer?: IntegerPicture
  /** `t`: a zero offset is written `Z`. */
  modifier?: string
  /** Of names. */
  maximumWidth?: number
  /** What a year is shown modulo of, 10,000 for four digits; all of it is shown where absent. */
  yearModulus?: number
  /** Of ordinary digits without separators: how many there are at least. */
  plainDigits?: number
  /** For parsing: this many digits exactly, because another number follows. */
  parseWidth?: number
}

export function isLiteral(part: DatePart): part is { literal: string } {
  return 'literal' in part
}

/** How each component is shown if its marker does not say. */
const defaultPresentation = new Map([
  ...[...'YMDdWwXxHhf'].map((component) => [component, '1'] as const),
  ...[...'FPCE'].map((component) => [component, 'n'] as const),
  ...[...'ms'].map((component) => [component, '01'] as const),
  ...[...'Zz'].map((component) => [component, '01:01'] as const),
])

export const datePicture = remembering((picture: string): DatePart[] => {
  const parts: DatePart[] = []
  const addLiteral = (text: string) => {
    if (text !== '') parts.push({ literal: text.replaceAll(']]', ']') })
  }
  let start = 0
  for (let open = picture.indexOf('['); open !== -1; open = picture.indexOf('[', start)) {
    addLiteral(picture.slice(start, open))
    if (picture[open + 1] === '[') {
      parts.push({ literal: '[' })
      start = open + 2
      continue
    }
    const close = picture.indexOf(']', open)
    if (close === -1) raise('D3135')
    const marker = readMarker(picture.slice(open + 1, close).replace(/\s+/g, ''))
    const previous = parts.at(-1)
    if (marker.integer && isNumeric(marker) && previous && !isLiteral(previous) && previous.integer && isNumeric(previous)) {
      previous.parseWidth = previous.integer.mandatoryDigits
    }
    parts.push(marker)
    start = close + 1
  }
  addLiteral(picture.slice(start))
  return parts
})

/** Written as a number, and so unlike the offset `Z`, which has an integer picture too. */
function isNumeric(marker: DateMarker): boolean {
  return 'YMDdFWwXxHhmsf'.includes(marker.component)
}

function readMarker(text: string): DateMarker {
  const component = text.charAt(0)
  if (!defaultPresentation.has(component)) raise('D3132', { value: component })
  const comma = text.lastIndexOf(',')
  const width = comma === -1 ? undefined : readWidth(text.slice(comma + 1))
  const { presentation, modifier } = readPresentation(component, comma === -1 ? text.slice(1) : text.slice(1, comma))
  const marker: DateMarker = { component, maximumWidth: width?.maximum, modifier }
  if (presentation.startsWith('n')) marker.names = 'lower'
  else if (presentation.startsWith('N')) marker.names = presentation[1] === 'n' ? 'title' : 'upper'
  else if (isNumeric(marker)) readNumber(marker, presentation, width)
  if (component === 'Z' || component === 'z') marker.integer = integerPicture(presentation)
  return marker
}

function readNumber(marker: DateMarker, presentation: string, width: Width | undefined): void {
  const integer = { ...integerPicture(marker.modifier ? `${presentation};${marker.modifier}` : presentation) }
  if (width?.minimum !== undefined && integer.mandatoryDigits < width.minimum) integer.mandatoryDigits = width.minimum
  if (marker.component === 'Y') {
    const digits = integer.mandatoryDigits + integer.optionalDigits
    if (width?.maximum !== undefined) integer.mandatoryDigits = width.maximum
    const shown = width?.maximum ?? (digits >= 2 ? digits : undefined)
    if (shown !== undefined) marker.yearModulus = 10 ** shown
  }
  marker.integer = integer
  if (isPlain(integer)) marker.plainDigits = integer.mandatoryDigits
}

function isPlain({ style, mandatoryDigits, zero, regularGroup, separators, isOrdinal }: IntegerPicture): boolean {
  return style === 'decimal' && mandatoryDigits <= 20 && zero === 0x30 && !regularGroup && separators.length === 0 && !isOrdinal
}

interface Width {
  minimum?: number
  maximum?: number
}

function readWidth(text: string): Width {
  const dash = text.indexOf('-')
  const read = (part: string) => (part === '*' ? undefined : Number.parseInt(part, 10))
  return dash === -1 ? { minimum: read(text) } : { minimum: read(text.slice(0, dash)), maximum: read(text.slice(dash + 1)) }
}

function readPresentation(component: string, text: string): { presentation: string; modifier?: string } {
  if (text.length > 1 && 'atco'.includes(text.at(-1)!)) return { presentation: text.slice(0, -1), modifier: text.at(-1) }
  return { presentation: text === '' ? defaultPresentation.get(component)! : text }
}

export const monthNames = 'January February March April May June July August September October November December'.split(' ')
/** By the number of the day: Monday is 1. */
export const dayNames = ' Monday Tuesday Wednesday Thursday Friday Saturday Sunday'.split(' ')

/** Between them JavaScript writes a moment as that picture does. */
const [yearZero, yearTenThousand] = [Date.UTC(-1, 12), Date.UTC(10_000, 0)]
const isoPicture = '[Y0001]-[M01]-[D01]T[H01]:[m01]:[s01].[f001][Z01:01t]'

/** @param timezone `+hhmm` */
export function formatDate(milliseconds: number, picture = isoPicture, timezone?: string): string {
  if (picture === isoPicture && timezone === undefined && milliseconds >= yearZero && milliseconds < yearTenThousand)
    return new Date(milliseconds).toISOString()
  const offset = timezone === undefined ? 0 : Number.parseInt(timezone, 10)
  const hours = Math.floor(offset / 100)
  const minutes = offset % 100
  const date = new Date(milliseconds + (60 * hours + minutes) * 60_000)
  let text = ''
  for (const write of writersOf(picture)) text += write(date, hours, minutes)
  return text
}

/** Writes one part of a picture: of a moment that has been moved by the offset, and of the offset itself. */
type Writer = (date: Date, hours: number, minutes: number) => string

const writersOf = remembering((picture: string): Writer[] => datePicture(picture).map(writerOf))

function writerOf(part: DatePart): Writer {
  if (isLiteral(part)) return () => part.literal
  switch (part.component) {
    case 'Z':
    case 'z':
      return (_, hours, minutes) => formatOffset(part, hours, minutes)
    case 'P': {
      const [am, pm] = part.names === 'upper' ? ['AM', 'PM'] : ['am', 'pm']
      return (date) => (date.getUTCHours() >= 12 ? pm : am)
    }
    case 'C':
    case 'E':
      return () => 'ISO'
    default:
      return part.names ? (date) => formatName(date, part) : numberWriter(part)
  }
}

function numberWriter({ component, yearModulus = Infinity, plainDigits, integer }: DateMarker): Writer {
  const read = componentReader(component)
  return (date) => {
    const value = read(date)
    const shown = yearModulus === Infinity ? value : value % yearModulus
    return plainDigits !== undefined && value >= 0 ? padded(shown, plainDigits) : formatWithPicture(shown, integer!)
  }
}

function padded(value: number, digits: number): string {
  const text = String(value)
  if (text.length >= digits) return text
  return digits === 2 ? `0${text}` : text.padStart(digits, '0')
}

function formatName(date: Date, { component, names, maximumWidth }: DateMarker): string {
  const value = componentOf(date, component)
  const list = component === 'M' || component === 'x' ? monthNames : component === 'F' ? dayNames : raise('D3133', { value: component })
  // There is no such moment, which JSONata shows.
  const name = Number.isNaN(value) ? 'undefined' : list[list === monthNames ? value - 1 : value]!
  const cased = names === 'upper' ? name.toUpperCase() : names === 'lower' ? name.toLowerCase() : name
  return maximumWidth !== undefined && cased.length > maximumWidth ? cased.slice(0, maximumWidth) : cased
}

function formatOffset({ component, integer, modifier }: DateMarker, hours: number, minutes: number): string {
  const offset = hours * 100 + minutes
  if (offset === 0 && modifier === 't') return 'Z'
  const text = offsetDigits(integer!, hours, minutes)
  return (component === 'z' ? 'GMT' : '') + (offset >= 0 ? `+${text}` : text)
}

function offsetDigits(integer: IntegerPicture, hours: number, minutes: number): string {
  const digits = integer.mandatoryDigits
  if (integer.regularGroup || digits === 3 || digits === 4) return formatWithPicture(hours * 100 + minutes, integer)
  if (digits !== 1 && digits !== 2) raise('D3134', { value: Number.isNaN(digits) ? undefined : digits })
  const text = formatWithPicture(hours, integer)
  return minutes === 0 ? text : `${text}:${formatWithPicture(minutes, integerPicture('00'))}`
}
