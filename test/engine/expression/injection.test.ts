import { afterEach, beforeEach, expect, test } from 'vitest'
import { compileTemplate } from '../../../engine/expression/index.ts'
import { compileMapping, loadMapping, ProblemError } from '../../../engine/index.ts'
import type { Json } from '../../fuzz/data.ts'
import { explain } from '../../fuzz/explain.ts'
import { attempt, compiled, held, oracle, parseForOracle } from '../../fuzz/oracle.ts'
import { Random } from '../../fuzz/random.ts'
import { isSame } from '../../fuzz/same.ts'
import { parseExpression } from '../../../engine/expression/index.ts'

/** What would do something if it came into source as it is, and what is easily quoted wrongly. */
const pieces = [
  'globalThis.canary=1',
  'canary()',
  '"',
  "'",
  '`',
  '\\',
  '\\"',
  "\\'",
  '\\u0022',
  '\n',
  '\r',
  '\u2028',
  '\u2029',
  '\0',
  '\ud800',
  '\udfff',
  '*/',
  '/*',
  '//',
  '${',
  '}',
  '${canary()}',
  ');',
  '];',
  '};',
  '(',
  '/',
  '</script>',
  '<!--',
  '-->',
  '__proto__',
  'constructor',
  'prototype',
  'hasOwnProperty',
  'constructor.constructor("canary()")()',
  'import("node:fs")',
  'process.exit(1)',
  'runtime',
  'constants',
  'k0',
  't1',
  'arguments',
  'this',
  '__defineGetter__',
]

