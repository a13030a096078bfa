import { defineFunction } from './definition.ts'

export const substring = defineFunction({
  name: 'substring',
  signature: '<s-nn?:s>',
  summary: 'A part of a text, by characters from 0; a negative start counts from the end.',
  examples: [
    ["$substring('hello', 1, 3)", 'ell'],
    ["$substring('hello', -3)", 'llo'],
  ],
  parameters: ['text', 'start', 'length'],
  isTotal: true,
  isStrict: true,
  implement: (text?: string, start?: number, length?: number) => {
    if (text === undefined) return undefined
    if (length !== undefined && length <= 0) return ''
    return hasSurrogates(text) ? cut(Array.from(text), start, length).join('') : cut(text, start, length)
  },
})

function cut<Text extends string | string[]>(text: Text, start: number | undefined, length: number | undefined): Text {
  const from = text.length + start! < 0 ? 0 : start!
  const end = length === undefined ? undefined : from >= 0 ? from + length : text.length + from + length
  return text.slice(from, end) as Text
}

/** Characters beyond 16 bits are two units each, and must not be torn apart. */
export function hasSurrogates(text: string): boolean {
  return /[\ud800-\udfff]/.test(text)
}
