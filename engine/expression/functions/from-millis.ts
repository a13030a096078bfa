import { formatDate } from '../pictures/date.ts'
import { defineFunction } from './definition.ts'

export const fromMillis = defineFunction({
  name: 'fromMillis',
  signature: '<n-s?s?:s>',
  summary:
    'A moment, given in milliseconds since 1970, as text: in ISO 8601, or as a picture says, in UTC or with an offset such as +0200.',
  examples: [
    ['$fromMillis(1710072000000)', '2024-03-10T12:00:00.000Z'],
    ["$fromMillis(1710072000000, '[D]. [MNn] [Y0001]')", '10. March 2024'],
  ],
  parameters: ['milliseconds', 'picture', 'offset'],
  implement: (milliseconds?: number, picture?: string, offset?: string) =>
    milliseconds === undefined ? undefined : formatDate(milliseconds, picture, offset),
})
