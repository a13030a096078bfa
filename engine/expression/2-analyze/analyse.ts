import { parseExpression } from '../1-parse/parse.ts'
import { locate } from '../1-parse/spans.ts'
import type * as Tree from '../1-parse/tree.ts'
import { builtIns } from '../functions/index.ts'
import type { Analysis, AnalysisScope } from './analysis.ts'
import { Analyst } from './analyst.ts'
import { analyseApply, analyseCall, callLambda } from './calls.ts'
import { filtered, grouped, objectOfPairs } from './grouping.ts'
import { analyseNames, analysePath } from './paths.ts'
import { ANYTHING, ARRAY, BOOLEAN, FUNCTION, NUMBER, STRING, typesOf, UNDEFINED } from './types.ts'
import { either, itemOf, listOf, nothing, ofTypes, Scope, severalOf, unknown, type Value } from './value.ts'

/**
 * What an expression reads, calls and gives, without evaluating it. A text with syntax errors reads nothing and may give anything.
 */
export function analyseExpression<Shape>(expression: string | Tree.Tree, given: AnalysisScope<Shape> = {}): Analysis<Shape> {
  const tree = typeof expression === 'string' ? parseExpression(expression).ast : expression
  const a = new Analyst<Shape>(given, tree ? locate(tree) : new Map(), valueOf)
  if (!tree) return a.found
  a.markResults(tree.root)
  const scope = new Scope<Shape>()
  for (const [name, value] of Object.entries(given.variables ?? {})) scope.bind(name, value)
  const context = given.context ?? { types: ANYTHING, origin: { root: 'context', path: [] } }
  if (!scope.get('$')) scope.bind('$', context)
  a.found.value = a.value(tree.root, context, scope)
  return a.found
}

function valueOf<Shape>(a: Analyst<Shape>, node: Tree.Node, context: Value<Shape>, scope: Scope<Shape>): Value<Shape> {
  let value = bare(a, node, context, scope)
  for (const predicate of node.predicates ?? []) value = filtered(a, value, predicate, scope)
  if (node.group && node.kind !== 'path') value = grouped(a, node.group, value, scope)
  return node.keepArray || (node.kind === 'path' && node.keepSingleton && !node.group) ? severalOf(value) : value
}

function bare<Shape>(a: Analyst<Shape>, node: Tree.Node, context: Value<Shape>, scope: Scope<Shape>): Value<Shape> {
  switch (node.kind) {
    case 'literal':
      return { types: typesOf(node.value), constant: node.value }
    case 'variable':
      return analyseVariable(a, node, context, scope)
    case 'name':
      return analyseNames(a, context, [node], scope)
    case 'path':
      return analysePath(a, node, context, scope)
    case 'regex':
      return ofTypes(FUNCTION)
    case 'negate':
      return ofTypes(NUMBER | (a.value(node.operand, context, scope).types & UNDEFINED))
    case 'operation':
      return analyseOperation(a, node, context, scope)
    case 'array':
      return analyseList(a, node, context, scope)
    case 'object':
      for (const { key } of node.pairs) a.value(key, context, scope)
      return objectOfPairs(a, node.pairs, context, scope)
    case 'condition':
      return analyseCondition(a, node, context, scope)
    case 'fallback': {
      const left = a.value(node.left, context, scope)
      const right = a.value(node.right, context, scope)
      return either({ ...left, types: left.types & ~UNDEFINED }, right)
    }
    case 'block': {
      const inner = new Scope(scope)
      return node.expressions.reduce<Value<Shape>>((_, each) => a.value(each, context, inner), nothing)
    }
    case 'bind': {
      if (node.value.kind === 'lambda') scope.bind(node.name, { types: FUNCTION, lambda: { node: node.value, scope, context } })
      const value = a.value(node.value, context, scope)
      if (node.value.kind !== 'lambda') scope.bind(node.name, value)
      return value
    }
    case 'lambda':
      if (a.isNew(node))
        callLambda(
          a,
          { node, scope, context },
          node.parameters.map(() => unknown),
        )
      return { types: FUNCTION, lambda: { node, scope, context } }
    case 'call':
      return analyseCall(a, node, context, scope)
    case 'partial':
      a.value(node.procedure, context, scope)
      for (const argument of node.arguments) if (argument) a.value(argument, context, scope)
      return ofTypes(FUNCTION)
    case 'apply':
      return analyseApply(a, node, context, scope)
    case 'transform':
      for (const part of [node.pattern, node.update, node.deletion]) if (part) a.value(part, unknown, scope)
      return ofTypes(FUNCTION)
    default:
      return unknown
  }
}

function analyseList<Shape>(a: Analyst<Shape>, { items }: Tree.ArrayConstructor, context: Value<Shape>, scope: Scope<Shape>): Value<Shape> {
  // A constructor in a constructor is an item; the items of any other list are taken in.
  const values = items.map((item) => {
    const value = a.value(item, context, scope)
    return item.kind === 'array' && !item.predicates ? value : itemOf(value, a.given.shapes)
  })
  const [first, ...others] = values
  return listOf(first && others.reduce((left, right) => either(left, right), first))
}

function analyseVariable<Shape>(a: Analyst<Shape>, node: Tree.Variable, context: Value<Shape>, scope: Scope<Shape>): Value<Shape> {
  if (node.name === '') return context
  const known = scope.get(node.name)
  const isFunction = builtIns.has(node.name) || a.given.functions?.includes(node.name) === true
  if (a.isNew(node)) a.found.variables.push({ ...a.span(node), name: node.name, isUnknown: !known && !isFunction })
  a.look(node, context, scope, known)
  return known ?? (isFunction ? ofTypes(FUNCTION) : ofTypes(ANYTHING))
}

function analyseOperation<Shape>(a: Analyst<Shape>, node: Tree.Operation, context: Value<Shape>, scope: Scope<Shape>): Value<Shape> {
  const left = a.value(node.left, context, scope)
  const right = a.value(node.right, context, scope)
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

function analyseCondition<Shape>(a: Analyst<Shape>, node: Tree.Condition, context: Value<Shape>, scope: Scope<Shape>): Value<Shape> {
  a.value(node.test, context, scope)
  const whenTrue = a.value(node.whenTrue, context, scope)
  return either(whenTrue, node.whenFalse ? a.value(node.whenFalse, context, scope) : nothing)
}
