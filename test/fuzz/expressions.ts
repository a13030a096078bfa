import type { Json } from './data.ts'
import { calls } from './calls.ts'
import { PathWriter } from './paths.ts'
import type { Random } from './random.ts'
import { itemOf, type Kind, ownField, type Scope, type Variable } from './wishes.ts'

/** Writes an expression on a record. */
export function randomExpression(random: Random, record: Json): string {
  const writer = new Writer(random, record)
  const kind = random.pick<Kind>(['any', 'number', 'text', 'boolean', 'list', 'object', 'objects', 'function', 'any', 'any'])
  return writer.value(kind, { here: record, variables: [], depth: 1 + random.below(4), parents: [] })
}

/** How the arguments of built-in functions are asked for. */
export interface ArgumentWriter {
  random: Random
  value(kind: Kind): string
  /** A function of so many items. */
  lambda(parameters: readonly Kind[], result: Kind): string
  regex(): string
  text(text: string): string
}

const operators = ['+', '-', '*', '/', '%']
const literals = ['0', '1', '2', '3', '-1', '0.5', '2.5', '10', '1e3', '0.1', '1e-3', '12345.678', '-0']
const texts = [
  '',
  'a',
  'b',
  'blue',
  'Blue Shirt',
  ' two  words ',
  'é',
  '😀x',
  '10',
  '-3.5',
  'a,b;c',
  ',',
  ' ',
  '2024-02-29',
  "it's",
  'back\\slash',
  'x"y',
]

class Writer extends PathWriter {
  override value(kind: Kind, scope: Scope): string {
    const { random } = this
    // What does not fit is asked for too: errors must be the same.
    if (random.chance(0.015)) kind = random.pick<Kind>(['number', 'text', 'boolean', 'list', 'object', 'function', 'any'])
    if (scope.depth <= 0) return this.simple(kind, scope)
    const inner = { ...scope, depth: scope.depth - 1 }
    return random.weighted<() => string>([
      [5, () => this.simple(kind, scope)],
      [6, () => this.call(kind, inner)],
      [6, () => this.ofKind(kind, inner)],
      [1, () => `(${this.value('boolean', inner)} ? ${this.value(kind, inner)} : ${this.value(kind, inner)})`],
      [0.4, () => `(${this.value('boolean', inner)} ? ${this.value(kind, inner)})`],
      [1, () => this.block(kind, inner)],
      [0.6, () => `(${this.value(kind, inner)} ${random.pick(['??', '?:'])} ${this.value(kind, inner)})`],
      [0.7, () => this.applied(kind, inner)],
      [0.5, () => `${this.lambda(inner, [kind], kind)}(${this.value(kind, inner)})`],
      [0.4, () => this.evaluated(kind, inner)],
    ])()
  }

  private simple(kind: Kind, scope: Scope): string {
    const { random } = this
    const variables = scope.variables.filter((each) => each.kind === kind || kind === 'any')
    if (variables.length > 0 && random.chance(0.4)) return this.variable(random.pick(variables), scope)
    if (kind !== 'function' && random.chance(kind === 'any' ? 0.8 : 0.65)) return this.path(kind, scope)
    switch (kind) {
      case 'number':
        return random.pick(literals)
      case 'text':
        return this.text(random.pick(texts))
      case 'boolean':
        return random.pick(['true', 'false'])
      case 'numbers':
        return `[${random.times(4, () => random.pick(literals)).join(', ')}]`
      case 'texts':
        return `[${random.times(4, () => this.text(random.pick(texts))).join(', ')}]`
      case 'list':
        return random.pick(['[]', '[1, 2, 3]', '[1..4]', "['b', 'a', 'b']", '[[1], [2, [3]]]', '[1, "a", null, true]', '[{}]'])
      case 'object':
        return random.pick(['{}', '{"a": 1}', '{"a": 1, "b": [1, 2]}', '{"name": "x", "qty": 2}'])
      case 'objects':
        return '[{"sku": "A", "qty": 1}, {"sku": "B", "qty": 2}, {"sku": "A", "qty": 3}]'
      case 'function':
        return this.namedFunction()
      default:
        return random.pick(['null', '1', '"a"', 'true', '[]', '{}', '$', '$$', '/a/', 'nothing'])
    }
  }

  private variable({ name, sample }: Variable, scope: Scope): string {
    const known = typeof sample === 'object' && sample !== null && this.random.chance(0.5)
    return known ? `$${name}.${this.steps({ ...scope, here: sample }, 1 + this.random.below(2)).text}` : `$${name}`
  }

  private namedFunction(): string {
    return this.random.pick([
      '$uppercase',
      '$sum',
      '$string',
      '$count',
      '$length',
      '$not',
      '$exists',
      '$number',
      '$abs',
      '$keys',
      '$trim',
      '$boolean',
      '$reverse',
      '$distinct',
      '/b/',
      '/a(.)?/i',
    ])
  }

