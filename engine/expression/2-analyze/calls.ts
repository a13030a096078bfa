import type * as Tree from '../1-parse/tree.ts'
import type { Span } from '../1-parse/spans.ts'
import { builtIns } from '../functions/index.ts'
import { resultTypes } from '../functions/result-types.ts'
import { parseSignature } from '../runtime/signature.ts'
import type { FunctionCall } from './analysis.ts'
import type { Analyst } from './analyst.ts'
import { childOf } from './paths.ts'
import { FUNCTION, NUMBER, STRING } from './types.ts'
import { either, itemOf, nothing, ofTypes, orMissing, Scope, severalOf, unknown, type Value } from './value.ts'

/** How deep calls of lambdas are followed; recursion ends there. */
const deepest = 6

export function analyseCall<Shape>(
  a: Analyst<Shape>,
  node: Tree.Call,
  context: Value<Shape>,
  scope: Scope<Shape>,
  first?: Value<Shape> & Span,
): Value<Shape> {
  const callee = a.value(node.procedure, context, scope)
  const given = node.arguments.map((argument) => ({ ...a.span(argument), value: a.value(argument, context, scope) }))
  const all = first ? [{ start: first.start, end: first.end, value: first }, ...given] : given
  const values = all.map(({ value }) => value)
  if (callee.lambda) return callLambda(a, callee.lambda, values)
  const name = node.procedure.kind === 'variable' ? node.procedure.name : undefined
  if (name === undefined || scope.get(name)) return unknown
  if (a.isNew(node)) tellCall(a, node, name, all)
  callCallbacks(a, name, values)
  return resultOf(a, name, values)
}

function tellCall<Shape>(a: Analyst<Shape>, node: Tree.Call, name: string, given: FunctionCall<Shape>['arguments']): void {
  const span = a.span(node)
  a.found.calls.push({ ...span, name, arguments: given, isResult: a.results.has(node) })
  if (name === 'table') {
    const table = given[0]?.value.constant
    const { start, end } = given[0] ?? span
    a.found.tables.push({ start, end, ...(typeof table === 'string' && { name: table }) })
  }
  const reads = name === 'now' || name === 'millis' || (name === 'toMillis' && given.length > 1) ? a.found.clock : a.found.random
  if (reads === a.found.clock || name === 'random' || name === 'shuffle') reads.push(span)
}

/** Functions that are given to built-in ones are called with items of the list, or fields of the object. */
function callCallbacks<Shape>(a: Analyst<Shape>, name: string, [first = unknown, second, third]: Value<Shape>[]): void {
  const item = itemOf(first, a.given.shapes)
  const call = (callback: Value<Shape> | undefined, ...values: Value<Shape>[]) => callback?.lambda && callLambda(a, callback.lambda, values)
  if (['map', 'filter', 'single'].includes(name)) call(second, item, ofTypes(NUMBER), first)
  else if (name === 'reduce') call(second, third ? unknown : item, item, ofTypes(NUMBER), first)
  else if (name === 'sort') call(second, item, item)
  else if (name === 'each' || name === 'sift') call(second, unknown, ofTypes(STRING), first)
}

function resultOf<Shape>(a: Analyst<Shape>, name: string, [first = unknown, second = unknown]: Value<Shape>[]): Value<Shape> {
  const builtIn = builtIns.get(name)
  switch (name) {
    case 'filter':
    case 'sort':
    case 'reverse':
    case 'shuffle':
    case 'distinct':
      return severalOf(itemOf(first, a.given.shapes))
    case 'single': {
      const item = itemOf(first, a.given.shapes)
      return orMissing(item, first.types)
    }
    case 'append':
      return either(severalOf(itemOf(first, a.given.shapes)), severalOf(itemOf(second, a.given.shapes)))
    case 'lookup': {
      const child = typeof second.constant === 'string' ? childOf(a, first, second.constant) : unknown
      return child === 'missing' ? nothing : child
    }
    default:
      return builtIn ? ofTypes(resultTypes(builtIn)) : unknown
  }
}

export function callLambda<Shape>(
  a: Analyst<Shape>,
  { node, scope, context }: NonNullable<Value<Shape>['lambda']>,
  values: readonly Value<Shape>[],
): Value<Shape> {
  if (a.depth >= deepest) return unknown
  a.depth++
  const inner = new Scope(scope)
  const bound = fitted(a, node, values)
  node.parameters.forEach((name, index) => inner.bind(name, bound[index] ?? nothing))
  const value = a.value(node.body, context, inner)
  a.depth--
  return value
}

/** Arguments as a signature makes them: a single value as a list, the context in place of one that is not given. */
function fitted<Shape>(
  a: Analyst<Shape>,
  { signature, parameters: names }: Tree.Lambda,
  values: readonly Value<Shape>[],
): readonly Value<Shape>[] {
  if (signature === undefined) return values
  const { parameters } = parseSignature(signature)
  if (values.length !== parameters.length || parameters.some(({ repeats }) => repeats)) return names.map(() => unknown)
  return values.map((value, index) => (parameters[index]!.type === 'a' ? severalOf(itemOf(value, a.given.shapes)) : value))
}

export function analyseApply<Shape>(a: Analyst<Shape>, node: Tree.Apply, context: Value<Shape>, scope: Scope<Shape>): Value<Shape> {
  const left = a.value(node.left, context, scope)
  if (node.right.kind === 'call') return analyseCall(a, node.right, context, scope, { ...left, ...a.span(node.left) })
  const callee = a.value(node.right, context, scope)
  if (!callee.lambda) return unknown
  const value = callLambda(a, callee.lambda, [left])
  // One function after the other is a function.
  return left.types & FUNCTION ? either(value, ofTypes(FUNCTION)) : value
}
