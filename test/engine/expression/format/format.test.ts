import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { compileExpression, formatExpression, parseExpression, parseText, type DocumentNode } from '../../../../engine/index.ts'

const textOf = (text: string): string => {
  const formatted = formatExpression(text)
  return 'text' in formatted ? formatted.text : `refused: ${formatted.refused}`
}

test.each([
  ['a+b*c', 'a + b * c'],
  ['$sum( lines.( qty*price ) )', '$sum(lines.(qty * price))'],
  ["a?'b':'c'", "a ? 'b' : 'c'"],
  ['a??b', 'a ?? b'],
  ['{"a":1,"b":-x}', '{ "a": 1, "b": -x }'],
  ['lines[qty>1 and $not(free)].{"id":id}', 'lines[qty > 1 and $not(free)].{ "id": id }'],
  ['lines^(>qty,<id)', 'lines^(>qty, <id)'],
  ['a /* why */ .b', 'a /* why */ .b'],
  ['function($a,$b){$a&$b}', 'function($a, $b) {$a & $b}'],
  ['**.name & *.x', '**.name & *.x'],
  ['($a:=1;$a)', '($a := 1; $a)'],
])('%s becomes %s', (text, expected) => {
  expect(textOf(text)).toBe(expected)
})

test('a long expression is broken behind its commas and before ? and :, and says the same', () => {
  const text =
    "$settings.UsesPrefix ? $join([$substring(Source, 0, 20), $replace(OrderDate, /[^0-9]/, ''), Reference ?? $string(OrderID)], '-') : (WebshopReference ?? YourReference)"

  expect(textOf(text)).toMatchInlineSnapshot(`
    "$settings.UsesPrefix
      ? $join(
        [$substring(Source, 0, 20), $replace(OrderDate, /[^0-9]/, ''), Reference ?? $string(OrderID)],
        '-'
      )
      : (WebshopReference ?? YourReference)"
  `)
  expect(textOf(textOf(text))).toBe(textOf(text))
})

test('what cannot be read is refused', () => {
  expect(formatExpression('a +')).toEqual({ refused: 'the expression has syntax errors' })
})

/** Every expression of the shipped mappings. */
function shipped(): string[] {
  const folder = new URL('../../../../mappings/', import.meta.url).pathname
  const texts = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.yaml'))
  const scalars = (node: DocumentNode): string[] => {
    if (node.kind === 'scalar') return typeof node.value === 'string' ? [node.value] : []
    return (node.kind === 'list' ? node.items : node.entries.map(({ value }) => value)).flatMap(scalars)
  }
  return texts.flatMap((file) => parseText(readFileSync(join(folder, file), 'utf8'), file).roots.flatMap(scalars))
}

/** The expressions of JSONata's own suite, where it is at hand. */
function suite(): string[] {
  const folder = new URL('../../../../../shared/jsonata-suite/', import.meta.url).pathname
  if (!existsSync(folder)) return []
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.json'))
    .flatMap((file) => {
      const found = JSON.parse(readFileSync(join(folder, file), 'utf8')) as unknown
      return (Array.isArray(found) ? found : [found]).flatMap((each: { expr?: unknown }) =>
        typeof each?.expr === 'string' ? [each.expr] : [],
      )
    })
}

const readable = [...new Set([...shipped(), ...suite()])].filter((text) => parseExpression(text).ast)

test('every expression says the same afterwards, keeps each comment, and is formatted once and for all', () => {
  const refused = readable.filter((text) => 'refused' in formatExpression(text))
  const restless = readable.filter((text) => textOf(textOf(text)) !== textOf(text))
  const commentsOf = (text: string) => [...text.matchAll(/\/\*[^]*?\*\//g)].map(([comment]) => comment)
  const losing = readable.filter((text) => commentsOf(textOf(text)).join() !== commentsOf(text).join() && !/["'`/].*\/\*/.test(text))

  expect(readable.length).toBeGreaterThan(150)
  expect(restless).toEqual([])
  expect(losing).toEqual([])
  expect(refused.length / readable.length).toBeLessThan(0.01)
})

test('a formatted expression gives the same value', () => {
  const record = {
    lines: [
      { qty: 2, price: 3 },
      { qty: 1, price: 5 },
    ],
    name: 'x',
  }
  for (const text of ['$sum(lines.(qty*price))', 'lines[qty>1].price', 'name&"-"&$string($count(lines))'])
    expect(compileExpression(textOf(text)).evaluate(record)).toEqual(compileExpression(text).evaluate(record))
})
