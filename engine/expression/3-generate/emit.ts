import type { Node } from '../1-parse/tree.ts'
import { ANYTHING, ARRAY, mayBe, typesOf, UNDEFINED } from '../2-analyze/types.ts'
import { js, literal, type Operand } from './code.ts'
import type { Context, Generator, Result } from './generator.ts'
import { emitArray } from './nodes/array.ts'
import { emitApply, emitCall } from './nodes/call.ts'
import { emitCondition, emitFallback } from './nodes/condition.ts'
import { emitFilter, emitItemAt, indexOf, testOn } from './nodes/filter.ts'
import { emitGrouping, emitObject } from './nodes/group.ts'
import { endsInOpenCall } from './nodes/last-calls.ts'
import { emitBind, emitBlock, emitLambda, emitPartial } from './nodes/lambda.ts'
import { emitName } from './nodes/names.ts'
import { emitNegation, emitOperation } from './nodes/operators.ts'
import { emitPath } from './nodes/path.ts'
import { emitRegex } from './nodes/regex.ts'
import { emitTransform } from './nodes/transform.ts'
import { emitTuplePath, parentName } from './nodes/tuple.ts'

/** Writes an expression with its predicates and its grouping; the result is its value. */
export function emit(g: Generator, node: Node, context: Context): Operand {
  const result = emitRaw(g, node, context)
  if (node.keepArray && mayBeOpenRaw.has(node.kind) && !result.isSequence)
    return g.constant(js`${g.use('closeKept')}(${result.operand})`, ANYTHING)
  const value = collapse(g, result, node.keepArray === true)
  return mayEndOpen(node) && !isLeftOpen(g, node) ? g.closed(value) : value
}

/** It ends with the call that a lambda ends with: the caller of the lambda closes it. */
function isLeftOpen(g: Generator, node: Node): boolean {
  return g.lastContext !== undefined && isPassedOn(node) && endsInOpenCall(g, node)
}

/** An index picks what may be such a sequence in turn; what another predicate lets through stays what it is. */
function mayEndOpen({ kind, predicates }: Node): boolean {
  return predicates ? indexOf(predicates.at(-1)!) !== undefined : mayBeOpen.has(kind)
}

/** What takes over the value of another expression, which may be an open sequence. */
const mayBeOpen: ReadonlySet<Node['kind']> = new Set(['variable', 'block', 'bind', 'condition', 'fallback'])

/** What is open before it collapses, if it is taken raw. */
const mayBeOpenRaw: ReadonlySet<Node['kind']> = new Set(['call', 'apply', 'wildcard', 'descendants'])

function collapse(g: Generator, { operand, isSequence }: Result, isKept: boolean): Operand {
  if (!isSequence) return operand
  const list = mayBe(operand.types, UNDEFINED) ? js`${operand} ?? ${g.use('none')}` : operand
  if (isKept) return g.constant(js`${g.use('collapseKept')}(${list})`, ARRAY | UNDEFINED)
  return g.constant(js`${g.use('collapse')}(${list})`, ANYTHING)
}

/** What ends with another expression, or is a call itself. */
const passesOn: ReadonlySet<Node['kind']> = new Set(['block', 'condition', 'fallback', 'call'])

function isPassedOn({ kind, predicates, group, keepArray }: Node): boolean {
  return !predicates && !group && !keepArray && passesOn.has(kind)
}

/** The same before its value collapses. */
export function emitRaw(g: Generator, node: Node, context: Context): Result {
  // What is filtered or grouped is not what a lambda returns.
  let result = g.withLast(isPassedOn(node) ? g.lastContext : undefined, () => emitBare(g, node, context))
  for (const predicate of node.predicates ?? []) {
    const at = indexOf(predicate)
    if (at !== undefined) {
      const item = emitItemAt(g, result.operand, at)
      g.tracer?.itemAt(g, result.operand, at)
      const operand = node.keepArray ? g.constant(js`${g.use('keepItem')}(${item})`, ARRAY | UNDEFINED) : item
      result = { operand, isSequence: false, isPicked: true }
      continue
    }
    const kept = g.constant(js`[]`, ARRAY, 'list')
    emitFilter(g, asList(g, result), testOn(g, predicate), (item) => g.line(js`${kept}.push(${item})`))
    result = { operand: kept, isSequence: true }
  }
  if (node.group && node.kind !== 'path') return { operand: emitGrouping(g, node.group, asList(g, result)), isSequence: false }
  return result
}

function asList(g: Generator, { operand, isPicked }: Result): Operand {
  if (operand.types === ARRAY) return operand
  return g.constant(js`${g.use(isPicked ? 'items' : 'itemsOrMissing')}(${operand})`, ARRAY, 'list')
}

/** The expression itself; its value, unless it says that it is a sequence. */
function emitBare(g: Generator, node: Node, context: Context): Result {
  const isRaw = node.keepArray === true || node.predicates !== undefined || node.group !== undefined
  switch (node.kind) {
    case 'call':
      return emitCall(g, node, context, isRaw)
    case 'apply':
      return emitApply(g, node, context, isRaw)
    case 'wildcard':
      return { operand: emitWildcard(g, context, isRaw), isSequence: false }
    case 'descendants':
      return { operand: emitDescendants(g, context, isRaw), isSequence: false }
    default:
      return { operand: emitValue(g, node, context), isSequence: false }
  }
}

function emitWildcard(g: Generator, { self, fields = self }: Context, isRaw: boolean): Operand {
  g.tracer?.wildcard(g, self)
  return g.constant(js`${g.use(isRaw ? 'openFields' : 'fieldsAsList')}(${fields})`, ANYTHING)
}

function emitDescendants(g: Generator, { value }: Context, isRaw: boolean): Operand {
  g.tracer?.whole(g, value)
  return g.constant(js`${g.use(isRaw ? 'openDescendants' : 'descendants')}(${value})`, ANYTHING)
}

function emitVariable(g: Generator, name: string, context: Context): Operand {
  const value = name === '' ? context.self : g.lookUp(name)
  g.tracer?.taken(g, value)
  return value
}

function emitValue(g: Generator, node: Exclude<Node, { kind: 'call' | 'apply' | 'wildcard' | 'descendants' }>, context: Context): Operand {
  switch (node.kind) {
    case 'literal':
      return literal(node.value, typesOf(node.value))
    case 'variable':
      return emitVariable(g, node.name, context)
    case 'name':
      return emitName(g, node, context.value)
    case 'path':
      return node.steps.some((step) => step.startsTuples) ? emitTuplePath(g, node, context) : emitPath(g, node, context)
    case 'parent':
      return g.lookUp(parentName(node.label))
    case 'regex':
      return emitRegex(g, node)
    case 'negate':
      return emitNegation(g, g.value(node.operand, context), node.position ?? 0)
    case 'operation':
      return emitOperation(g, node, context)
    case 'array':
      return emitArray(g, node, context)
    case 'object':
      return emitObject(g, node, context)
    case 'condition':
      return emitCondition(g, node, context)
    case 'fallback':
      return emitFallback(g, node, context)
    case 'block':
      return emitBlock(g, node, context)
    case 'bind':
      return emitBind(g, node, context)
    case 'lambda':
      return emitLambda(g, node, context)
    case 'partial':
      return emitPartial(g, node, context)
    case 'transform':
      return emitTransform(g, node, context)
    case 'broken':
      throw new TypeError('an expression with syntax errors cannot be compiled')
  }
}
