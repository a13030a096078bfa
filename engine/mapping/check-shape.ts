import { itemOf, types } from '../expression/index.ts'
import { type DocumentNode, childOf, placeOf } from '../document/node.ts'
import { documentProblem } from '../document/problems.ts'
import type { Problem } from '../problem.ts'
import { checkExpression } from './check-expression.ts'
import { checkLets } from './check-lets.ts'
import type { CheckScope } from './check-scope.ts'
import { type TargetShape, checkTarget } from './check-target.ts'
import { dataShapes } from './data-shape.ts'
import { constantOf } from './settings-constant.ts'
import type { ExpressionValue, Field, Leaf, Shape, Value } from './shape.ts'

/**
 * Checks a shape and everything in it: its expressions in what they can see and, where the target is known, its fields against the
 * target's contract.
 * @param settings values with defaults, by which a `when` may be plainly false
 */
export function checkShape(shape: Shape, scope: CheckScope, settings: Readonly<Record<string, unknown>>, target?: TargetShape): Problem[] {
  const outside = checkValues([shape.when, shape.each], scope)
  const inner = shape.each ? itemScope(shape.each, scope) : scope
  const lets = checkLets(shape.lets, inner)
  const isList = shape.each !== undefined || shape.parts !== undefined
  const object = target?.isScalar ? undefined : isList ? target?.items() : target
  seeShape(shape, lets.scope, object)
  const complaints = target && isList && target.isScalar ? [target.notAList(shape, scope)] : []
  const parts = (shape.parts ?? []).flatMap((part) => checkPart(part, lets.scope, settings, object))
  const fields = shape.fields.flatMap((field) => checkField(field, lets.scope, settings, object))
  const missing = object && !shape.parts ? object.missing(shape, settings, scope) : []
  return [...outside, ...lets.problems, ...complaints, ...fields, ...parts, ...missing]
}

function checkPart(part: Shape, scope: CheckScope, settings: Readonly<Record<string, unknown>>, item: TargetShape | undefined): Problem[] {
  const named = { ...scope, at: { ...scope.at, field: join(scope, part.name) } }
  const outside = checkValues([part.when, part.each], named)
  const inner = part.each ? itemScope(part.each, named) : named
  const lets = checkLets(part.lets, inner)
  seeShape(part, lets.scope, item)
  const fields = part.fields.flatMap((field) => checkField(field, lets.scope, settings, item))
  return [...outside, ...lets.problems, ...fields, ...(item ? item.missing(part, settings, named) : [])]
}

function checkField(
  field: Field,
  scope: CheckScope,
  settings: Readonly<Record<string, unknown>>,
  object: TargetShape | undefined,
): Problem[] {
  const named = { ...scope, at: { ...scope.at, field: join(scope, field.name) } }
  const isActive = constantOf(field.when, settings) !== false
  const own = object ? checkTarget(field, object, named, isActive) : []
  if (field.kind === 'leaf') return [...checkLeaf(field, named, object), ...own]
  return [...own, ...checkShape(field, named, settings, object?.property(field.name))]
}

function checkLeaf(leaf: Leaf, scope: CheckScope, object: TargetShape | undefined): Problem[] {
  const property = object?.property(leaf.name)
  return [
    ...checkValues([leaf.when], scope),
    ...checkMade(leaf.value, leaf, scope, property),
    ...(leaf.default ? checkMade(leaf.default, leaf, scope, property) : []),
  ]
}

/** A value that the field may get: what it is made of, and whether the target takes it. */
function checkMade(value: Value, leaf: Leaf, scope: CheckScope, property: TargetShape | undefined): Problem[] {
  const { node } = value
  const see = () => scope.see?.({ node, scope, isShape: false, ...(property && { target: property.view }) })
  if (value.kind === 'constant') {
    see()
    if (isToldAlready(value, leaf)) return []
    return [...emptyValue(node, leaf, scope), ...(property?.checkConstant(value.value, { ...placeOf(node), ...scope.at }) ?? [])]
  }
  const { analysis, problems } = checkExpression(value, scope)
  // Told again with what it is to become.
  if (property) see()
  return isToldAlready(value, leaf) ? [] : [...problems, ...(property?.checkValue(analysis, value, scope) ?? [])]
}

/** What could not be read, a list or map without `const`, and an `expr` that is no text: the structure of the document is wrong. */
function isToldAlready({ kind, node }: Value, { entry }: Leaf): boolean {
  if (node.kind !== 'scalar') return node === entry.value
  return node.isUnread === true || (kind === 'constant' && node === childOf(entry.value, 'expr'))
}

/** In YAML nothing is null, and null is sent: too much for a text that was forgotten, or that ` #` cut off. */
function emptyValue(node: DocumentNode, { name }: Leaf, { at }: CheckScope): Problem[] {
  const isEmpty = node.kind === 'scalar' && node.range[0] === node.range[1]
  return isEmpty ? [documentProblem('document.empty-value', { ...placeOf(node), ...at }, { field: name })] : []
}

function seeShape(shape: Shape, scope: CheckScope, object: TargetShape | undefined): void {
  scope.see?.({ node: shape.node, scope, isShape: true, ...(object && { target: object.view }) })
}

function checkValues(values: readonly (Value | undefined)[], scope: CheckScope): Problem[] {
  return values.flatMap((value) =>
    value?.kind === 'expression' && !value.node.isUnread ? [...checkExpression(value, scope).problems] : [],
  )
}

/** What stands below `each` sees one item as its context. */
export function itemScope(each: ExpressionValue, scope: CheckScope): CheckScope {
  const { analysis } = checkExpression(each, scope)
  const item = itemOf(analysis.value, dataShapes(scope.schemas))
  // A list that is not there was told; what its items have is then unknown.
  const known = item.types & ~types.UNDEFINED ? { ...item, types: item.types & ~types.UNDEFINED } : { types: types.ANYTHING }
  const context = { ...known, origin: { root: 'context', path: [] } }
  const { line } = placeOf(each.node)
  return {
    ...scope,
    context,
    contextName: `the items of “${each.text}” (line ${line})`,
    variables: { ...scope.variables, index: { types: types.NUMBER } },
  }
}

function join({ at }: CheckScope, name: string): string {
  return at.field ? `${at.field}.${name}` : name
}