  private ofKind(kind: Kind, scope: Scope): string {
    const { random } = this
    switch (kind) {
      case 'number':
        return random.chance(0.15)
          ? `-${this.group(this.value('number', scope))}`
          : `(${this.value('number', scope)} ${random.pick(operators)} ${this.value('number', scope)})`
      case 'text':
        return `(${this.value('any', scope)} & ${this.value('text', scope)})`
      case 'boolean':
        return this.test(scope)
      case 'list':
      case 'numbers':
      case 'texts':
      case 'objects':
        return this.list(kind, scope)
      case 'object':
        return this.object(scope)
      case 'function':
        return this.functionValue(scope)
      default:
        return this.ofKind(random.pick<Kind>(['number', 'text', 'boolean', 'list', 'object', 'function', 'objects', 'numbers']), scope)
    }
  }

  private test(scope: Scope): string {
    const { random } = this
    const kind = random.pick<Kind>(['number', 'text'])
    return random.weighted<() => string>([
      [3, () => `(${this.value(kind, scope)} ${random.pick(['<', '<=', '>', '>='])} ${this.value(kind, scope)})`],
      [3, () => `(${this.value('any', scope)} ${random.pick(['=', '!='])} ${this.value('any', scope)})`],
      [1, () => `(${this.value(kind, scope)} ${random.pick(['=', '!='])} ${this.value(kind, scope)})`],
      [2, () => `(${this.value('any', scope)} ${random.pick(['and', 'or'])} ${this.value('boolean', scope)})`],
      [1.5, () => `(${this.value('any', scope)} in ${this.value('list', scope)})`],
    ])()
  }

  private list(kind: Kind, scope: Scope): string {
    const { random } = this
    const item: Kind = kind === 'numbers' ? 'number' : kind === 'texts' ? 'text' : kind === 'objects' ? 'object' : 'any'
    return random.weighted<() => string>([
      [3, () => `[${[this.value(item, scope), ...random.times(3, () => this.value(item, scope))].join(', ')}]`],
      [1, () => `[${this.small()}..${this.small()}]`],
      [0.5, () => `[${this.value(item, scope)}, ${this.small()}..${this.small()}]`],
      [3, () => this.path(kind, scope)],
      [1, () => `${this.group(this.value(kind, scope))}${this.sort(this.sampleItem(kind), scope)}`],
      [1, () => `${this.group(this.value(kind, scope))}[${this.predicate(this.sampleItem(kind), scope)}]`],
      [0.5, () => `${this.group(this.value(kind, scope))}[]`],
    ])()
  }

  private sampleItem(kind: Kind): Json | undefined {
    return kind === 'numbers' ? 2 : kind === 'texts' ? 'a' : kind === 'objects' ? { sku: 'A', qty: 1, price: 2, name: 'n' } : undefined
  }

  private object(scope: Scope): string {
    const { random } = this
    return random.weighted<() => string>([
      [3, () => `{${this.pairs(scope, false)}}`],
      [1.5, () => `${this.path('objects', scope)}{${this.pairs({ ...scope, here: this.anyLine(), depth: scope.depth - 1 }, true)}}`],
      [1, () => `${this.group(this.value('objects', scope))}{${this.pairs({ ...scope, here: { sku: 'A', qty: 1 } }, true)}}`],
      [1, () => this.transformed(scope)],
    ])()
  }

  protected override pairs(scope: Scope, isGroup: boolean): string {
    const keys = ['a', 'b', 'sku', 'x y', '__proto__', 'constructor', 'toJSON', 'valueOf', '', 'é']
    const pair = () => {
      const key = this.random.chance(isGroup ? 0.6 : 0.15) ? this.value('text', scope) : this.text(this.random.pick(keys))
      return `${key}: ${this.value('any', scope)}`
    }
    return [pair(), ...this.random.times(2, pair)].join(', ')
  }

  private transformed(scope: Scope): string {
    const { random } = this
    const target = this.path('object', scope)
    const pattern = random.pick(['$', 'lines', 'customer', 'customer.address', '**[qty]', '*', 'lines[0]', 'item', 'nothing'])
    const update = random.pick([
      '{"x": 1}',
      '{"qty": qty + 1}',
      '{"name": name & "!"}',
      '{"__proto__": 1}',
      `{${this.pairs(scope, false)}}`,
      'nothing',
      '3',
    ])
    const deletion = random.pick(['', ", 'qty'", ", ['name', 'sku']", ', nothing', ', 5'])
    return `(${target} ~> |${pattern}|${update}${deletion}|)`
  }

  // Functions

  private functionValue(scope: Scope): string {
    const { random } = this
    return random.weighted<() => string>([
      [
        3,
        () =>
          this.lambda(
            scope,
            random.times(3, () => random.pick<Kind>(['number', 'text', 'any'])),
            'any',
          ),
      ],
      [
        1,
        () =>
          random.pick([
            '$substring(?, 1)',
            '$substring(?, ?, 2)',
            '$append(?, 1)',
            '$power(?, 2)',
            '$join(?, "-")',
            '$pad(?, 5)',
            '$split(?, ",")',
          ]),
      ],
      [1, () => `(${this.namedFunction()} ~> ${this.namedFunction()})`],
      [1, () => this.namedFunction()],
      [0.7, () => `${this.lambda(scope, ['number', 'number'], 'number')}(?, ${this.value('number', scope)})`],
      [0.5, () => '|lines|{"x": 1}|'],
    ])()
  }

