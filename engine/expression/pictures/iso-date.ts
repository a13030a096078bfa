/** The texts of days and moments that come with nearly every record, read without a regular expression. */

/** `2026-03-10` */
export const lengthOfDay = 10
const daysOfMonths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/** Two digits of a text as a number; NaN where they are none. */
function twoDigits(text: string, at: number): number {
  const [tens, ones] = [text.charCodeAt(at) - 0x30, text.charCodeAt(at + 1) - 0x30]
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : NaN
}

/**
 * The day that a text begins with, in milliseconds since 1970, at midnight UTC; undefined where there is none: 2026-02-30 is no day, and
 * what JavaScript's dates have before the year 100 is read as it is written.
 */
export function dayAt(text: string): number | undefined {
  if (text.length < lengthOfDay || text[4] !== '-' || text[7] !== '-') return undefined
  const year = twoDigits(text, 0) * 100 + twoDigits(text, 2)
  const [month, day] = [twoDigits(text, 5), twoDigits(text, 8)]
  if (!(year >= 0 && month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month))) return undefined
  return year >= 100 ? Date.UTC(year, month - 1, day) : new Date(0).setUTCFullYear(year, month - 1, day)
}

/** Whether a text is a day of the calendar, `2026-03-10`, and nothing else. */
export function isDay(text: string): boolean {
  return text.length === lengthOfDay && dayAt(text) !== undefined
}

function daysIn(year: number, month: number): number {
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  return month === 2 && isLeap ? 29 : daysOfMonths[month - 1]!
}

/**
 * The moment that a text names in one of its usual forms, in milliseconds since 1970: `2026-03-10`, `2026-03-10T12:30:00Z`,
 * `2026-03-10T12:30:00.250Z`; undefined for every other text.
 */
export function usualMoment(text: string): number | undefined {
  const day = dayAt(text)
  if (day === undefined || text.length === lengthOfDay) return day
  const hasFraction = text.length === 24 && text[19] === '.'
  if (!(hasFraction || text.length === 20) || text[10] !== 'T' || text[13] !== ':' || text[16] !== ':' || !text.endsWith('Z'))
    return undefined
  const [hour, minute, second] = [twoDigits(text, 11), twoDigits(text, 14), twoDigits(text, 17)]
  const fraction = hasFraction ? twoDigits(text, 20) * 10 + (twoDigits(text, 21) % 10) : 0
  if (!(hour <= 23 && minute <= 59 && second <= 59 && fraction >= 0)) return undefined
  return day + ((hour * 60 + minute) * 60 + second) * 1000 + fraction
}
