import {
  type Analysis,
  type FunctionCall,
  type PathRead,
  analyseExpression,
  builtIns,
  parseExpression,
  types,
} from '../expression/index.ts'
import { type Suggestion, suggestion } from '../document/nearest-name.ts'
import { placeInScalar } from '../document/scalar-offsets.ts'
import { documentProblem } from '../document/problems.ts'
import type { Place, Problem } from '../problem.ts'
import type { CheckScope } from './check-scope.ts'
import { type DataShape, dataShapes } from './data-shape.ts'
import { mappingProblem } from './problems.ts'
import { propertyNames } from './schema.ts'
import type { ExpressionValue } from './shape.ts'
import type { SettingsSchema } from './settings.ts'

/** What an expression is, and what is wrong with it. */
export interface CheckedExpression {
  readonly analysis: Analysis<DataShape>
  readonly problems: readonly Problem[]
}

/** Checks one expression in the place where it stands: syntax, paths, names, tables, settings, and the traps that JSONata and YAML lay. */
export function checkExpression(value: ExpressionValue, scope: CheckScope): CheckedExpression {
  const { text, node } = value
  scope.see?.({ node, scope, isShape: false })
  const analysis = analyseExpression<DataShape>(text, {
    context: scope.context,
    variables: scope.variables,
    shapes: dataShapes(scope.schemas),
  })
  const at = (offset: number): Place => ({ ...placeInScalar(node, offset), ...scope.at })
  const syntax = parseExpression(text).problems.map(({ code, message, hint, start }) => ({
    ...mappingProblem('mapping.expression-syntax', at(start), { reason: message, jsonata: code, advice: hint }),
    code,
  }))
  if (syntax.length > 0) return { analysis, problems: [...syntax, ...cutByComment(value, scope)] }
  for (const { origin } of analysis.reads)
    if (origin.root === 'settings' && origin.path[0] !== undefined) scope.used.settings.add(origin.path[0])
  for (const { name } of analysis.tables) if (name !== undefined) scope.used.tables.add(name)
  return {
    analysis,
    problems: [
      ...cutByComment(value, scope),
      ...analysis.reads.flatMap((read) => checkRead(read, value, scope, at)),
      ...checkVariables(analysis, scope, at),
      ...checkTables(analysis, scope, at),
      ...analysis.calls.flatMap((call) => checkCall(call, scope, at)),
    ],
  }
}

/** YAML takes ` #` for the beginning of a comment, also in the middle of an expression. */
function cutByComment({ node, text }: ExpressionValue, { at }: CheckScope): Problem[] {
  if (node.comment === undefined || node.style !== 'plain') return []
  const isBroken = parseExpression(text).problems.length > 0
  if (!isBroken && !/^\$\w/.test(node.comment)) return []
  return [documentProblem('document.expression-cut', { ...node.source.place(node.range[1]), ...at }, { comment: node.comment })]
}

function checkRead(
  { origin, missing, segments }: PathRead,
  value: ExpressionValue,
  scope: CheckScope,
  at: (offset: number) => Place,
): Problem[] {
  if (missing === undefined) return []
  const { name, start } = segments[missing]!
  if (origin.root === 'settings' && origin.path.length - segments.length + missing === 0) {
    if (!scope.settings) return []
    return [mappingProblem('mapping.setting-unknown', at(start), { name, ...suggestion(name, Object.keys(scope.settings.properties)) })]
  }
  // Which steps there are, and in which order, is the flow's business.
  if (origin.root === 'steps' && origin.path.length - segments.length + missing === 0) return []
  const { node, text } = value
  const isWholePath = segments.length === 1 && text.trim() === name
  if (isWholePath && (node.style === 'single' || node.style === 'double'))
    return [mappingProblem('mapping.quoted-path', at(start), { text: `'${text}'`, path: name })]
  const before = origin.path.slice(0, origin.path.length - segments.length + missing)
  const shape = before.length > 0 ? before.join('.') : origin.root === 'context' ? scope.contextName : `$${origin.root}`
  return [mappingProblem('mapping.path-unknown', at(start), { name, shape, ...adviseOnPath(name, before, origin.root, scope) })]
}

/** The nearest name where the path breaks; failing that, that a text was perhaps meant. */
function adviseOnPath(name: string, before: readonly string[], root: string, scope: CheckScope): Suggestion {
  const suggested = suggestion(name, namesAt(before, root, scope))
  if (suggested.nearest !== undefined || before.length > 0) return suggested
  return { advice: `${suggested.advice} If the text “${name}” itself was meant, write { const: ${name} }.` }
}

function namesAt(path: readonly string[], root: string, scope: CheckScope): string[] {
  const shapes = dataShapes(scope.schemas)
  const start = root === 'context' ? scope.context.shape : scope.variables[root]?.shape
  const shape = path.reduce<DataShape | undefined>((current, step) => {
    const child = current && shapes.child(shapes.items(current) === undefined ? current : (shapes.items(current) as DataShape), step)
    return typeof child === 'object' ? child : undefined
  }, start)
  if (!shape) return []
  const items = shapes.items(shape)
  return propertyNames(scope.schemas, (typeof items === 'object' ? items : shape).view)
}

function checkVariables({ variables }: Analysis<DataShape>, scope: CheckScope, at: (offset: number) => Place): Problem[] {
  return variables
    .filter(({ isUnknown, name }) => isUnknown && name !== 'eval')
    .map(({ name, start }) => {
      const known = [...Object.keys(scope.variables), ...builtIns.keys()]
      return mappingProblem('mapping.variable-unknown', at(start), { name, ...suggestion(name, known) })
    })
}

function checkTables({ tables }: Analysis<DataShape>, scope: CheckScope, at: (offset: number) => Place): Problem[] {
  return tables.flatMap(({ name, start }) => {
    if (name === undefined) return [mappingProblem('mapping.table-name-dynamic', at(start), {})]
    if (scope.tables.has(name)) return []
    return [mappingProblem('mapping.table-unknown', at(start), { name, ...suggestion(name, scope.tables.keys()) })]
  })
}

function checkCall(
  { name, start, arguments: given }: FunctionCall<DataShape>,
  scope: CheckScope,
  at: (offset: number) => Place,
): Problem[] {
  if (name === 'eval')
    return [
      mappingProblem('mapping.function-not-allowed', at(start), {
        name,
        why: 'A document must say what it does; text that is made at run time cannot be checked.',
        advice: 'Write the expression itself, or a table of what there is to choose from.',
      }),
    ]
  if (name === 'not') {
    const origin = given[0]?.value.origin
    const setting = origin?.root === 'settings' && origin.path.length === 1 ? origin.path[0]! : undefined
    if (setting !== undefined && mayBeUnset(setting, scope.settings))
      return [mappingProblem('mapping.setting-maybe-undefined', at(start), { name: setting })]
  }
  return []
}

function mayBeUnset(name: string, settings: SettingsSchema | undefined): boolean {
  const setting = settings?.properties[name]
  return setting !== undefined && setting.default === undefined
}

/** Whether two sets of types have nothing in common but nothing itself. */
export function areDisjoint(left: number, right: number): boolean {
  const nothing = types.UNDEFINED | types.NULL
  return (left & ~nothing) !== 0 && (left & right & ~nothing) === 0
}
