import { describe, expect, test } from 'vitest'
import { parseExpression } from '../../engine/expression/index.ts'
import type { Json } from './data.ts'
import { differences } from './differences.ts'
import { type Disagreement, explain } from './explain.ts'
import { compiled, oracle, parseForOracle } from './oracle.ts'
import { isSame } from './same.ts'

/** One expression for each difference that is told by mending JSONata. */
const cases: [name: string, text: string, input: Json][] = [
  ['changed input', '(a{"x": 1}; a)', { a: [] }],
  ['__proto__ in a transform', '$ ~> |$|{"__proto__": 1}|', {}],
  ['last $eval of a lambda', '($x := 1; $f := function() { ($x := 2; $eval("$x")) }; $f())', null],
  ['tuples behind a sort', '[3, 1]#$i^($)[$ = 1]', null],
  ['transform of something else', '($ ~> |$$|{ "a": 1 }|; $)', {}],
  ['last call behind ?: and ??', '1 ~> function($v) { $string() ?? 1 }', {}],
  ['last call behind ?: and ??', '1 ~> function($v) { $string() ?: 1 }', {}],
  ['last call, filtered', '($f := function() { ($error("x"))[1] }; $f())', null],
  ['tuples of a constructor', '[1]@$v.$v', null],
  ['list-like object', '[{ "length": 2 }][0].("x")', null],
  ['partial', '($f := $substring(?, ?, 2); $f([1], 0))', null],
  ['partial', '$map(["a"], $pad(?, 3)) & $power(?, 2)("3")', null],
  ['regex under ?: and ??', '$contains("x", /x/) ?: "no"', null],
  ['regex under ?: and ??', '("c" ~> /b/) ?? "none"', null],
  ['group over one tuple', 'id@$v.name{"id": $v, "name": $}', { id: 1, name: 'n' }],
  ['function taken apart', '$count($uppercase ~> $spread())', null],
  ['marks among the items', '$eval("*", a[])', { a: 1 }],
  ['toJSON', '$string({ "toJSON": /a/ })', null],
  ['separators before short numbers', '$formatNumber(123, "##,##,#00")', null],
  ['separators before short numbers', '$number($formatNumber(1, "##,##,#0", { "zero-digit": "٠" }))', null],
  ['order in constructors', '[$map([1], function($v) { $v + "a" }), 1 + "b"]', null],
  ['order in constructors', '{ "a": $map([1], function($v) { $v + "a" }), "b": 1 + "b" }', null],
]

async function disagreementOn(text: string, input: Json): Promise<Disagreement> {
  const tree = parseExpression(text).ast!
  return { tree, input, theirs: await oracle(parseForOracle(text), input), ours: compiled(text)(input) }
}

describe('a deliberate difference', () => {
  test.each(cases)('is told by its name: %s, %s', async (name, text, input) => {
    const disagreement = await disagreementOn(text, input)

    const { theirs, ours } = disagreement
    expect(isSame(theirs, ours)).toBe(false)
    expect(await explain(disagreement)).toBe(name)
  })

  test.each(cases)('explains nothing else in the same expression: %s, %s', async (_name, text, input) => {
    const disagreement = await disagreementOn(text, input)

    expect(await explain({ ...disagreement, ours: { value: 'another' } })).toBeUndefined()
  })
})

test('every mend has a case', () => {
  const mended = differences.filter(({ mend }) => mend).map(({ name }) => name)

  expect(new Set(cases.map(([name]) => name))).toEqual(new Set(mended))
})
