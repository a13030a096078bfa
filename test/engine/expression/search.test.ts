import { describe, expect, test } from 'vitest'
import { characterCount, sliceCharacters } from '../../../engine/expression/runtime/characters.ts'
import { indexIn, partsBetween } from '../../../engine/expression/runtime/search.ts'
import { Random } from '../../fuzz/random.ts'

/** Texts of few letters, which hold each other in every way. */
function textOf(random: Random, most: number, letters: string): string {
  return Array.from({ length: random.below(most + 1) }, () => random.pick([...letters])).join('')
}

describe('a search in a text finds what JavaScript finds, however long both are', () => {
  const random = new Random(7)

  test('where it is', () => {
    for (let round = 0; round < 3_000; round++) {
      const text = textOf(random, 400, 'ab')
      const wanted = random.pick([textOf(random, 90, 'ab'), text.slice(random.below(200), 200 + random.below(200)), 'ab'.repeat(40)])
      const from = random.below(21)
      expect(indexIn(text, wanted, from)).toBe(text.indexOf(wanted, from))
    }
  })

  test('what is between', () => {
    for (let round = 0; round < 1_000; round++) {
      const separator = textOf(random, 40, 'ab') + 'b'.repeat(random.below(61))
      const text = Array.from({ length: random.below(6) }, () => textOf(random, 30, 'ab')).join(separator)
      const most = random.pick([Infinity, 0, 1, 2, 2.5, 9])
      expect(partsBetween(text, separator, most)).toEqual(text.split(separator, most === Infinity ? undefined : most))
    }
  })
})

test('characters are counted and cut as in a list of them', () => {
  const random = new Random(8)
  for (let round = 0; round < 3_000; round++) {
    const text = textOf(random, 12, 'a😀\ud83d\ude00é')
    const [start, end] = [(random.below(29) - 14) / 2, random.pick([undefined, (random.below(29) - 14) / 2])]
    expect(characterCount(text)).toBe(Array.from(text).length)
    expect(sliceCharacters(text, start, end)).toBe(Array.from(text).slice(start, end).join(''))
  }
})
