import { raise } from '../runtime/error.ts'
import { charge } from '../runtime/meter.ts'
import { defineFunction } from './definition.ts'

export const splitText = defineFunction({
  name: 'splitText',
  signature: '<s-ns?:a<s>>',
  summary:
    "A text in pieces of at most so many characters, cut between words; longer words are cut. Only the space at a cut is lost. With 'utf-16' an emoji counts for two, as Business Central counts.",
  examples: [
    ["$splitText('big mug', 4)", ['big', 'mug']],
    ["$splitText('abcdef', 4)", ['abcd', 'ef']],
    ["$splitText('wool 🧶', 6)", ['wool 🧶']],
    ["$splitText('wool 🧶', 6, 'utf-16')", ['wool', '🧶']],
  ],
  parameters: ['text', 'length', 'unit'],
  implement: (text?: string, length?: number, unit?: string) => {
    if (text === undefined || length === undefined) return undefined
    const most = Math.floor(length)
    if (!(most >= 1)) raise('expression.out-of-range', { value: length, index: 2 })
    const characters = Array.from(text)
    charge(characters.length)
    const widthOf = (character: string) => (unit === 'utf-16' ? character.length : 1)
    const pieces: string[] = []
    let start = 0
    for (;;) {
      const limit = limitFrom(characters, start, most, widthOf)
      if (limit === characters.length) break
      const end = cutBefore(characters, start, limit)
      pieces.push(characters.slice(start, end).join(''))
      start = isSpace(characters[end]!) ? end + 1 : end
    }
    if (start < characters.length) pieces.push(characters.slice(start).join(''))
    return pieces
  },
})

/** Behind the last character that a piece has room for; behind the first in any case. */
function limitFrom(characters: readonly string[], start: number, most: number, widthOf: (character: string) => number): number {
  let width = 0
  for (let end = start; end < characters.length; end++) {
    width += widthOf(characters[end]!)
    if (width > most) return Math.max(end, start + 1)
  }
  return characters.length
}

/** The last place for a cut: at a space, or in the middle of a word that fills the whole piece. */
function cutBefore(characters: readonly string[], start: number, limit: number): number {
  for (let end = limit; end > start; end--) if (isSpace(characters[end]!)) return end
  return limit
}

function isSpace(character: string): boolean {
  return /\s/.test(character)
}
