import { describe, expect, test } from 'vitest'
import { order, problemsOf } from './shop.ts'
import { brief, problemOf, told } from './told.ts'

const settings = `---
kind: Settings
name: settings
properties:
  short: { type: boolean, default: false }
  unset: { type: boolean }
`

describe('the traps of YAML and JSONata', () => {
  test.each(["status: 'Open'", 'status: "Open"'])('a quoted text is still a path: %s', (line) => {
    expect(problemOf(line)).toMatchObject({
      code: 'mapping.quoted-path',
      message: "quoted, 'Open' is still the path Open, and the source has none",
      hint: "Did you mean the text itself? Write { const: 'Open' }.",
      at: { line: 7, column: 12 },
    })
  })

  test('a plain word that is no path may have been meant as a text', () => {
    expect(problemOf('status: Open').hint).toMatch(/If the text “Open” itself was meant, write \{ const: Open \}\.$/)
  })

  const block = 'Put the expression into a block: `|-` behind the key and the expression, indented, on the next line.'

  test.each([
    ["status: paid ? 'Open' : 'Closed'", '7:11', `“ ? … : ” and “: ” inside a plain value break YAML. ${block}`],
    ["status: { expr: paid ? 'Open' : 'Closed' }", '7:19', `“ ? … : ” and “: ” inside a plain value break YAML. ${block}`],
    ['reference: customer.{ "a": name }', '7:14', `“: ” inside a plain value breaks YAML. ${block}`],
    ['reference: %note', '7:14', `YAML reserves “%” at the start of a value. ${block}`],
    ['reference: @note', '7:14', `YAML reserves “@” at the start of a value. ${block}`],
    ['reference: `a b`', '7:14', `YAML reserves “\`” at the start of a value. ${block}`],
    ['reference: "a" & note', '7:18', `A value that begins with a quote ends at the next one. ${block}`],
    ['reference: [note][0]', '7:20', `“[” at the start of a value has a meaning in YAML. ${block}`],
    ['reference: { expr: [note][0] }', '7:28', `“[” at the start of a value has a meaning in YAML. ${block}`],
    ['reference: |note', '7:15', `“|” at the start of a value has a meaning in YAML. ${block}`],
  ])('what YAML cannot take in plain is a syntax error with a way out: %s', (line, place, hint) => {
    const problem = problemOf(line)

    expect(brief(problem)).toBe(`${place} document.syntax`)
    expect(problem.hint).toBe(hint)
  })

  test.each([
    [
      'reference: [note]',
      'document.wrong-type',
      'An expression that begins with [ needs a block: `|-` and the expression on the next line.',
    ],
    [
      "reference: { 'a': note }",
      'document.unknown-key',
      'An expression that begins with { needs a block: `|-` and the expression on the next line.',
    ],
    ['reference: *note', 'document.alias', /An expression that begins with `\*` or `&` needs a block/],
    ['reference: &note', 'document.alias', /An expression that begins with `\*` or `&` needs a block/],
    ['reference: !note', 'document.tag', /An expression that begins with `!` needs a block/],
    ['reference: { expr: note, x }', 'document.unknown-key', /^Inside \{ … \} a comma ends a value\./],
    ['reference: #note', 'document.empty-value', /An expression that begins with # needs a block/],
    ['reference:', 'document.empty-value', /^Write null if it is meant\./],
    ['paid: { expr: paid, required: yes }', 'document.wrong-type', 'Write true or false: yes, no, on and off are text.'],
  ])('what YAML takes for something else is told with a way out: %s', (line, code, hint) => {
    const problem = problemOf(line)

    expect(problem).toMatchObject({ code, at: { line: 7 } })
    expect(problem.hint).toMatch(hint)
  })

  test('an expression that a comment cuts is told beside what the cut breaks', () => {
    expect(problemsOf(`${order}  reference: note & #$x\n`)).toMatchObject([
      { code: 'S0207' },
      { code: 'document.expression-cut', severity: 'warning', message: 'the expression ends before “#$x”, which YAML takes for a comment' },
    ])
    expect(told(`${order}  reference: note # why it is so\n`)).toEqual([])
  })

  test('$not of a setting without a default is warned of', () => {
    const text = `${order}  paid: $not($settings.unset) and $not($settings.short)\n${settings}`

    expect(problemsOf(text)).toMatchObject([
      {
        code: 'mapping.setting-maybe-undefined',
        severity: 'warning',
        message: '$not($settings.unset) is undefined, not true, while the setting has no value',
        hint: 'Give the setting a default, or write $settings.unset != true.',
        at: { line: 7, column: 9 },
      },
    ])
  })

  test('$round into a price is warned of, $money and other fields are not', () => {
    expect(problemOf('unitPrice: $round(total, 2)')).toMatchObject({
      code: 'mapping.money-rounding',
      severity: 'warning',
      hint: 'Use $money(x, decimals).',
    })
    expect(told(`${order}  unitPrice: $money(total)\n  discountPercent: $round(total)\n`)).toEqual([])
  })
})
