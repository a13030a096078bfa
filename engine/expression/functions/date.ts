import { scanned } from '../runtime/search.ts'
import { dayAt, lengthOfDay } from '../pictures/iso-date.ts'
import { raise } from '../runtime/error.ts'
import { defineFunction } from './definition.ts'

export const date = defineFunction({
  name: 'date',
  signature: '<s-:s>',
  summary: 'The calendar date of an ISO 8601 text, as it is written there; 0001-01-01 is none.',
  examples: [
    ["$date('2026-03-10T23:30:00-08:00')", '2026-03-10'],
    ["$exists($date('0001-01-01T00:00:00'))", false],
  ],
  parameters: ['text'],
  implement: (text?: string) => {
    if (text === undefined || scanned(text).trim() === '') return undefined
    if (dayAt(text) === undefined || !mayFollow(text)) return raise('expression.date-unreadable', { value: text })
    const day = text.slice(0, lengthOfDay)
    return day === '0001-01-01' ? undefined : day
  },
})

/** Behind the day stands nothing, or a time on the same line. */
function mayFollow(text: string): boolean {
  if (text.length === lengthOfDay) return true
  const unit = text[lengthOfDay]
  return (unit === 'T' || unit === ' ') && !/[\n\r\u2028\u2029]/.test(text)
}
