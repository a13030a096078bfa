import { parseExpression } from '../1-parse/parse.ts'
import { locate, type Span, type Spans } from '../1-parse/spans.ts'
import type * as Tree from '../1-parse/tree.ts'
import { builtIns } from '../functions/index.ts'
import { resultTypes } from '../functions/result-types.ts'
import { parseSignature } from '../runtime/signature.ts'
import { ANYTHING, ARRAY, BOOLEAN, FUNCTION, NUMBER, OBJECT, STRING, typesOf, UNDEFINED, type Types } from './types.ts'
import {
  either,
  itemOf,
  listOf,
  nothing,
  objectOf,
  ofTypes,
  orMissing,
  severalLists,
  Scope,
  severalOf,
  unknown,
  type Origin,
  type Shapes,
  type Value,
} from './value.ts'

/** What an expression can see. */
export interface AnalysisScope<Shape = unknown> {
  /** What it is evaluated on. */
  context?: Value<Shape>
  /** Variables by name: `source`, `settings`, `steps`, lets. */
  variables?: Readonly<Record<string, Value<Shape>>>
  /** How the shapes in the values are walked. */
  shapes?: Shapes<Shape>
  /** Functions beside the built-in ones. */
  functions?: readonly string[]
  /** An offset in the text: what could be written there is told as `cursor`. */
  cursor?: number
}

/** What can be seen at an offset of an expression: for completion and hovers. */
export interface Sight<Shape = unknown> {
  /** What the name at the offset is a field of. */
  base: Value<Shape>
  /** The variable or field that stands there. */
  value?: Value<Shape>
  variables: ReadonlyMap<string, Value<Shape>>
}

/** A field, or several fields through lists, that the expression reads. */
export interface PathRead extends Span {
  origin: Origin
  /** The names as written here, with their places; the origin may have more in front. */
  segments: (Span & { name: string })[]
  /** The first segment that certainly is not in the data. */
  missing?: number
  types: Types
}

export interface FunctionCall<Shape = unknown> extends Span {
  name: string
  arguments: (Span & { value: Value<Shape> })[]
  /** Its value is what the expression gives. */
  isResult: boolean
}

export interface VariableRead extends Span {
  name: string
  /** Nothing of that name is bound, given, or built in. */
  isUnknown: boolean
}

export interface TableLookup extends Span {
  /** Absent where the name is computed. */
  name?: string
}

export interface Analysis<Shape = unknown> {
  /** What it gives; `types` has `UNDEFINED` where that may be nothing. */
  value: Value<Shape>
  reads: PathRead[]
  calls: FunctionCall<Shape>[]
  variables: VariableRead[]
  tables: TableLookup[]
  /** Reads of the clock. */
  clock: Span[]
  /** Throws of dice. */
  random: Span[]
  /** At the offset that was asked for, where a name stands. */
  cursor?: Sight<Shape>
}

/**
 * What an expression reads, calls and gives, without evaluating it. A text with syntax errors reads nothing and may give anything.
 */
export function analyseExpression<Shape>(expression: string | Tree.Tree, scope: AnalysisScope<Shape> = {}): Analysis<Shape> {
  const tree = typeof expression === 'string' ? parseExpression(expression).ast : expression
  const analyst = new Analyst<Shape>(scope, tree ? locate(tree) : new Map())
  return analyst.analyse(tree)
}

/** How deep calls of lambdas are followed; recursion ends there. */
const deepest = 6

class Analyst<Shape> {
  private readonly given: AnalysisScope<Shape>
  private readonly spans: Spans
  private readonly found: Analysis<Shape> = { value: unknown, reads: [], calls: [], variables: [], tables: [], clock: [], random: [] }
  /** Nodes that are evaluated more than once are told once for each origin. */
  private readonly told = new Set<string>()
  private readonly numbers = new Map<object, number>()
  private depth = 0
  private results = new Set<object>()

  constructor(given: AnalysisScope<Shape>, spans: Spans) {
    this.given = given
    this.spans = spans
  }

  analyse(tree: Tree.Tree | undefined): Analysis<Shape> {
    if (!tree) return this.found
    this.markResults(tree.root)
    const scope = new Scope<Shape>()
    for (const [name, value] of Object.entries(this.given.variables ?? {})) scope.bind(name, value)
    const context = this.given.context ?? { types: ANYTHING, origin: { root: 'context', path: [] } }
    if (!scope.get('$')) scope.bind('$', context)
    this.found.value = this.value(tree.root, context, scope)
    return this.found
  }

