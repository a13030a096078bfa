import type { Grouping, Node, Path, Predicate, Sort, Stage, Step } from '../../1-parse/tree.ts'
import { ANYTHING, ARRAY, mayBe, OBJECT, UNDEFINED } from '../../2-analyze/types.ts'
import { js, type Code, type Operand } from '../code.ts'
import { type Context, contextOf, type Generator, wrappedContextOf } from '../generator.ts'
import { emitFilter, indexOf } from './filter.ts'
import { emitGrouping } from './group.ts'
import { emitSteps, firstOf, type Found, listOf } from './path.ts'

/** Tuples in a list of generated code, and the names that each of them binds. */
interface Stream {
  tuples: Operand
  names: ReadonlySet<string>
  /** Items may be the whole input, wrapped: `$$@$v` of a list. */
  mayBeWrapped: boolean
}

/**
 * A path with `@`, `#` or `%`. From the first such step on, every item carries what was bound on the way to it: the path is a list of
 * tuples, one step after the other, and what is bound is a variable of the steps behind.
 */
export function emitTuplePath(g: Generator, path: Path, context: Context): Operand {
  if (path.group) return emitGroupedPath(g, path, path.group, context)
  const before = emitBefore(g, path, context)
  const stream = emitStream(g, path, context, before && listOf(g, before))
  const found = g.constant(js`${g.use('itemsOfTuples')}(${stream.tuples})`, ARRAY, 'list')
  const isKept = path.keepSingleton || path.keepArray === true
  const several = js`${g.use(isKept ? 'collapseKept' : 'collapse')}(${found})`
  const arrays = before?.kind === 'list' ? before.arrays.filter(({ isItem }) => isItem) : []
  const code = firstOf(arrays, ({ value }) => (path.keepSingleton ? js`[${value}]` : value), several)
  return g.constant(code, isKept ? ARRAY | UNDEFINED : ANYTHING)
}

/** A path that finds nothing before its first tuple is grouped as any other. */
function emitGroupedPath(g: Generator, path: Path, group: Grouping, context: Context): Operand {
  const found = emitBefore(g, path, context)
  if (!found) return emitTupleGrouping(g, group, emitStream(g, path, context))
  const before = listOf(g, found)
  const result = g.variable(ANYTHING)
  g.if(
    js`${before}.length > 0`,
    () => g.assign(result, emitTupleGrouping(g, group, emitStream(g, path, context, before))),
    () => g.assign(result, emitGrouping(g, group, before)),
  )
  return result
}

/** What the steps before the first tuple find. */
function emitBefore(g: Generator, path: Path, context: Context): Found | undefined {
  const start = startOf(path)
  return start > 0 ? emitSteps(g, path.steps.slice(0, start), context) : undefined
}

function startOf({ steps }: Path): number {
  return steps.findIndex((step) => step.startsTuples)
}

/** @param before what was found before the first tuple, where that is not the first step */
function emitStream(g: Generator, path: Path, context: Context, before?: Operand): Stream {
  const start = startOf(path)
  let stream: Stream | undefined
  if (before) stream = streamOf(g, before)
  else if (path.steps[0]!.node.kind === 'variable')
    stream = streamOf(g, g.constant(js`[${context.value}]`, ARRAY, 'list'), context.self !== context.value)
  else stream = streamOf(g, g.constant(js`${g.use('itemsOrMissing')}(${context.value})`, ARRAY, 'list'))
  path.steps.slice(start).forEach((step, index) => {
    const isFirst = start === 0 && index === 0
    stream = emitStep(g, step, stream!, isFirst && step.node.kind === 'variable' ? context : undefined)
  })
  return stream
}

function emitPathStream(g: Generator, path: Path, context: Context): Stream {
  const before = emitBefore(g, path, context)
  return emitStream(g, path, context, before && listOf(g, before))
}

function streamOf(g: Generator, list: Operand, mayBeWrapped = false): Stream {
  g.tracer?.gathered(g, list)
  return { tuples: g.constant(js`${g.use('tuplesOf')}(${list})`, ARRAY, 'tuples'), names: new Set(), mayBeWrapped }
}

/** @param context of the first step, where it is not the item of the tuple */
function emitStep(g: Generator, step: Step, before: Stream, context: Context | undefined): Stream {
  const { node, index } = step
  if (node.kind === 'sort') {
    const sorted = emitTupleSort(g, node, before)
    const stream = index === undefined ? sorted : emitNumbers(g, sorted, index)
    return emitStages(g, step.stages, stream)
  }
  const names = new Set(before.names)
  const tuples = g.constant(js`[]`, ARRAY, 'tuples')
  forEachTuple(g, before, (tuple, ofTuple) => {
    const inner = passesTuples(node) ? emitInnerStream(g, node, context ?? ofTuple) : undefined
    if (inner) {
      for (const name of inner.names) names.add(name)
      g.line(js`${g.use('extendAll')}(${tuples}, ${tuple}, ${inner.tuples})`)
      return
    }
    const value = g.value(node, context ?? ofTuple)
    g.tracer?.gathered(g, value)
    const found = value.types === ARRAY ? value : js`${g.use('items')}(${value})`
    const bindings = { focus: fieldOf(step.focus), index: fieldOf(index), parent: step.ancestor && parentField(step.ancestor) }
    const extend = js`${g.use('extend')}(${tuples}, ${tuple}, ${found}, ${g.unit.record(bindings)})`
    g.line(mayBe(value.types, UNDEFINED) ? js`if (${value} !== undefined) ${extend}` : extend)
  })
  for (const name of [step.focus, index]) if (name !== undefined) names.add(name)
  if (step.ancestor !== undefined) names.add(parentName(step.ancestor))
  return emitStages(g, step.stages, { tuples, names, mayBeWrapped: before.mayBeWrapped })
}

