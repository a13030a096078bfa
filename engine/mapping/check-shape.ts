import { itemOf, types } from '../expression/index.ts'
import { placeOf } from '../document/node.ts'
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
  const object = target && isList ? target.items() : target
  seeShape(shape, lets.scope, object)
  const complaints = target && isList && target.isScalar ? [target.notAList(shape)] : []
  const parts = (shape.parts ?? []).flatMap((part) => checkPart(part, lets.scope, settings, object))
  const fields = shape.fields.flatMap((field) => checkField(field, lets.scope, settings, object))
  const missing = object && !shape.parts ? object.missing(shape, settings) : []
  return [...outside, ...lets.problems, ...complaints, ...fields, ...parts, ...missing]
}

function checkPart(part: Shape, scope: CheckScope, settings: Readonly<Record<string, unknown>>, item: TargetShape | undefined): Problem[] {
  const named = { ...scope, at: { ...scope.at, field: join(scope, part.name) } }
  const outside = checkValues([part.when, part.each], named)
  const inner = part.each ? itemScope(part.each, named) : named
  const lets = checkLets(part.lets, inner)
  seeShape(part, lets.scope, item)
  const fields = part.fields.flatMap((field) => checkField(field, lets.scope, settings, item))
  return [...outside, ...lets.problems, ...fields, ...(item ? item.missing(part, settings) : [])]
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
  const others = checkValues([leaf.when, leaf.default], scope)
  const property = object?.property(leaf.name)
  const { value } = leaf
  if (value.kind !== 'expression') {
    scope.see?.({ node: value.node, scope, isShape: false, ...(property && { target: property.view }) })
    return others
  }
  const { analysis, problems } = checkExpression(value, scope)
  // Told again with what it is to become.
  if (property) scope.see?.({ node: value.node, scope, isShape: false, target: property.view })
  return [...others, ...problems, ...(property?.checkValue(analysis, leaf, scope) ?? [])]
}

function seeShape(shape: Shape, scope: CheckScope, object: TargetShape | undefined): void {
  scope.see?.({ node: shape.node, scope, isShape: true, ...(object && { target: object.view }) })
}

function checkValues(values: readonly (Value | undefined)[], scope: CheckScope): Problem[] {
  return values.flatMap((value) => (value?.kind === 'expression' ? [...checkExpression(value, scope).problems] : []))
}

/** What stands below `each` sees one item as its context. */
export function itemScope(each: ExpressionValue, scope: CheckScope): CheckScope {
  const { analysis } = checkExpression(each, scope)
  const item = itemOf(analysis.value, dataShapes(scope.schemas))
  const context = { ...item, types: item.types & ~types.UNDEFINED, origin: { root: 'context', path: [] } }
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
