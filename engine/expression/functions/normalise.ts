import { scanned } from '../runtime/search.ts'
import { defineFunction } from './definition.ts'

export const normalise = defineFunction({
  name: 'normalise',
  signature: '<(sn)?:s>',
  summary: 'A text for comparing: composed (NFC), trimmed, with single spaces and in lower case. Nothing becomes empty text.',
  examples: [
    ["$normalise(' De  Laan ')", 'de laan'],
    ['$normalise(missing)', ''],
  ],
  parameters: ['text'],
  implement: (text: string | number = '') =>
    scanned(String(text)).normalize('NFC').trim().replace(/\s+/g, ' ').toLowerCase().normalize('NFC'),
})
