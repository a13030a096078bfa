import { scanned } from '../runtime/search.ts'
import { integerPicture, parseWithPicture } from '../pictures/integer.ts'
import { raise } from '../runtime/error.ts'
import { defineFunction } from './definition.ts'

export const parseInteger = defineFunction({
  name: 'parseInteger',
  signature: '<s-s:n>',
  summary: 'The integer that a text shows in the form of a picture.',
  examples: [
    ["$parseInteger('twelve thousand, four hundred and seventy-six', 'w')", 12476],
    ["$parseInteger('12,345', '#,##0')", 12345],
  ],
  parameters: ['text', 'picture'],
  implement: (text?: string, picture?: string) =>
    text === undefined ? undefined : parseWithPicture(scanned(text), integerPicture(picture ?? raise('T0410', { index: 2 }))),
})
