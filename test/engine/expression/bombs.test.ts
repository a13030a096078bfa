import { describe, expect, test } from 'vitest'
import { compileExpression, type CompileOptions } from '../../../engine/expression/index.ts'

/** What must end it; what needs no end is quick in another way. */
const codes = {
  text: ['expression.text-too-long'],
  list: ['D2015'],
  range: ['D2014'],
  depth: ['D1011'],
  work: ['expression.too-much-work'],
  result: ['expression.result-too-large'],
  type: ['T2001', 'T1003'],
  none: ['value'],
}

/** Small in memory, and without end as text or in a walk. */
const objects = '$reduce([1..60], function($o, $i){ {"a": $o, "b": $o} }, {"a": 1})'
const lists = '$reduce([1..60], function($l, $i){ $map([1, 2], function(){ $l }) }, [0])'
const inDoubled = (text: string) => `($objects := ${objects}; $two := ${objects}; $lists := ${lists}; ${text})`

/** What tries to use up time or memory: each must end as an error, and what comes after it must work. */
const bombs: [name: string, limit: keyof typeof codes, expression: string, input?: unknown][] = [
  ['$pad', 'text', '$pad("a", 1e9)'],
  ['$pad to the left', 'text', '$pad("a", -1e9)'],
  ['$pad with a long text', 'text', '$pad("a", 1e9, "abcdefgh")'],
  ['$split into characters', 'list', '($s := $pad("a", 900000); $split($s, "") ~> $count)'],
  ['$split into parts', 'list', '($s := $pad("", 900000, "a,"); $split($s, ",") ~> $count)'],
  ['$split by a regular expression', 'work', '($s := $pad("", 900000, "a,"); $split($s, /,/) ~> $count)'],
  ['$match of many', 'work', '($s := $pad("", 900000, "a,"); $match($s, /a/) ~> $count)'],
  ['$join', 'text', '($l := [1..9000]; $join($map($l, function($i){ $pad("a", 900) })))'],
  ['$join with a long separator', 'text', '($s := $pad("a", 9000); $join($map([1..900], $string), $s))'],
  ['$string', 'text', '($l := $map([1..9000], function($i){ $pad("a", 900) }); $string($l))'],
  [
    '$string of what contains itself many times',
    'text',
    '($a := [1..99]; $b := $map($a, function($i){ [$a] }); $c := $map($a, function($i){ [$b] }); $string($c))',
  ],
  ['$base64encode', 'text', '($s := $pad("a", 999999); $base64encode($s & $s))'],
  ['$base64encode of what just fits', 'text', '$base64encode($pad("a", 999999))'],
  ['$encodeUrlComponent', 'text', '$encodeUrlComponent($pad("a", 999999, " "))'],
  ['..', 'range', '[1..1e8]'],
  ['.. of what JSONata still allows', 'list', '$count([1..9999999])'],
  ['.. many times', 'work', '$map([1..9999], function($i){ [1..9999] })'],
  ['$append', 'list', '$reduce([1..60], function($l, $i){ $append($l, $l) }, [1, 2])'],
  ['$append in a constructor', 'list', '$reduce([1..60], function($l, $i){ [$l, $l] }, [1, 2])'],
  ['a cartesian product', 'work', 'a@$x.$$.a@$y.$$.a@$z.($x + $y + $z)', { a: Array.from({ length: 999 }, (_, index) => index) }],
  ['a join of lists', 'list', '($l := [1..2000]; {"a": $l}.a@$x.$l@$y.($x + $y))'],
  ['$replace', 'text', '($s := $pad("a", 9000, "a"); $replace($s, "a", $s))'],
  ['$replace by a regular expression', 'text', '($s := $pad("a", 9000, "a"); $replace($s, /a/, $s))'],
  ['&', 'text', '$reduce([1..60], function($s, $i){ $s & $s }, "ab")'],
  ['deep recursion', 'depth', '($f := function($n){ 1 + $f($n + 1) }; $f(0))'],
  ['mutual recursion', 'depth', '($f := function($n){ 1 + $g($n) }; $g := function($n){ 1 + $f($n) }; $f(0))'],
  ['tail calls without end', 'work', '($f := function($n){ $f($n + 1) }; $f(0))'],
  ['tail calls of two without end', 'work', '($f := function($n){ $g($n) }; $g := function($n){ $f($n) }; $f(0))'],
  ['a sort with a slow comparison', 'work', '$sort([1..9999], function($l, $r){ $sum([1..9999]) > $l })'],
  ['an order with a slow key', 'work', '[1..9999]^($sum([1..9999]))'],
  ['$reduce that grows', 'work', '$reduce([1..9999], function($l, $i){ $append($l, [1..999]) }, [])'],
  ['nested $map', 'work', '$map([1..9999], function($i){ $map([1..9999], function($j){ $i * $j }) })'],
  ['nested loops of paths', 'list', '[1..9999].([1..9999].([1..9999].($)))'],
  ['a list in every item of a list', 'work', '$map([1..99999], function($i){ $map([1..99], function($j){ $pad("x", 99) }) })'],
  ['$distinct of objects', 'work', '$distinct($map([1..9999], function($i){ {"a": $i} }))'],
  ['$zip', 'list', '$zip([1..9999999], [1..9999999])'],
  ['$merge', 'work', '$merge($map([1..99999], function($i){ {$string($i): [1..99]} }))'],
  ['$formatNumber', 'text', '$formatNumber(1, $pad("", 999999, "0"))'],
  ['$formatNumber with a picture of a fraction', 'text', '$formatNumber(1, "0." & $pad("", 999999, "0"))'],
  ['$formatInteger', 'text', '$formatInteger(1e15, "w") & $formatInteger(1, $pad("", 999999, "0"))'],
  ['$formatInteger of a huge number in Roman', 'text', '$formatInteger(1e15, "I")'],
  ['$formatBase', 'list', '$map([1..9999999], function($i){ $formatBase($i, 2) })'],
  ['$fromMillis', 'text', '$fromMillis(0, "[Y,999999999-999999999]")'],
  ['$fromMillis with a long picture', 'text', '$map([1..99], function($i){ $fromMillis($i, $pad("", 999999, "[Y]")) })'],
  ['$toMillis of many digits', 'none', '$exists($toMillis($pad("", 999999, "1"), "[Y]"))'],
  ['$toMillis with a picture that matches in many ways', 'none', '$toMillis($pad("", 999, "1") & "x", $pad("", 99, "[Y]"))'],
  ['a regular expression that tries every way', 'none', '$match($pad("", 40, "a") & "b", /(a+)+$/)'],
  ['a regular expression of alternatives', 'none', '$contains($pad("", 40, "a") & "b", /^(a|a)*$/)'],
  ['a regular expression with many stars', 'none', '$contains($pad("", 9000, "a"), /a*a*a*a*a*a*a*b/)'],
  ['a regular expression of many options, on a long text', 'work', '$contains($pad("", 900000, "a"), /a?a?a?a?a?a?a?a?a?a?b/)'],
  ['a regular expression by text', 'none', '$replace($pad("", 99, "x"), /(x+x+)+y/, "")'],
  [
    'a regular expression on what contains itself many times',
    'text',
    '($two := function($x, $i){ $map([1, 2], function(){ $x }) }; $find := /b/; $find($reduce([1..60], $two, "a")))',
  ],
  ['truth of what contains itself many times', 'work', inDoubled('$boolean($lists)')],
  ['= of two that contain themselves many times', 'work', inDoubled('$objects = $two')],
  ['a wrong type that contains itself many times', 'type', inDoubled('$objects + 1')],
  ['a key that contains itself many times', 'type', inDoubled('{ $lists: 1 }')],
  ['$clone of what contains itself many times', 'text', inDoubled('$clone($objects)')],
  ['a result of many lists', 'result', '($l := $map([1..999], function($i){ [1..99] }); [1..9].[$l])'],
  ['a result that contains itself many times', 'result', '$reduce([1..40], function($o, $i){ {"a": $o, "b": $o} }, {"a": 1})'],
  ['a long result', 'result', '($s := $pad("a", 600000); [$s, $s])'],
  ['descendants of descendants', 'none', '**.**.**.**', { a: { b: { c: { d: [1, 2, 3, { e: [{ f: 1 }, { f: 2 }] }] } } } }],
]

