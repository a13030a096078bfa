import { expect, test } from 'vitest'
import { compileExpression, parseExpression } from '../../../engine/expression/index.ts'
import type { Json } from '../../fuzz/data.ts'
import { attempt, compiled, oracle, parseForOracle } from '../../fuzz/oracle.ts'
import { isSame } from '../../fuzz/same.ts'

type Probe = string | [text: string, input: Json]

/** Each of these comes to the same as in JSONata, value or error. */
async function expectSame(...probes: Probe[]): Promise<void> {
  for (const probe of probes) {
    const [text, input] = typeof probe === 'string' ? [probe, undefined] : probe
    const [parsed, evaluate] = [attempt(() => parseForOracle(text)), attempt(() => compiled(text))]
    const theirs = 'failed' in parsed ? parsed.failed : await oracle(parsed.value, input)
    const ours = 'failed' in evaluate ? evaluate.failed : evaluate.value(input)
    expect(isSame(theirs, ours), `${text}: ${JSON.stringify(theirs)} and not ${JSON.stringify(ours)}`).toBe(true)
  }
}

/** These differ on purpose: first what JSONata gives, then what we do. */
async function expectDifferent(text: string, input: Json | undefined, theirs: unknown, ours: unknown): Promise<void> {
  expect((await oracle(parseForOracle(text), input)).value).toEqual(theirs)
  expect(compiled(text)(input).value).toEqual(ours)
}

test('trap 1: a sequence collapses where it ends, but a last step with a single array gives that array', () =>
  expectSame(
    ['a.b', { a: [{ b: [1] }] }],
    ['a.b', { a: [{ b: [1] }, { b: [] }] }],
    ['a.b', { a: [{ b: [] }] }],
    ['a.b', { a: { b: [[1]] } }],
    ['a', { a: [] }],
    ['a.b.c', { a: [{ b: [{ c: 1 }] }] }],
  ))

test('trap 2: an array constructor is no sequence, is not flattened as a step, and does not iterate as the first', () =>
  expectSame(
    '[1]',
    '[[1]]',
    '[[]]',
    ['[a]', { a: [1] }],
    ['a.[b]', { a: [{ b: 1 }, { b: 2 }] }],
    ['[a.b].$', { a: [{ b: 1 }, { b: 2 }] }],
    ['[a, 1]', [{ a: 1 }, { a: 2 }]],
  ))

test('trap 3: [] keeps a single value a list, but not through parentheses', () =>
  expectSame(['a.b[]', { a: { b: 1 } }], ['(a[]).b', { a: { b: 1 } }], ['a[].b', { a: { b: 1 } }], ['a[0][]', { a: [1] }], ['a[]', {}]))

test('trap 4: a list as the whole input is one value to $, * and $string, and its items to a path', () =>
  expectSame(
    ['$', [1, 2]],
    ['$[0]', [1, 2]],
    ['*', [{ a: 1 }]],
    ['$string()', [1]],
    ['a', [{ a: 1 }, { a: 2 }]],
    ['$.a', [{ a: 1 }]],
    ['$count($)', [1, 2]],
  ))

test('trap 5: a number as written picks for each parent, a computed one picks by index, anything else is true or false', () =>
  expectSame(
    ['a.b[0]', { a: [{ b: [1, 2] }, { b: [3] }] }],
    ['(a.b)[0]', { a: [{ b: [1, 2] }, { b: [3] }] }],
    ['a.b[-1]', { a: [{ b: [1, 2] }, { b: [3] }] }],
    ['a[1.9]', { a: [1, 2, 3] }],
    ['a[[0, 2]]', { a: [1, 2, 3] }],
    ['a[$count($$.a) - 1]', { a: [1, 2, 3] }],
    ['a[$ > 1]', { a: [1, 2, 3] }],
    ['a["x"]', { a: [1, 2] }],
    ['a[b][0]', { a: [{ b: true }, { b: false }] }],
  ))

test('trap 6: nothing is neither equal nor unequal to anything, adds to nothing and joins as empty text; null is a value', () =>
  expectSame(
    'x + 1',
    'x = x',
    'x != x',
    'x != 1',
    'x < 1',
    'x & "a"',
    '{"a": x}',
    '[x, 1]',
    'null + 1',
    'null < 1',
    'null = null',
    'x in [1]',
    '-x',
  ))

test('trap 7: tuples carry what @, # and % bind, also through sorting, predicates and grouping', () => {
  const shop: Json = {
    o: [
      { id: 1, l: [{ s: 'b' }, { s: 'a' }] },
      { id: 2, l: [{ s: 'a' }] },
    ],
    p: [
      { s: 'a', n: 'x' },
      { s: 'b', n: 'y' },
    ],
  }
  return expectSame(
    ['o.l@$l.$$.p[s = $l.s].n', shop],
    ['o@$o.l@$l.{"id": $o.id, "s": $l.s}', shop],
    ['o.l.{"id": %.id, "s": s}', shop],
    ['o.l#$i.{"i": $i, "s": s}', shop],
    ['o.l^(s)#$i.{"i": $i, "s": s, "id": %.id}', shop],
    ['o.l#$i[s = "a"].$i', shop],
    ['o.l[s = "a"]#$i.$i', shop],
    ['o@$o.l{s: $o.id}', shop],
    ['o.l.s.%.%.id', shop],
  )
})

