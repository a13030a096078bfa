import type * as Tree from '../1-parse/tree.ts'
import type { Analyst } from './analyst.ts'
import { filtered, grouped } from './grouping.ts'
import { ARRAY, NUMBER, OBJECT } from './types.ts'
import { either, itemOf, nothing, ofTypes, orMissing, Scope, severalLists, severalOf, unknown, type Value } from './value.ts'

export function analysePath<Shape>(a: Analyst<Shape>, path: Tree.Path, context: Value<Shape>, outer: Scope<Shape>): Value<Shape> {
  const scope = path.steps.some((step) => step.startsTuples) ? new Scope(outer) : outer
  let value = context
  for (let index = 0; index < path.steps.length; index++) {
    const isMany = (value.types & ARRAY) !== 0
    const item = itemOf(value, a.given.shapes)
    // A list as the whole context is one item of itself: with @ it stays that.
    const before = index === 0 && isMany ? either(item, { ...value, types: ARRAY }) : item
    const run = runOfNames(path.steps, index)
    if (run.length > 0) {
      value = analyseNames(
        a,
        value,
        run.map((step) => step.node as Tree.Name),
        scope,
      )
      index += run.length - 1
    } else {
      value = analyseStep(a, path.steps[index]!, value, index === 0, scope)
    }
    const { focus } = path.steps[index]!
    const found = analyseStages(a, path.steps[index]!, value, isMany || run.length > 1, scope)
    // With @ the context stays what it was, for each item that was found.
    value = focus === undefined ? found : severalOf(before)
  }
  if (path.steps.some((step) => step.startsTuples)) value = severalOf(itemOf(value, a.given.shapes))
  return path.group ? grouped(a, path.group, value, scope) : value
}

function analyseStep<Shape>(a: Analyst<Shape>, step: Tree.Step, value: Value<Shape>, isFirst: boolean, scope: Scope<Shape>): Value<Shape> {
  const { node } = step
  const item = itemOf(value, a.given.shapes)
  if (node.kind === 'sort') {
    for (const term of node.terms) a.value(term.node, item, scope)
    return severalOf(item)
  }
  const isStart = isFirst && node.kind === 'variable'
  const found = a.value(node, isStart ? value : item, scope)
  if (isStart) return found
  if (step.isList && value.types & ARRAY) return severalLists(found, a.given.shapes)
  return value.types & ARRAY ? severalOf(itemOf(found, a.given.shapes)) : orMissing(found, value.types)
}

/** @param isMany the step is taken from each item of a list: each may give one */
function analyseStages<Shape>(a: Analyst<Shape>, step: Tree.Step, value: Value<Shape>, isMany: boolean, scope: Scope<Shape>): Value<Shape> {
  let result = value
  for (const stage of step.stages) {
    if (stage.kind === 'predicate') result = isMany ? severalOf(filtered(a, result, stage, scope)) : filtered(a, result, stage, scope)
    else scope.bind(stage.name, ofTypes(NUMBER))
  }
  if (step.focus !== undefined) scope.bind(step.focus, itemOf(result, a.given.shapes))
  if (step.index !== undefined) scope.bind(step.index, ofTypes(NUMBER))
  return result
}

/** A run of names from a value on. */
export function analyseNames<Shape>(a: Analyst<Shape>, base: Value<Shape>, names: readonly Tree.Name[], scope: Scope<Shape>): Value<Shape> {
  let value = base
  let missing: number | undefined
  names.forEach((node, index) => {
    const next = childOf(a, value, node.name)
    if (next === 'missing') missing ??= index
    a.look(node, value, scope, next === 'missing' ? undefined : next)
    value = next === 'missing' ? nothing : next
  })
  const { origin } = base
  if (!origin) return value
  const path = [...origin.path, ...names.map(({ name }) => name)]
  if (a.isNew(names[0]!, `${origin.root} ${path.join('.')}`)) {
    const segments = names.map((node) => ({ ...a.span(node), name: node.name }))
    const { start } = segments[0]!
    a.found.reads.push({
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

export function childOf<Shape>(a: Analyst<Shape>, value: Value<Shape>, name: string): Value<Shape> | 'missing' {
  const { shapes } = a.given
  const item = itemOf(value, shapes)
  const isMany = (value.types & ARRAY) !== 0
  const many = (child: Value<Shape>) => (isMany ? gathered(a, child) : orMissing(child, value.types))
  if (item.fields) return item.fields.has(name) ? many(item.fields.get(name)!) : 'missing'
  if (item.shape === undefined || !shapes) return item.types & (OBJECT | ARRAY) ? unknown : 'missing'
  const child = shapes.child(item.shape, name)
  if (child === 'missing') return 'missing'
  return child === 'unknown' ? unknown : many({ types: shapes.types(child), shape: child })
}

/** A field of each item of a list: where it is a list itself, its items. */
function gathered<Shape>(a: Analyst<Shape>, child: Value<Shape>): Value<Shape> {
  const several = severalOf(child)
  return { ...several, types: several.types | itemOf(child, a.given.shapes).types }
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