/** Work is limited too, and that limit does not depend on how fast this machine is. */
const document: CompileOptions = { profile: 'document', limits: { timeout: 60_000, steps: 5_000_000 } }
/** As `document`, but with all of the language: what JSONata allows has no limit of size. */
const library: CompileOptions = { limits: { timeout: 250 } }

function outcome(expression: string, options: CompileOptions, input?: unknown) {
  try {
    const value = compileExpression(expression, options).evaluate(input)
    return { code: (JSON.stringify(value) ?? '').length > 2 ** 28 ? 'crash: too long' : 'value' }
  } catch (error) {
    const { code = `crash: ${String(error)}`, message } = error as Error & { code?: string }
    return { code: message.length < 1_000 ? code : 'crash: a long message' }
  }
}

/** Where all that is too large is the result, a library has no limit for it. */
describe.each(bombs)('%s', (_name, limit, expression, input) => {
  test(`ends in a document by the limit of: ${limit}; the thread lives on`, () => {
    const { code } = outcome(expression, document, input)

    expect(codes[limit]).toContain(code)
    expect(compileExpression('$sum([1..10])', document).evaluate()).toBe(55)
  })

  if (limit === 'result') return
  test('ends in a library that sets a time limit', () => {
    expect(outcome(expression, library, input).code).not.toMatch(/^crash/)
    expect(compileExpression('$sum([1..10])').evaluate()).toBe(55)
  })
})

test('$eval of itself ends in a library; in a document there is none', () => {
  const expression = '($x := "$eval($x)"; $eval($x))'

  expect(outcome(expression, library).code).toMatch(/^D1011|D1012$/)
  expect(outcome(expression, document).code).toBe('T1006')
})

test.each([
  '$contains("aaaaaaaaaaaaaaaaaaaaaaaaaaaa", /a*a*a*b/)',
  '$match("aaaaaaaaaaaaaaaaaaaaaaaaaaaa", /a*a*a*b/)',
  '$replace($s, /(?:aa)+b/, "")',
  '$contains($s, /(?:a|b)+c/)',
])('the clock is looked at between searches, each of which may be slow: %s', (search) => {
  const expression = `($s := $pad("a", 440, "a"); $map([1..90000], function($i){ ${search} }))`

  expect(outcome(expression, { profile: 'document', limits: { timeout: 50, steps: Infinity } }).code).toBe('D1012')
})

test('time ends what work does not', () => {
  const options: CompileOptions = { profile: 'document', limits: { timeout: 20, steps: Infinity } }

  expect(outcome('($f := function($n){ $f($n + 1) }; $f(0))', options).code).toBe('D1012')
})