  /** The parts whose value becomes that of the whole. */
  private markResults(node: Tree.Node): void {
    if (node.predicates || node.group) return
    this.results.add(node)
    switch (node.kind) {
      case 'condition':
        this.markResults(node.whenTrue)
        if (node.whenFalse) this.markResults(node.whenFalse)
        break
      case 'fallback':
        this.markResults(node.left)
        this.markResults(node.right)
        break
      case 'block':
        if (node.expressions.length > 0) this.markResults(node.expressions.at(-1)!)
        break
      case 'bind':
        this.markResults(node.value)
        break
      case 'apply':
        this.markResults(node.right)
        break
      case 'path':
        if (!node.steps.at(-1)!.stages.length && node.steps.at(-1)!.node.kind !== 'sort')
          this.markResults(node.steps.at(-1)!.node as Tree.Node)
        break
      default:
    }
  }

  private span(node: object): Span {
    const { start, end } = this.spans.get(node) ?? { start: 0, end: 0 }
    return { start, end }
  }

  /** True the first time that a node is met with a key. */
  private isNew(node: object, key = ''): boolean {
    let number = this.numbers.get(node)
    if (number === undefined) this.numbers.set(node, (number = this.numbers.size))
    const told = `${number} ${key}`
    if (this.told.has(told)) return false
    this.told.add(told)
    return true
  }

  private value(node: Tree.Node, context: Value<Shape>, scope: Scope<Shape>): Value<Shape> {
    let value = this.bare(node, context, scope)
    for (const predicate of node.predicates ?? []) value = this.filtered(value, predicate, scope)
    if (node.group && node.kind !== 'path') value = this.grouped(node.group, value, scope)
    return node.keepArray || (node.kind === 'path' && node.keepSingleton && !node.group) ? severalOf(value) : value
  }

  private filtered(value: Value<Shape>, { test }: Tree.Predicate, scope: Scope<Shape>): Value<Shape> {
    const item = itemOf(value, this.given.shapes)
    this.value(test, item, scope)
    return test.kind === 'literal' && typeof test.value === 'number' ? orMissing(item, UNDEFINED) : severalOf(item)
  }

  private grouped({ pairs }: Tree.Grouping, value: Value<Shape>, scope: Scope<Shape>): Value<Shape> {
    const item = itemOf(value, this.given.shapes)
    for (const { key } of pairs) this.value(key, item, scope)
    return this.object(pairs, severalOf(item), scope)
  }

  private object(pairs: readonly Tree.Pair[], context: Value<Shape>, scope: Scope<Shape>): Value<Shape> {
    const fields = new Map<string, Value<Shape>>()
    let isOpen = false
    for (const { key, value } of pairs) {
      const field = this.value(value, context, scope)
      if (key.kind === 'literal' && typeof key.value === 'string') fields.set(key.value, field)
      else isOpen = true
    }
    return isOpen ? ofTypes(OBJECT) : objectOf(fields)
  }

  private bare(node: Tree.Node, context: Value<Shape>, scope: Scope<Shape>): Value<Shape> {
    switch (node.kind) {
      case 'literal':
        return { types: typesOf(node.value), constant: node.value }
      case 'variable':
        return this.variable(node, context, scope)
      case 'name':
        return this.names(context, [node], scope)
      case 'path':
        return this.path(node, context, scope)
      case 'regex':
        return ofTypes(FUNCTION)
      case 'negate':
        return ofTypes(NUMBER | (this.value(node.operand, context, scope).types & UNDEFINED))
      case 'operation':
        return this.operation(node, context, scope)
      case 'array':
        return this.list(node, context, scope)
      case 'object':
        for (const { key } of node.pairs) this.value(key, context, scope)
        return this.object(node.pairs, context, scope)
      case 'condition':
        return this.condition(node, context, scope)
      case 'fallback': {
        const left = this.value(node.left, context, scope)
        const right = this.value(node.right, context, scope)
        return either({ ...left, types: left.types & ~UNDEFINED }, right)
      }
      case 'block': {
        const inner = new Scope(scope)
        return node.expressions.reduce<Value<Shape>>((_, each) => this.value(each, context, inner), nothing)
      }
      case 'bind': {
        if (node.value.kind === 'lambda') scope.bind(node.name, { types: FUNCTION, lambda: { node: node.value, scope, context } })
        const value = this.value(node.value, context, scope)
        if (node.value.kind !== 'lambda') scope.bind(node.name, value)
        return value
      }
      case 'lambda':
        if (this.isNew(node))
          this.callLambda(
            { node, scope, context },
            node.parameters.map(() => unknown),
          )
        return { types: FUNCTION, lambda: { node, scope, context } }
      case 'call':
        return this.call(node, context, scope)
      case 'partial':
        this.value(node.procedure, context, scope)
        for (const argument of node.arguments) if (argument) this.value(argument, context, scope)
        return ofTypes(FUNCTION)
      case 'apply':
        return this.apply(node, context, scope)
      case 'transform':
        for (const part of [node.pattern, node.update, node.deletion]) if (part) this.value(part, unknown, scope)
        return ofTypes(FUNCTION)
      default:
        return unknown
    }
  }

