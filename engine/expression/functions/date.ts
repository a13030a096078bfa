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
    if (text === undefined || text.trim() === '') return undefined
    const day = /^(\d{4}-\d{2}-\d{2})(?:[T ].*)?$/.exec(text)?.[1]
    if (day === undefined || !isDay(day)) return raise('expression.date-unreadable', { value: text })
    return day === '0001-01-01' ? undefined : day
  },
})

/** There is such a day: JavaScript moves the 30th of February into March. */
function isDay(day: string): boolean {
  const moment = Date.parse(`${day}T00:00:00Z`)
  return !Number.isNaN(moment) && new Date(moment).toISOString().startsWith(day)
}