/** Names without quotes can hold only what does not end a name. */
const nameEnds = /[ \t\n\r\v.[\]{}(),@#;:?+\-*/%|=<>^&!~"'`\\]/g

const texts: ((word: string, random: Random) => string)[] = [
  (word) => quotedName(word),
  (word) => `a.${quotedName(word)}`,
  (word) => `a.${quotedName(word)}.${quotedName(word)}[]`,
  (word) => JSON.stringify(word),
  (word) => `'${word.replace(/[\\']/g, '\\$&')}'`,
  (word) => `{${JSON.stringify(word)}: ${quotedName(word)}}`,
  (word) => `a{${JSON.stringify(word)}: ${quotedName(word)}}`,
  (word) => `(${variable(word)} := 1; ${variable(word)} + 1)`,
  (word) => `(function(${variable(word)}) { ${variable(word)} & ${JSON.stringify(word)} })("x")`,
  (word) => `${variable(word)}(${JSON.stringify(word)})`,
  (word) => `${variable(word)}(?, 1)`,
  (word) => `$lookup($, ${JSON.stringify(word)})`,
  (word) => `a[${quotedName(word)} = ${JSON.stringify(word)}]`,
  (word) => `a^(${quotedName(word)})`,
  (word) => `a@${variable(word)}.${variable(word)}`,
  (word) => `a#${variable(word)}.${variable(word)}`,
  (word) => `$ ~> |a|{${JSON.stringify(word)}: ${JSON.stringify(word)}}, [${JSON.stringify(word)}]|`,
  (word) => `$contains(${JSON.stringify(word)}, /${pattern(word)}/)`,
  (word) => `$replace(${JSON.stringify(word)}, ${JSON.stringify(word)}, ${JSON.stringify(word)})`,
  (word) => `$formatNumber(1, ${JSON.stringify(word)})`,
  (word) => `$fromMillis(0, ${JSON.stringify(word)})`,
  (word) => `$eval(${JSON.stringify(JSON.stringify(word))})`,
  (word) => `$eval(${JSON.stringify(quotedName(word))})`,
  (word) => `/* ${word} */ 1`,
  (word) => `$merge([{${JSON.stringify(word)}: 1}, $])`,
  (word) => `$error(${JSON.stringify(word)})`,
  (_word, random) => `${random.pick(['1e308', '-0', '1.7976931348623157e308', '5e-324', '1e21', '0.1'])} * 1`,
]

function quotedName(word: string): string {
  return `\`${word.replaceAll('`', '')}\``
}

function variable(word: string): string {
  return `$${word.replace(nameEnds, '') || 'v'}`
}

function pattern(word: string): string {
  return word.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&') || 'x'
}

function wordOf(random: Random): string {
  return Array.from({ length: 1 + random.below(4) }, () => random.pick(pieces)).join('')
}

function recordWith(word: string): Json {
  const inner = `{${JSON.stringify(word.replaceAll('`', ''))}: ${JSON.stringify(word)}, "b": 1}`
  return JSON.parse(`{"a": ${inner}, ${JSON.stringify(word.replaceAll('`', ''))}: ${JSON.stringify(word)}}`) as Json
}

let touched: string[] = []

beforeEach(() => {
  touched = []
  const canary = () => touched.push('called')
  const noteSet = () => {
    touched.push('set')
  }
  Object.defineProperty(globalThis, 'canary', { configurable: true, get: () => canary, set: noteSet })
})

afterEach(() => {
  delete (globalThis as { canary?: unknown }).canary
})

test('no text of an expression becomes code: values, errors and the canary are as with JSONata', async () => {
  const different: unknown[] = []

  await held(async () => {
    for (let number = 0; number < 1500; number++) {
      const random = new Random(number + 1)
      const word = wordOf(random)
      const [text, input] = [random.pick(texts)(word, random), recordWith(word)]
      const [parsed, evaluate] = [attempt(() => parseForOracle(text)), attempt(() => compiled(text))]
      const theirs = 'failed' in parsed ? parsed.failed : await oracle(parsed.value, input)
      const ours = 'failed' in evaluate ? evaluate.failed : evaluate.value(input)
      const tree = parseExpression(text).ast
      if (isSame(theirs, ours) || (tree && (await explain({ tree, input, theirs, ours })) !== undefined)) continue
      different.push({ text, input, theirs, ours })
    }
  })

  expect(different).toEqual([])
  expect(touched).toEqual([])
})

test('no name of a template, its variables, constants or tables becomes code', () => {
  for (let number = 0; number < 300; number++) {
    const random = new Random(number + 1)
    const word = wordOf(random)
    const name = variable(word).slice(1) || 'v'
    const values = [
      quotedName(word),
      `$settings.${quotedName(word)}`,
      `$table(${JSON.stringify(word)}, ${JSON.stringify(word)})`,
      `$${name}`,
    ]
    const record = recordWith(word)
    const entries = values.map((text, index) => {
      const value = { kind: 'expression', text, site: index } as const
      return { key: index === 0 ? word : `${word}${index}`, value: { kind: 'leaf', site: index, value } as const }
    })
    const lets = [{ name: `${name}1`, value: { kind: 'constant', value: word, site: 9 } as const }]
    const own = JSON.parse(`{${JSON.stringify(word.replaceAll('`', ''))}: "value"}`) as Record<string, unknown>
    const tables = { [word]: { rows: { [word]: 'row' }, onMiss: 'omit' as const } }
    const variables = name === 'settings' || name === 'source' ? [] : [name]
    const compile = (isEdited: boolean) =>
      compileTemplate({ kind: 'object', site: 8, lets, entries }, { constants: { settings: own }, tables, variables, isEdited })
    const [fused, edited] = [false, true].map((each) => compile(each).run(record, { [name]: 'given' }))

    expect(edited).toEqual(fused)
    expect(fused!.failures).toEqual([])
    expect(Object.getOwnPropertyDescriptor(fused!.value, word)?.value).toBe(word)
    expect(Object.getOwnPropertyDescriptor(fused!.value, `${word}1`)?.value).toBe('value')
  }
  expect(touched).toEqual([])
})

test('no key, text or name of a mapping becomes code', () => {
  let made = 0
  for (let number = 0; number < 150; number++) {
    const random = new Random(number + 1)
    const word = wordOf(random)
    const fields = JSON.parse(
      `{${JSON.stringify(word)}: ${JSON.stringify(quotedName(word))}, "b": {"const": ${JSON.stringify(word)}}}`,
    ) as object
    const document = { apiVersion: 'v1', kind: 'Mapping', name: 'hostile', fields }
    try {
      const { record, problems } = compileMapping(loadMapping(JSON.stringify(document)), { tables: { [word]: { [word]: word } } }).run(
        recordWith(word),
      )
      made++
      expect(problems).toEqual([])
      expect((record as { b: string }).b).toBe(word)
    } catch (error) {
      // Some names are refused by the language of mappings itself.
      if (!(error instanceof ProblemError)) throw error
    }
  }
  expect(made).toBeGreaterThan(0)
  expect(touched).toEqual([])
})

test('an expression reaches no function, prototype or constructor of what it is given', () => {
  const bindings = { f: function secret() {}, o: Object.create({ inherited: 1 }) as object }
  const evaluate = (text: string) => compiled(text)({ a: [1], t: 'text' } as Json).value
  for (const name of ['constructor', '__proto__', 'prototype', 'length', 'call', 'apply', 'toString', 'valueOf', 'inherited']) {
    for (const base of ['$', 'a', 't', '$sum', '$match', '(function($x) { $x })', '{}', '[]', '1', '"x"']) {
      expect(evaluate(`(${base}).${name}`), `${base}.${name}`).toBeUndefined()
      expect(evaluate(`$lookup(${base === '1' || base === '"x"' ? '{}' : base}, "${name}")`), `lookup ${base} ${name}`).toBeUndefined()
    }
    expect(compileTemplate(leafOf(`$o.${name}`), { variables: ['f', 'o'] }).run({}, bindings).value).toBeUndefined()
    expect(compileTemplate(leafOf(`$f.${name}`), { variables: ['f', 'o'] }).run({}, bindings).value).toBeUndefined()
  }
})

function leafOf(text: string) {
  return { kind: 'leaf', site: 1, value: { kind: 'expression', text, site: 1 } } as const
}