  private list({ items }: Tree.ArrayConstructor, context: Value<Shape>, scope: Scope<Shape>): Value<Shape> {
    // A constructor in a constructor is an item; the items of any other list are taken in.
    const values = items.map((item) => {
      const value = this.value(item, context, scope)
      return item.kind === 'array' && !item.predicates ? value : itemOf(value, this.given.shapes)
    })
    const [first, ...others] = values
    return listOf(first && others.reduce((left, right) => either(left, right), first))
  }

  private variable(node: Tree.Variable, context: Value<Shape>, scope: Scope<Shape>): Value<Shape> {
    if (node.name === '') return context
    const known = scope.get(node.name)
    const isFunction = builtIns.has(node.name) || this.given.functions?.includes(node.name) === true
    if (this.isNew(node)) this.found.variables.push({ ...this.span(node), name: node.name, isUnknown: !known && !isFunction })
    this.look(node, context, scope, known)
    return known ?? (isFunction ? ofTypes(FUNCTION) : ofTypes(ANYTHING))
  }

  private operation(node: Tree.Operation, context: Value<Shape>, scope: Scope<Shape>): Value<Shape> {
    const left = this.value(node.left, context, scope)
    const right = this.value(node.right, context, scope)
    const missing = (left.types | right.types) & UNDEFINED
    switch (node.operator) {
      case '&':
        return ofTypes(STRING)
      case '=':
      case '!=':
      case 'in':
      case 'and':
      case 'or':
        return ofTypes(BOOLEAN)
      case '..':
        return { ...listOf<Shape>(ofTypes(NUMBER)), types: ARRAY | NUMBER | UNDEFINED }
      case '<':
      case '<=':
      case '>':
      case '>=':
        return ofTypes(BOOLEAN | missing)
      default:
        return ofTypes(NUMBER | missing)
    }
  }

  private condition(node: Tree.Condition, context: Value<Shape>, scope: Scope<Shape>): Value<Shape> {
    this.value(node.test, context, scope)
    const whenTrue = this.value(node.whenTrue, context, scope)
    return either(whenTrue, node.whenFalse ? this.value(node.whenFalse, context, scope) : nothing)
  }

  /** A lambda is met first without arguments: the sight that knows most is kept. */
  private look(node: object, base: Value<Shape>, scope: Scope<Shape>, value: Value<Shape> | undefined): void {
    const { cursor } = this.given
    if (cursor === undefined) return
    const { start, end } = this.span(node)
    if (cursor < start || cursor > end) return
    const isKnown = base.shape !== undefined || base.fields !== undefined
    if (!this.found.cursor || isKnown)
      this.found.cursor = { base: itemOf(base, this.given.shapes), variables: scope.all(), ...(value && { value }) }
  }

  // Paths

  private path(path: Tree.Path, context: Value<Shape>, outer: Scope<Shape>): Value<Shape> {
    const scope = path.steps.some((step) => step.startsTuples) ? new Scope(outer) : outer
    let value = context
    for (let index = 0; index < path.steps.length; index++) {
      const isMany = (value.types & ARRAY) !== 0
      const before = itemOf(value, this.given.shapes)
      const run = runOfNames(path.steps, index)
      if (run.length > 0) {
        value = this.names(
          value,
          run.map((step) => step.node as Tree.Name),
          scope,
        )
        index += run.length - 1
      } else {
        value = this.step(path.steps[index]!, value, index === 0, scope)
      }
      const { focus } = path.steps[index]!
      const found = this.stages(path.steps[index]!, value, isMany || run.length > 1, scope)
      // With @ the context stays what it was, for each item that was found.
      value = focus === undefined ? found : severalOf(before)
    }
    if (path.steps.some((step) => step.startsTuples)) value = severalOf(itemOf(value, this.given.shapes))
    return path.group ? this.grouped(path.group, value, scope) : value
  }