/** How a parent is known among the variables: by a name that no variable can have. */
export function parentName(label: string): string {
  return `%${label}`
}

function fieldOf(name: string | undefined): string | undefined {
  return name === undefined ? undefined : name.startsWith('%') ? name : `$${name}`
}

function parentField(label: string): string {
  return parentName(label)
}

/** A path in parentheses whose steps a `%` behind it looks back to. */
function passesTuples(node: Node): boolean {
  if (node.group) return false
  if (node.kind === 'path') return node.passesTuples && node.steps.some((step) => step.startsTuples)
  return node.kind === 'block' && node.passesTuples && node.expressions.length > 0 && passesTuples(node.expressions.at(-1)!)
}

function emitInnerStream(g: Generator, node: Node, context: Context): Stream {
  const stream = node.kind === 'block' ? emitBlockStream(g, node, context) : emitPathStream(g, node as Path, context)
  return emitStages(g, node.predicates ?? [], stream)
}

function emitBlockStream(g: Generator, { expressions, binds }: Extract<Node, { kind: 'block' }>, context: Context): Stream {
  return g.inFrame(binds, () => {
    for (const expression of expressions.slice(0, -1)) g.value(expression, context)
    return emitInnerStream(g, expressions.at(-1)!, context)
  })
}

/** A loop over tuples, in which what they bind are variables. */
function forEachTuple(g: Generator, stream: Stream, write: (tuple: Operand, context: Context) => void): void {
  g.forEach(stream.tuples, (tuple) => inTuple(g, tuple, stream, (context) => write(tuple, context)), OBJECT)
}

function inTuple<Value>(g: Generator, tuple: Code, { names, mayBeWrapped }: Stream, write: (context: Context) => Value): Value {
  return g.inFrame([], () => {
    for (const name of names) g.bound(name, g.constant(js`${tuple}[${fieldOf(name)!}]`, ANYTHING), ANYTHING)
    const item = g.constant(js`${tuple}['@']`, ANYTHING, 'c')
    return write(mayBeWrapped ? wrappedContextOf(g, item) : contextOf(item))
  })
}

function emitStages(g: Generator, stages: readonly Stage[], stream: Stream): Stream {
  let result = stream
  for (const stage of stages) {
    if (stage.kind === 'index') result = emitNumbers(g, result, stage.name)
    else result = { ...result, tuples: emitTupleFilter(g, stage, result) }
  }
  return result
}

function emitNumbers(g: Generator, stream: Stream, name: string): Stream {
  g.line(js`${g.use('number')}(${stream.tuples}, ${fieldOf(name)!})`)
  return { ...stream, names: new Set([...stream.names, name]) }
}

function emitTupleFilter(g: Generator, predicate: Predicate, stream: Stream): Operand {
  const { tuples } = stream
  const at = indexOf(predicate)
  if (at !== undefined) return g.constant(js`${g.use('itemAt')}(${tuples}, ${at})`, ARRAY, 'tuples')
  const kept = g.constant(js`[]`, ARRAY, 'tuples')
  emitFilter(
    g,
    tuples,
    (tuple) => inTuple(g, tuple, stream, (context) => g.value(predicate.test, context)),
    (tuple) => g.line(js`${kept}.push(${tuple})`),
  )
  return kept
}

function emitTupleSort(g: Generator, sort: Sort, stream: Stream): Stream {
  const [left, right] = [g.name('tuple', OBJECT), g.name('tuple', OBJECT)]
  const compare = g.function([left, right], () => {
    const order = g.variable(ANYTHING, 'order', js`0`)
    sort.terms.forEach(({ node, descending }) => {
      g.if(js`${order} === 0`, () => {
        const [first, second] = [left, right].map((tuple) => inTuple(g, tuple, stream, (context) => g.value(node, context)))
        g.assign(order, js`${g.use('orderOf')}(${first!}, ${second!}, ${descending}, ${sort.position})`)
      })
    })
    return js`${order} === 1`
  })
  return { ...stream, tuples: g.constant(js`${g.use('sorted')}(${stream.tuples}, ${compare})`, ARRAY, 'tuples') }
}

/** `{…}` behind such a path: the tuples of a group are merged, so that what they bind are lists of all of it. */
function emitTupleGrouping(g: Generator, { pairs, position }: Grouping, stream: Stream): Operand {
  const groups = g.constant(js`new ${g.use('Groups')}(${position})`, OBJECT, 'groups')
  forEachTuple(g, stream, (tuple, context) => {
    pairs.forEach(({ key }, index) => g.line(js`${groups}.add(${g.value(key, context)}, ${tuple}, ${index})`))
  })
  const object = g.constant(js`{}`, OBJECT, 'o')
  g.forEach(g.constant(js`${groups}.all()`, ARRAY, 'list'), (group) => {
    const tuple = g.constant(js`${g.use('merged')}(${g.use('itemsOrMissing')}(${group}.data))`, OBJECT, 'tuple')
    pairs.forEach(({ value }, index) => {
      g.if(js`${group}.pair === ${index}`, () => {
        const result = inTuple(g, tuple, stream, (context) => g.value(value, context))
        g.line(js`if (${result} !== undefined) ${g.use('setOwn')}(${object}, ${group}.key, ${result})`)
      })
    })
  })
  return object
}
