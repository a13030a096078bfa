import { expect, test } from 'vitest'
import { dayAt, usualMoment } from '../../../engine/expression/pictures/iso-date.ts'
import { compileExpression } from '../../../engine/expression/index.ts'
import { readNumber } from '../../../engine/expression/runtime/read-number.ts'
import { Random } from '../../fuzz/random.ts'

/** Texts of these characters, most of them of the form in question. */
function texts(seeds: number, form: (random: Random) => string, noise: string): string[] {
  return Array.from({ length: seeds }, (_, seed) => {
    const random = new Random(seed + 1)
    const text = form(random)
    if (random.chance(0.6)) return text
    const at = random.below(text.length + 1)
    return text.slice(0, at) + random.pick([...noise]) + text.slice(at + (random.chance(0.5) ? 1 : 0))
  })
}

const digits = (random: Random, count: number) => Array.from({ length: count }, () => random.below(10)).join('')

test('a decimal text is the number that JavaScript makes of it, and no other text is a number', () => {
  const decimal = /^-?[0-9]+(\.[0-9]+)?([Ee][-+]?[0-9]+)?$/
  const form = (random: Random) =>
    random.pick(['', '', '-']) +
    digits(random, random.pick([1, 3, 8, 20])) +
    random.pick(['', `.${digits(random, 2)}`, `.${digits(random, 14)}`, 'e5', '.', 'e400'])

  for (const text of texts(20_000, form, ' .-+e0xX')) {
    const expected = decimal.test(text) && Number.isFinite(Number(text)) ? Number(text) : undefined
    expect(readNumber(text), text).toBe(expected)
  }
})

test('a day is one of the calendar, and a usual moment is what JavaScript reads', () => {
  const two = (random: Random, most: number) => String(random.below(most + 1)).padStart(2, '0')
  const form = (random: Random) =>
    `${digits(random, 4)}-${two(random, 13)}-${two(random, 32)}` +
    random.pick(['', `T${two(random, 24)}:${two(random, 60)}:${two(random, 60)}${random.pick(['', `.${digits(random, 3)}`])}Z`])

  for (const text of texts(20_000, form, ' T:Z-+.1a')) {
    const day = /^\d{4}-\d{2}-\d{2}/.exec(text)?.[0]
    const midnight = day === undefined ? NaN : Date.parse(`${day}T00:00:00Z`)
    const isDay = !Number.isNaN(midnight) && new Date(midnight).toISOString().startsWith(day!)
    expect(dayAt(text), text).toBe(isDay ? midnight : undefined)
    const moment = usualMoment(text)
    if (moment !== undefined) expect(moment, text).toBe(Date.parse(text))
  }
  expect(usualMoment('2026-03-10T12:30:00.250Z')).toBe(Date.UTC(2026, 2, 10, 12, 30, 0, 250))
})

test('$trim leaves single spaces inside and none at the ends', () => {
  const evaluate = compileExpression('$trim(text)')

  for (const text of texts(
    5000,
    (random) => random.times(8, () => random.pick(['a', 'bc', ' ', '  ', '\t', '\n', '\u00a0'])).join(''),
    ' \t',
  )) {
    expect(evaluate.evaluate({ text }), JSON.stringify(text)).toBe(
      text
        .replace(/[ \t\n\r]+/g, ' ')
        .replace(/^ /, '')
        .replace(/ $/, ''),
    )
  }
})