  private step(step: Tree.Step, value: Value<Shape>, isFirst: boolean, scope: Scope<Shape>): Value<Shape> {
    const { node } = step
    const item = itemOf(value, this.given.shapes)
    if (node.kind === 'sort') {
      for (const term of node.terms) this.value(term.node, item, scope)
      return severalOf(item)
    }
    const isStart = isFirst && node.kind === 'variable'
    const found = this.value(node, isStart ? value : item, scope)
    if (isStart) return found
    if (step.isList && value.types & ARRAY) return severalLists(found, this.given.shapes)
    return value.types & ARRAY ? severalOf(itemOf(found, this.given.shapes)) : orMissing(found, value.types)
  }

  /** @param isMany the step is taken from each item of a list: each may give one */
  private stages(step: Tree.Step, value: Value<Shape>, isMany: boolean, scope: Scope<Shape>): Value<Shape> {
    let result = value
    for (const stage of step.stages) {
      if (stage.kind === 'predicate') result = isMany ? severalOf(this.filtered(result, stage, scope)) : this.filtered(result, stage, scope)
      else scope.bind(stage.name, ofTypes(NUMBER))
    }
    if (step.focus !== undefined) scope.bind(step.focus, itemOf(result, this.given.shapes))
    if (step.index !== undefined) scope.bind(step.index, ofTypes(NUMBER))
    return result
  }

  /** A run of names from a value on. */
  private names(base: Value<Shape>, names: readonly Tree.Name[], scope: Scope<Shape>): Value<Shape> {
    let value = base
    let missing: number | undefined
    names.forEach((node, index) => {
      const next = this.child(value, node.name)
      if (next === 'missing') missing ??= index
      this.look(node, value, scope, next === 'missing' ? undefined : next)
      value = next === 'missing' ? nothing : next
    })
    const { origin } = base
    if (!origin) return value
    const path = [...origin.path, ...names.map(({ name }) => name)]
    if (this.isNew(names[0]!, `${origin.root} ${path.join('.')}`)) {
      const segments = names.map((node) => ({ ...this.span(node), name: node.name }))
      const { start } = segments[0]!
      this.found.reads.push({
        start,
        end: segments.at(-1)!.end,
        origin: { root: origin.root, path },
        segments,
        missing,
        types: value.types,
      })
    }
    return { ...value, origin: { root: origin.root, path } }
  }

  private child(value: Value<Shape>, name: string): Value<Shape> | 'missing' {
    const { shapes } = this.given
    const item = itemOf(value, shapes)
    const isMany = (value.types & ARRAY) !== 0
    const many = (child: Value<Shape>) => (isMany ? this.gathered(child) : orMissing(child, value.types))
    if (item.fields) return item.fields.has(name) ? many(item.fields.get(name)!) : 'missing'
    if (item.shape === undefined || !shapes) return item.types & (OBJECT | ARRAY) ? unknown : 'missing'
    const child = shapes.child(item.shape, name)
    if (child === 'missing') return 'missing'
    return child === 'unknown' ? unknown : many({ types: shapes.types(child), shape: child })
  }

  /** A field of each item of a list: where it is a list itself, its items. */
  private gathered(child: Value<Shape>): Value<Shape> {
    const several = severalOf(child)
    return { ...several, types: several.types | itemOf(child, this.given.shapes).types }
  }

  // Functions

  private call(node: Tree.Call, context: Value<Shape>, scope: Scope<Shape>, first?: Value<Shape> & Span): Value<Shape> {
    const callee = this.value(node.procedure, context, scope)
    const given = node.arguments.map((argument) => ({ ...this.span(argument), value: this.value(argument, context, scope) }))
    const all = first ? [{ start: first.start, end: first.end, value: first }, ...given] : given
    const values = all.map(({ value }) => value)
    if (callee.lambda) return this.callLambda(callee.lambda, values)
    const name = node.procedure.kind === 'variable' ? node.procedure.name : undefined
    if (name === undefined || scope.get(name)) return unknown
    if (this.isNew(node)) this.tell(node, name, all)
    this.callCallbacks(name, values)
    return this.resultOf(name, values)
  }

