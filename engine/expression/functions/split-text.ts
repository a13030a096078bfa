import { raise } from '../runtime/error.ts'
import { charge } from '../runtime/meter.ts'
import { defineFunction } from './definition.ts'

export const splitText = defineFunction({
  name: 'splitText',
  signature: '<s-n:a<s>>',
  summary: 'A text in pieces of at most so many characters, cut between words; longer words are cut. Only the space at a cut is lost.',
  examples: [
    ["$splitText('big mug', 4)", ['big', 'mug']],
    ["$splitText('abcdef', 4)", ['abcd', 'ef']],
  ],
  parameters: ['text', 'length'],
  implement: (text?: string, length?: number) => {
    if (text === undefined || length === undefined) return undefined
    const most = Math.floor(length)
    if (!(most >= 1)) raise('expression.out-of-range', { value: length, index: 2 })
    const characters = Array.from(text)
    charge(characters.length)
    const pieces: string[] = []
    let start = 0
    while (characters.length - start > most) {
      const end = cutBefore(characters, start, start + most)
      pieces.push(characters.slice(start, end).join(''))
      start = isSpace(characters[end]!) ? end + 1 : end
    }
    if (start < characters.length) pieces.push(characters.slice(start).join(''))
    return pieces
  },
})

/** The last place for a cut: at a space, or in the middle of a word that fills the whole piece. */
function cutBefore(characters: readonly string[], start: number, limit: number): number {
  for (let end = limit; end > start; end--) if (isSpace(characters[end]!)) return end
  return limit
}

function isSpace(character: string): boolean {
  return /\s/.test(character)
}