  /** A lambda; some have a signature. */
  lambda(scope: Scope, parameters: readonly Kind[], result: Kind): string {
    const { random } = this
    const named = parameters.map((kind) => ({ name: this.name(), kind, sample: kind === 'object' ? this.anyLine() : undefined }))
    const body = this.value(result, { ...scope, variables: [...scope.variables, ...named], depth: scope.depth - 1 })
    const letters: Record<string, string> = { number: 'n', text: 's', boolean: 'b', list: 'a', object: 'o', numbers: 'a<n>', texts: 'a<s>' }
    const isSigned = parameters.length > 0 && random.chance(0.2)
    const letter = (kind: Kind) => `${letters[kind] ?? 'x'}${random.pick(['', '', '', '?', '-'])}`
    const signature = isSigned ? `<${parameters.map(letter).join('')}${random.pick([':x', '', ':n'])}>` : ''
    const keyword = random.pick(['function', 'function', 'λ'])
    return `${keyword}(${named.map(({ name }) => `$${name}`).join(', ')})${signature}{ ${body} }`
  }

  private call(kind: Kind, scope: Scope): string {
    const { random } = this
    const fitting =
      calls[kind === 'any' || kind === 'function' ? random.pick(['number', 'text', 'boolean', 'list', 'object'] as const) : kind]
    const writer: ArgumentWriter = {
      random,
      value: (wanted) => this.value(wanted, scope),
      lambda: (parameters, result) => this.lambda(scope, parameters, result),
      regex: () => this.regex(),
      text: (text) => this.text(text),
    }
    const { name, given } = random.pick(fitting)(writer)
    const args = given.slice()
    // Too few and too many arguments: the context steps in, or an error is due.
    if (random.chance(0.02)) args.pop()
    if (random.chance(0.02)) args.push(this.value('any', scope))
    if (args.length > 0 && random.chance(0.12))
      return `${this.group(args[0]!)} ~> $${name}(${args.slice(1).join(', ')})`.replace(/^/, '(').concat(')')
    if (args.length > 0 && random.chance(0.08)) return `${this.group(args[0]!)}.$${name}(${args.slice(1).join(', ')})`
    return `$${name}(${args.join(', ')})`
  }

  private applied(kind: Kind, scope: Scope): string {
    const argument = this.group(this.value(kind, scope))
    return `(${argument} ~> ${this.random.pick([this.functionValue(scope), this.lambda(scope, [kind], kind)])})`
  }

  private evaluated(kind: Kind, scope: Scope): string {
    const text = this.value(kind, { ...scope, depth: Math.min(scope.depth, 1) })
    const context = this.random.chance(0.2) ? `, ${this.value('any', scope)}` : ''
    return `$eval(${this.text(text)}${context})`
  }

  private block(kind: Kind, scope: Scope): string {
    const { random } = this
    const bound: Variable[] = []
    const statements: string[] = []
    for (let count = 1 + random.below(2); count > 0; count--) {
      const inner = { ...scope, variables: [...scope.variables, ...bound] }
      const variable: Variable = {
        name: this.name(),
        kind: random.pick<Kind>(['number', 'text', 'list', 'object', 'objects', kind]),
        sample: undefined,
      }
      if (random.chance(0.08)) {
        statements.push(`$${variable.name} := function($n){ $n <= 0 ? 0 : ${random.pick(['1 + ', ''])}$${variable.name}($n - 1) }`)
        bound.push({ ...variable, kind: 'function' })
        if (random.chance(0.7)) statements.push(`$${variable.name}(${random.below(6)})`)
        continue
      }
      statements.push(`$${variable.name} := ${this.value(variable.kind, inner)}`)
      bound.push(variable)
    }
    return `(${statements.join('; ')}; ${this.value(kind, { ...scope, variables: [...scope.variables, ...bound] })})`
  }

  private anyLine(): Json | undefined {
    return itemOf(ownField(this.record, 'lines'))
  }

  // Words

  private small(): string {
    return String(this.random.below(7) - 1)
  }

  private regex(): string {
    return this.random.pick([
      '/a/',
      '/[a-c]+/',
      '/(b)(l)?/',
      '/\\s+/',
      '/^./',
      '/e$/i',
      '/\\d+/',
      '/(\\w)(\\w*)/',
      '/,|;/',
      '/x*/',
      '/[^a]/m',
      '/(a|b)c?/i',
      '/o{1,2}/',
      '/\\bb/',
    ])
  }

  private text(text: string): string {
    return JSON.stringify(text)
  }

  private group(text: string): string {
    return `(${text})`
  }
}