test('trap 8: keys are texts, two pairs may not share one, a single item is no list; an empty list of the input stays empty', async () => {
  await expectSame(
    [
      'a{k: v}',
      {
        a: [
          { k: 'x', v: 1 },
          { k: 'x', v: 2 },
          { k: 'y', v: 3 },
        ],
      },
    ],
    ['a{v: k}', { a: [{ k: 'x', v: 1 }] }],
    ['a{k: v, "x": 1}', { a: [{ k: 'x', v: 1 }] }],
    ['a{k: $}', { a: [{ k: 'x' }] }],
  )
  const input = { a: [] }

  expect(compileExpression('a{"x": 1}').evaluate(input)).toEqual({ x: 1 })
  expect(input).toEqual({ a: [] })
})

test('trap 9: the parts of a constructor are evaluated in their order; JSONata starts them all at once', async () => {
  await expectDifferent('($x := 1; [$x, $x := 2, $x])', undefined, [1, 2, 1], [1, 2, 2])
  expect(() => compileExpression('[$string([1, $error("first")]), $error("second")]').evaluate()).toThrow('first')
})

test('trap 10: lambdas close over context and variables, take any number of arguments, and end in calls without depth', () =>
  expectSame(
    ['a.(function() { b })()', { a: { b: 1 } }],
    '($x := 1; $f := function() { $x }; ($x := 2; $f()))',
    '(function($a, $b) { [$a, $b] })(1)',
    '(function($a) { $a })(1, 2)',
    '(function($a)<n> { $a })("x")',
    '($f := function($n) { $n = 0 ? "end" : $f($n - 1) }; $f(2000))',
    '($even := function($n) { $n = 0 ? true : $odd($n - 1) }; $odd := function($n) { $n = 0 ? false : $even($n - 1) }; $even(500))',
    '$map([1, 2], function($v, $i, $a) { $v + $i + $count($a) })',
    '$map([1, 2], function() { 7 })',
  ))

test('trap 11: built-in functions may be partly applied, and functions composed', () =>
  expectSame(
    '$substring(?, 1)("abc")',
    '$map(["abc"], $substring(?, 1, ?))',
    '($trim ~> $uppercase)(" a ")',
    '" a " ~> $trim ~> $length',
    '$nope(?)',
  ))

test('trap 12: a signature takes the context by count, wraps lists, checks their items, and tells which argument', () =>
  expectSame(
    ['a.$uppercase()', { a: 'x' }],
    ['a.$uppercase()', { a: 1 }],
    ['$substringBefore("-")', 'a-b'],
    '$sum(1)',
    '$sum([1, "x"])',
    '$join([1])',
    '$uppercase(1)',
    '$uppercase(nothing)',
    '$abs()',
  ))

test('trap 13: a regular expression is a function, may not match nothing twice, replaces as XPath does, and keeps no state', async () => {
  await expectSame(
    '/b/("abc").start',
    '$match("abab", /a(b)/).groups',
    '$match("ab", /x*/)',
    '$replace("abc", /(b)/, "[$1$$$0]")',
    '$replace("abcdefghijkl", /(a)(b)/, "$12$3")',
    '($r := /a/; [$contains("a", $r), $contains("a", $r), $contains("ba", $r)])',
    '$split("a1b2", function($t) { nothing })',
    '$contains("x", /X/i)',
  )
  const { evaluate } = compileExpression('$match(a, /x/)[0].index')

  expect([evaluate({ a: 'aax' }), evaluate({ a: 'x' })]).toEqual([2, 0])
})

test('trap 14: $eval sees the variables where it stands', () =>
  expectSame('($x := 5; $eval("$x + 1"))', ['$eval("a")', { a: 1 }], '$eval("$y", {"y": 1})'))

test('trap 15: $$ is the input of the evaluation, and $now and $millis stand still while it runs', async () => {
  await expectSame(['a.$$.b', { a: 1, b: 2 }])
  let time = 0
  const { evaluate } = compileExpression('[$millis(), $millis(), $toMillis($now())]', { clock: () => ++time })

  expect(evaluate()).toEqual([1, 1, 1])
  expect(evaluate()).toEqual([2, 2, 2])
})

test('trap 16: an error carries code, position, token and value as JSONata has them, and is an Error', async () => {
  await expectSame('1 + "x"', ['a.(b + 1)', { a: { b: 'x' } }], '$abs("x")', 'nothing()', '(1 < "x") and true', '[1, 2][a(]')
  expect(() => compileExpression('1 + "x"').evaluate()).toThrow(Error)
})

