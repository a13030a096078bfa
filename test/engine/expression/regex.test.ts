import { describe, expect, test } from 'vitest'
import { compileExpression, compileTemplate, type TemplateError } from '../../../engine/expression/index.ts'
import { compileRegex, type Program } from '../../../engine/expression/runtime/regex-program.ts'
import { linearPattern } from '../../../engine/expression/runtime/regex-run.ts'
import { Random } from '../../fuzz/random.ts'

/** A pattern of what the engine knows. */
function randomPattern(random: Random, depth = 3): string {
  const atom = () =>
    depth > 0 && random.chance(0.3)
      ? `(${random.pick(['', '?:', ''])}${randomPattern(random, depth - 1)})`
      : random.pick([
          'a',
          'b',
          'c',
          '.',
          '\\w',
          '\\d',
          '\\s',
          '[ab]',
          '[^a]',
          '[a-c]',
          '[\\d-]',
          '\\.',
          '^',
          '$',
          '\\b',
          '\\B',
          '\\x61',
          '\\u0062',
          'é',
          'K',
          '[A-C]',
        ])
  const quantified = () =>
    atom() +
    random.weighted([
      [10, ''],
      [1, '*'],
      [1, '+'],
      [1, '?'],
      [0.5, '*?'],
      [0.5, '+?'],
      [0.4, '{2}'],
      [0.4, '{1,2}'],
      [0.2, '{0,3}?'],
      [0.2, '{1,}'],
    ])
  const all = () => [quantified(), ...random.times(3, quantified)].join('').replace(/([\^$]|\\[bB])([*+?]\??|\{[\d,]+\}\??)/g, '$1')
  return [all(), ...random.times(random.chance(0.2) ? 2 : 0, all)].join('|')
}

const randomText = (random: Random) =>
  random.times(12, () => random.pick(['a', 'b', 'c', 'A', 'B', '1', ' ', '.', '-', '\n', 'é', 'É', 'k', '\u212a'])).join('')

test('the linear engine finds what JavaScript finds: the same places and the same groups', () => {
  let matched = 0
  for (let seed = 1; seed <= 6000; seed++) {
    const random = new Random(seed)
    const source = randomPattern(random)
    const flags = random.pick(['', '', 'i', 'm', 'im'])
    const text = randomText(random)
    const native = new RegExp(source, `${flags}g`)
    const linear = linearPattern(source, compileRegex(source, flags))

    const theirs = native.exec(text)
    const ours = linear.find(text, 0)

    const expected = theirs ? [theirs.index, theirs.index + theirs[0].length, theirs.slice(1)] : undefined
    expect(ours && [ours.start, ours.end, ours.groups], `/${source}/${flags} on ${JSON.stringify(text)}`).toEqual(expected)
    if (ours) matched++
  }
  expect(matched).toBeGreaterThan(1000)
})

describe('what the linear engine does not know', () => {
  test.each(['(a)\\1', '(?=a)b', '(?!a)b', '(?<=a)b', '(?<!a)b', '(?<x>a)\\k<x>'])(
    '/%s/ is refused in a document, at its place',
    (source) => {
      const text = `$match(name, /${source}/)`

      expect(() => compileExpression(text, { profile: 'document' })).toThrow(expect.objectContaining({ code: 'expression.regex-refused' }))
      expect(() => compileExpression(text)).not.toThrow()
      try {
        compileTemplate({ kind: 'leaf', site: 0, value: { kind: 'expression', text, site: 7 } })
        expect.unreachable()
      } catch (error) {
        expect((error as TemplateError).problems).toMatchObject([{ site: 7, code: 'expression.regex-refused' }])
      }
    },
  )
})

test('time grows with the text, and not with the ways that a pattern could go', () => {
  const limits = { timeout: Infinity, steps: 20 * 20_000 }
  const evil = compileExpression('$contains(text, /^(a|a)*(a+)+b$/)', { profile: 'document', limits })

  expect(evil.evaluate({ text: 'a'.repeat(20_000) })).toBe(false)
  expect(evil.evaluate({ text: `${'a'.repeat(20_000)}b` })).toBe(true)
})

describe('a pattern that leaves one way open for every next character', () => {
  test.each(['(\\d+) ?x ?(\\d+)', '^[A-Z]{2}\\d{2}(?:-\\d+)*$', '(\\w+)@(\\w+)', '(?:ab|cd)*e', 'a{1,3}b', '\\s*\\S', '[^,]*,?'])(
    '/%s/ is deterministic',
    (source) => {
      expect(compileRegex(source, '').isDeterministic).toBe(true)
    },
  )

  test.each(['(a*)*b', '(a+)+b', '(a|a)*b', 'a*a', '.*x', '(?:ab|ac)*', '(a?|b?)c', '(?:a?)?', '\\w+\\d', 'a{1,3}a', '(?:a{0,2})*'])(
    '/%s/ is not',
    (source) => {
      expect(compileRegex(source, '').isDeterministic).toBe(false)
    },
  )

  test('costs an engine that tries one way after the other no more than the text is long', () => {
    let deterministic = 0
    for (let seed = 1; seed <= 20_000; seed++) {
      const random = new Random(seed)
      const source = randomPattern(random)
      const program = compileRegex(source, '')
      if (!program.isDeterministic || program.repeats === 0) continue
      const text = random.times(60, () => random.pick(['a', 'b', 'c', '1', ' '])).join('')

      const steps = stepsOfBacktracking(program, text)

      expect(steps, `/${source}/ on ${text}`).toBeLessThanOrEqual(2 * program.code.length * (text.length + 1))
      deterministic++
    }
    expect(deterministic).toBeGreaterThan(1000)
  })
})

/** What an engine like JavaScript's does from the first place of a text before it gives up: no way is cut off by a match. */
function stepsOfBacktracking({ code }: Program, text: string): number {
  let steps = 0
  const go = (start: number, from: number): void => {
    let [at, position] = [start, from]
    for (;;) {
      if (++steps > 1e6) return
      const step = code[at]!
      switch (step.do) {
        case 'match':
          return
        case 'take':
          if (position >= text.length || !step.test(text.charCodeAt(position))) return
          position++
          break
        case 'assert':
          if (!step.test(text, position)) return
          break
        case 'both':
          if (step.second !== step.first) go(step.first, position)
          at = step.second
          continue
        default:
      }
      at = step.next
    }
  }
  go(0, 0)
  return steps
}

const whole = '($find := /[^]*/; $find(VALUE).match)'

test.each([
  ['7', '7'],
  ['null', 'null'],
  ['[1, [2, null], "a"]', '1,2,,a'],
  ['{ "toString": null }', '[object Object]'],
  ['{ "toString": function() { "x" } }', '[object Object]'],
])('a regular expression called on %s searches in %s', (value, text) => {
  expect(compileExpression(whole.replace('VALUE', value)).evaluate({})).toBe(text)
})

test.each(['$sum', '/a/', 'function() { 1 }', '[1, [$sum]]', '$sum(?)'])(
  'a regular expression called on %s is refused: nobody sees the source of a function',
  (value) => {
    expect(() => compileExpression(whole.replace('VALUE', value)).evaluate({})).toThrow(expect.objectContaining({ code: 'T0410' }))
  },
)
