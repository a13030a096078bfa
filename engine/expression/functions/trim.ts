import { defineFunction } from './definition.ts'

export const trim = defineFunction({
  name: 'trim',
  signature: '<s-:s>',
  summary: 'A text without white space at its ends, and with single spaces inside.',
  examples: [["$trim('  two   words ')", 'two words']],
  parameters: ['text'],
  isTotal: true,
  isStrict: true,
  implement: (text?: string) => text?.replace(/[ \t\n\r]+/g, ' ').replace(/^ | $/g, ''),
})
