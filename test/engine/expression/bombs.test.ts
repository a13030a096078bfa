import { describe, expect, test } from 'vitest'
import { compileExpression, type CompileOptions } from '../../../engine/expression/index.ts'

/** What tries to use up time or memory: each must end as an error, and what comes after it must work. */
const bombs: [name: string, expression: string, input?: unknown][] = [
  ['$pad', '$pad("a", 1e9)'],
  ['$pad to the left', '$pad("a", -1e9)'],
  ['$pad with a long text', '$pad("a", 1e9, "abcdefgh")'],
  ['$split into characters', '($s := $pad("a", 900000); $split($s, "") ~> $count)'],
  ['$join', '($l := [1..9000]; $join($map($l, function($i){ $pad("a", 900) })))'],
  ['$join with a long separator', '($s := $pad("a", 9000); $join($map([1..900], $string), $s))'],
  ['$string', '($l := $map([1..9000], function($i){ $pad("a", 900) }); $string($l))'],
  [
    '$string of what contains itself many times',
    '($a := [1..99]; $b := $map($a, function($i){ [$a] }); $c := $map($a, function($i){ [$b] }); $string($c))',
  ],
  ['$base64encode', '($s := $pad("a", 999999); $base64encode($s & $s))'],
  ['$base64encode of what just fits', '$base64encode($pad("a", 999999))'],
  ['$encodeUrlComponent', '$encodeUrlComponent($pad("a", 999999, " "))'],
  ['..', '[1..1e8]'],
  ['.. of what JSONata still allows', '$count([1..9999999])'],
  ['.. many times', '$map([1..9999], function($i){ [1..9999] })'],
  ['$append', '$reduce([1..60], function($l, $i){ $append($l, $l) }, [1, 2])'],
  ['$append in a constructor', '$reduce([1..60], function($l, $i){ [$l, $l] }, [1, 2])'],
  ['a cartesian product', '[1..999].(%; [1..999]).([1..999])'],
  ['a join of lists', '($l := [1..2000]; {"a": $l}.a@$x.$l@$y.($x + $y))'],
  ['$replace', '($s := $pad("a", 9000, "a"); $replace($s, "a", $s))'],
  ['$replace by a regular expression', '($s := $pad("a", 9000, "a"); $replace($s, /a/, $s))'],
  ['&', '$reduce([1..60], function($s, $i){ $s & $s }, "ab")'],
  ['deep recursion', '($f := function($n){ 1 + $f($n + 1) }; $f(0))'],
  ['mutual recursion', '($f := function($n){ 1 + $g($n) }; $g := function($n){ 1 + $f($n) }; $f(0))'],
  ['tail calls without end', '($f := function($n){ $f($n + 1) }; $f(0))'],
  ['tail calls of two without end', '($f := function($n){ $g($n) }; $g := function($n){ $f($n) }; $f(0))'],
  ['a sort with a slow comparison', '$sort([1..9999], function($l, $r){ $sum([1..9999]) > $l })'],
  ['an order with a slow key', '[1..9999]^($sum([1..9999]))'],
  ['$reduce that grows', '$reduce([1..9999], function($l, $i){ $append($l, [1..999]) }, [])'],
  ['nested $map', '$map([1..9999], function($i){ $map([1..9999], function($j){ $i * $j }) })'],
  ['nested loops of paths', '[1..9999].([1..9999].([1..9999].($)))'],
  ['a list in every item of a list', '$map([1..99999], function($i){ $map([1..99], function($j){ $pad("x", 99) }) })'],
  ['$distinct of objects', '$distinct($map([1..9999], function($i){ {"a": $i} }))'],
  ['$zip', '$zip([1..9999999], [1..9999999])'],
  ['$merge', '$merge($map([1..99999], function($i){ {$string($i): [1..99]} }))'],
  ['$formatNumber', '$formatNumber(1, $pad("", 999999, "0"))'],
  ['$formatNumber with a picture of a fraction', '$formatNumber(1, "0." & $pad("", 999999, "0"))'],
  ['$formatInteger', '$formatInteger(1e15, "w") & $formatInteger(1, $pad("", 999999, "0"))'],
  ['$formatInteger of a huge number in Roman', '$formatInteger(1e15, "I")'],
  ['$formatBase', '$map([1..9999999], function($i){ $formatBase($i, 2) })'],
  ['$fromMillis', '$fromMillis(0, "[Y,999999999-999999999]")'],
  ['$fromMillis with a long picture', '$map([1..99], function($i){ $fromMillis($i, $pad("", 999999, "[Y]")) })'],
  ['$toMillis', '$toMillis($pad("", 999999, "1"), "[Y]")'],
  ['$toMillis with a picture that matches in many ways', '$toMillis($pad("", 999, "1") & "x", $pad("", 99, "[Y]"))'],
  ['a regular expression that tries every way', '$match($pad("", 40, "a") & "b", /(a+)+$/)'],
  ['a regular expression of alternatives', '$contains($pad("", 40, "a") & "b", /^(a|a)*$/)'],
  ['a regular expression with many stars', '$contains($pad("", 9000, "a"), /a*a*a*a*a*a*a*b/)'],
  ['a regular expression by text', '$replace($pad("", 99, "x"), /(x+x+)+y/, "")'],
  ['descendants of descendants', '**.**.**.**', { a: { b: { c: { d: [1, 2, 3, { e: [{ f: 1 }, { f: 2 }] }] } } } }],
]

const document: CompileOptions = { profile: 'document' }
/** As `document`, but with all of the language: what JSONata allows has no limit of size. */
const library: CompileOptions = { limits: { timeout: 250 } }

function outcome(expression: string, options: CompileOptions, input?: unknown) {
  try {
    const value = compileExpression(expression, options).evaluate(input)
    return { code: (JSON.stringify(value) ?? '').length > 2 ** 28 ? 'crash: too long' : 'value' }
  } catch (error) {
    return { code: (error as { code?: string }).code ?? `crash: ${String(error)}` }
  }
}

describe.each(bombs)('%s', (_name, expression, input) => {
  test('ends within the limits of a document, and the thread lives on', () => {
    const { code } = outcome(expression, document, input)

    expect(code).not.toMatch(/^crash/)
    expect(compileExpression('$sum([1..10])', document).evaluate()).toBe(55)
  })

  test('ends in a library that sets a time limit', () => {
    expect(outcome(expression, library, input).code).not.toMatch(/^crash/)
    expect(compileExpression('$sum([1..10])').evaluate()).toBe(55)
  })
})
