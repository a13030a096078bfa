import { scanned } from '../runtime/search.ts'
import { parseDate } from '../pictures/date-parse.ts'
import { usualMoment } from '../pictures/iso-date.ts'
import { raise } from '../runtime/error.ts'
import { instant } from '../runtime/evaluation.ts'
import { defineFunction } from './definition.ts'

export const toMillis = defineFunction({
  name: 'toMillis',
  signature: '<s-s?:n>',
  summary: 'The moment that a text names, in milliseconds since 1970: in ISO 8601, or as a picture says.',
  examples: [
    ["$toMillis('2024-03-10T12:00:00Z')", 1710072000000],
    ["$toMillis('10/03/2024', '[D01]/[M01]/[Y0001]')", 1710028800000],
  ],
  parameters: ['text', 'picture'],
  implement: (text?: string, picture?: string) => {
    if (text === undefined) return undefined
    if (picture !== undefined) return parseDate(scanned(text), picture, instant())
    return usualMoment(scanned(text)) ?? (iso8601.test(text) ? Date.parse(text) : raise('D3110', { value: text }))
  },
})

const iso8601 = /^\d{4}(-[01]\d)?(-[0-3]\d)?(T[0-2]\d:[0-5]\d:[0-5]\d)?(\.\d+)?([+-][0-2]\d:?[0-5]\d|Z)?$/
