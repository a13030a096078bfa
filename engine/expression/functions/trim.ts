import { scanned } from '../runtime/search.ts'
import { defineFunction } from './definition.ts'

export const trim = defineFunction({
  name: 'trim',
  signature: '<s-:s>',
  summary: 'A text without white space at its ends, and with single spaces inside.',
  examples: [["$trim('  two   words ')", 'two words']],
  parameters: ['text'],
  isTotal: true,
  isStrict: true,
  implement: (text?: string) => (text === undefined ? undefined : trimmed(scanned(text))),
})

const isSpace = (unit: number) => unit === 32 || unit === 9 || unit === 10 || unit === 13

/** Most texts need no more than their ends cut off, if that. */
function trimmed(text: string): string {
  let [start, end] = [0, text.length]
  while (start < end && isSpace(text.charCodeAt(start))) start++
  while (end > start && isSpace(text.charCodeAt(end - 1))) end--
  const inner = text.slice(start, end)
  return hasSingleSpaces(inner) ? inner : inner.replace(/[ \t\n\r]+/g, ' ')
}

function hasSingleSpaces(text: string): boolean {
  let isBehindSpace = false
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index)
    if (unit > 32) isBehindSpace = false
    else if (unit === 32 && !isBehindSpace) isBehindSpace = true
    else if (isSpace(unit)) return false
    else isBehindSpace = false
  }
  return true
}