test('trap 17: ranges, time, depth and lists are limited, and so is what is compiled', async () => {
  await expectSame('[1..1e8]')
  const codeOf = (text: string, limits: object) => {
    try {
      return compileExpression(text, { limits }).evaluate()
    } catch (error) {
      return (error as { code: string }).code
    }
  }

  expect(codeOf('($f := function($n) { $f($n + 1) }; $f(0))', { timeout: 10 })).toBe('D1012')
  expect(codeOf('($f := function($n) { 1 + $f($n + 1) }; $f(0))', { depth: 100 })).toBe('D1011')
  expect(codeOf('($f := function($n) { 1 + $f($n + 1) }; $f(0))', {})).toBe('D1011')
  expect(codeOf('[1..200]', { sequence: 100 })).toBe('D2015')
})

test('trap 18: numbers without value are noticed where they are used, text has 15 digits, rounding is half to even', () =>
  expectSame(
    '1 / 0',
    '1 / 0 + 1',
    '$string(1 / 0)',
    '0.1 + 0.2 & ""',
    '$string(0.1 + 0.2)',
    '$round(2.5)',
    '$round(-0.5)',
    '$round(2.345, 2)',
    '$substring("😀ab", 1, 1)',
    '$length("😀")',
    '$trim("  a \\n b ")',
    '9007199254740993',
    '1e400',
  ))

test('trap 19: sorting is stable, nothing comes last, types do not mix; = looks inside, "in" does not', () =>
  expectSame(
    ['a^(k).n', { a: [{ k: 1, n: 'x' }, { k: 0, n: 'y' }, { k: 1, n: 'z' }, { n: 'w' }] }],
    ['a^(>k).n', { a: [{ k: 1, n: 'x' }, { k: 0, n: 'y' }, { n: 'w' }, { k: 1, n: 'z' }] }],
    ['a^(k)', { a: [{ k: 1 }, { k: 'x' }] }],
    ['a^(k)', { a: [{ k: true }, { k: false }] }],
    '$sort([3, 1, 2], function($l, $r) { $l > $r })',
    '$distinct([{"a": 1}, {"a": 1}, [1], [1], 1, "1"])',
    '[1] = [1]',
    '[1] in [[1]]',
    '{"a": [1]} = {"a": [1]}',
  ))

test('trap 20: a transform changes a copy as JSON keeps it, by $clone as it is bound; any function may be bound anew', async () => {
  await expectSame(
    ['$ ~> |a|{"x": 1}, "b"|', { a: { b: 1 } }],
    ['$ ~> |a|5|', { a: {} }],
    ['$ ~> |a|{}, 5|', { a: {} }],
    ['($clone := function($v) { {"a": {"c": 1}} }; $ ~> |a|{"x": 1}|)', { a: { b: 1 } }],
    '($sum := function($x) { "mine" }; $sum([1]))',
  )
  const input = { a: { b: 1 } }
  compileExpression('$ ~> |a|{"x": 1}|').evaluate(input)

  expect(input).toEqual({ a: { b: 1 } })
  expect(compileExpression('$sum([1])').evaluate(null, { sum: () => 'bound' })).toBe('bound')
})

test('trap 21: evaluation is synchronous: a promise of a function that is bound is not waited for', () => {
  const promise = Promise.resolve(1)

  expect(compileExpression('$later()').evaluate(null, { later: () => promise })).toBe(promise)
})

test('trap 22: nothing but own properties can be read, from data, texts, lists and functions', async () => {
  await expectSame(
    ['constructor', {}],
    ['a.constructor', { a: 'text' }],
    ['a.length', { a: 'text' }],
    ['a.length', { a: [1] }],
    ['$sum.constructor', {}],
    ['$lookup($, "toString")', {}],
    ['__proto__', {}],
    '{"__proto__": 1}.__proto__',
    '{"_jsonata_lambda": 1}',
    '{"_jsonata_function": 1}',
  )
  class Order {
    secret() {}
    get total() {
      return 1
    }
  }

  expect(compileExpression('[$exists(secret), $exists(total), $exists(constructor)]').evaluate(new Order())).toEqual([false, false, false])
})

test('trap 23: results are ordinary lists and objects, without marks of their making', () => {
  const list = compileExpression('a.b').evaluate({ a: [{ b: 1 }, { b: 2 }] }) as object
  const object = compileExpression('{"a": 1}').evaluate() as object

  expect(Reflect.ownKeys(list)).toEqual(['0', '1', 'length'])
  expect(Object.getPrototypeOf(object)).toBe(Object.prototype)
})

test('trap 24: a tree is not changed by compiling and evaluating it', () => {
  const text = 'a[b = 1]^(c){d: $sum(e)} ~> $keys'
  const before = structuredClone(parseExpression(text).ast)

  compileExpression(text).evaluate({ a: [{ b: 1, c: 2, d: 'x', e: 3 }] })

  expect(parseExpression(text).ast).toEqual(before)
})