  private tell(node: Tree.Call, name: string, given: FunctionCall<Shape>['arguments']): void {
    const span = this.span(node)
    this.found.calls.push({ ...span, name, arguments: given, isResult: this.results.has(node) })
    if (name === 'table') {
      const table = given[0]?.value.constant
      const { start, end } = given[0] ?? span
      this.found.tables.push({ start, end, ...(typeof table === 'string' && { name: table }) })
    }
    const reads = name === 'now' || name === 'millis' || (name === 'toMillis' && given.length > 1) ? this.found.clock : this.found.random
    if (reads === this.found.clock || name === 'random' || name === 'shuffle') reads.push(span)
  }

  /** Functions that are given to built-in ones are called with items of the list, or fields of the object. */
  private callCallbacks(name: string, [first = unknown, second, third]: Value<Shape>[]): void {
    const item = itemOf(first, this.given.shapes)
    const call = (callback: Value<Shape> | undefined, ...values: Value<Shape>[]) =>
      callback?.lambda && this.callLambda(callback.lambda, values)
    if (['map', 'filter', 'single'].includes(name)) call(second, item, ofTypes(NUMBER), first)
    else if (name === 'reduce') call(second, third ? unknown : item, item, ofTypes(NUMBER), first)
    else if (name === 'sort') call(second, item, item)
    else if (name === 'each' || name === 'sift') call(second, unknown, ofTypes(STRING), first)
  }

  private resultOf(name: string, [first = unknown, second = unknown]: Value<Shape>[]): Value<Shape> {
    const builtIn = builtIns.get(name)
    switch (name) {
      case 'filter':
      case 'sort':
      case 'reverse':
      case 'shuffle':
      case 'distinct':
        return severalOf(itemOf(first, this.given.shapes))
      case 'single': {
        const item = itemOf(first, this.given.shapes)
        return orMissing(item, first.types)
      }
      case 'append':
        return either(severalOf(itemOf(first, this.given.shapes)), severalOf(itemOf(second, this.given.shapes)))
      case 'lookup': {
        const child = typeof second.constant === 'string' ? this.child(first, second.constant) : unknown
        return child === 'missing' ? nothing : child
      }
      default:
        return builtIn ? ofTypes(resultTypes(builtIn)) : unknown
    }
  }

  private callLambda({ node, scope, context }: NonNullable<Value<Shape>['lambda']>, values: readonly Value<Shape>[]): Value<Shape> {
    if (this.depth >= deepest) return unknown
    this.depth++
    const inner = new Scope(scope)
    const fitted = this.fitted(node, values)
    node.parameters.forEach((name, index) => inner.bind(name, fitted[index] ?? nothing))
    const value = this.value(node.body, context, inner)
    this.depth--
    return value
  }

  /** Arguments as a signature makes them: a single value as a list, the context in place of one that is not given. */
  private fitted({ signature, parameters: names }: Tree.Lambda, values: readonly Value<Shape>[]): readonly Value<Shape>[] {
    if (signature === undefined) return values
    const { parameters } = parseSignature(signature)
    if (values.length !== parameters.length || parameters.some(({ repeats }) => repeats)) return names.map(() => unknown)
    return values.map((value, index) => (parameters[index]!.type === 'a' ? severalOf(itemOf(value, this.given.shapes)) : value))
  }

  private apply(node: Tree.Apply, context: Value<Shape>, scope: Scope<Shape>): Value<Shape> {
    const left = this.value(node.left, context, scope)
    if (node.right.kind === 'call') return this.call(node.right, context, scope, { ...left, ...this.span(node.left) })
    const callee = this.value(node.right, context, scope)
    if (!callee.lambda) return unknown
    const value = this.callLambda(callee.lambda, [left])
    // One function after the other is a function.
    return left.types & FUNCTION ? either(value, ofTypes(FUNCTION)) : value
  }
}

/** Names that follow each other without predicates; the last may have some. */
function runOfNames(steps: readonly Tree.Step[], start: number): Tree.Step[] {
  const run: Tree.Step[] = []
  for (const step of steps.slice(start)) {
    if (step.node.kind !== 'name' || step.node.predicates || step.node.group) break
    // What stays the context with @ must be known by itself.
    if (step.focus !== undefined && run.length > 0) break
    run.push(step)
    if (step.stages.length > 0 || step.focus !== undefined || step.index !== undefined) break
  }
  return run
}
