import type { Call, Name, Path } from '../../1-parse/tree.ts'
import { ANYTHING, ARRAY, BOOLEAN, mayBe, NUMBER, UNDEFINED } from '../../2-analyze/types.ts'
import type { BuiltIn } from '../../functions/definition.ts'
import { js, literal, type Operand } from '../code.ts'
import type { Context, Generator } from '../generator.ts'
import { truth } from '../nodes/operators.ts'
import { emitMap } from './map.ts'
import { emitNameItems, emitNames } from '../nodes/names.ts'
import { arrayOf, emitPathItems, firstOf, isPlainName, mayEndKept } from '../nodes/path.ts'

/**
 * Calls of built-in functions that are better written in place. One that does not suit the arguments gives nothing, and has written
 * nothing.
 */
type Inline = (g: Generator, node: Call, context: Context, first: Operand | undefined, builtIn: BuiltIn) => Operand | undefined

const inlined: Record<string, Inline> = {
  exists: (g, node, context, first) => {
    const value = onlyArgument(g, node, context, first)
    if (!value) return undefined
    g.tracer?.itself(g, value)
    return mayBe(value.types, UNDEFINED) ? g.constant(js`${value} !== undefined`, BOOLEAN) : literal(true, BOOLEAN)
  },

  not: (g, node, context, first) => {
    const value = onlyArgument(g, node, context, first)
    if (!value) return undefined
    g.tracer?.itself(g, value)
    const holds = truth(g, value, { position: node.position, token: 'not' })
    if (!mayBe(value.types, UNDEFINED)) return g.constant(js`!${holds}`, BOOLEAN)
    return g.constant(js`${value} === undefined ? undefined : !${holds}`, BOOLEAN | UNDEFINED)
  },

  /** The items of a path collapse when it has made them distinct, but an array that is a value does not. */
  distinct: (g, node, context, first) => {
    const argument = onlyPath(g, node, first)
    if (argument?.steps[0]!.node.kind !== 'name') return undefined
    if (argument.steps.every(isPlainName)) return distinctNames(g, argument, context)
    const found = emitPathItems(g, argument, context)
    g.tracer?.gathered(g, found.kind === 'list' ? found.list : found.value)
    if (found.kind === 'value') return g.constant(js`${g.use('distinctValue')}(${found.value})`, ANYTHING)
    const several = js`${g.use('collapse')}(${g.use('distinctItems')}(${found.list}))`
    return g.constant(
      firstOf(found.arrays, ({ value }) => js`${g.use('distinctValue')}(${value})`, several),
      ANYTHING,
    )
  },
}

/** Those that only save time. A trace wants to see the call. */
const shortened: Record<string, Inline> = {
  count: (g, node, context, first) => {
    const found = foundList(g, node, context, first)
    return found && g.constant(js`${g.use('countOf')}(${found.list}, ${found.whole})`, NUMBER)
  },

  sum: (g, node, context, first, builtIn) => fold(g, 'sumOf', node, context, first, builtIn),
  max: (g, node, context, first, builtIn) => fold(g, 'foldOf', node, context, first, builtIn),
  min: (g, node, context, first, builtIn) => fold(g, 'foldOf', node, context, first, builtIn),
  average: (g, node, context, first, builtIn) => fold(g, 'foldOf', node, context, first, builtIn),

  lookup: (g, node, context, first, builtIn) => {
    if (first || node.arguments.length !== 2) return undefined
    const [value, key] = [g.value(node.arguments[0]!, context), g.value(node.arguments[1]!, context)]
    return g.constant(
      js`${g.use('lookupIn')}(${value}, ${key}, ${g.unit.constant(builtIn)}, ${context.argument}, ${node.position})`,
      ANYTHING,
    )
  },

  map: emitMap,
}

function fold(
  g: Generator,
  helper: 'sumOf' | 'foldOf',
  node: Call,
  context: Context,
  first: Operand | undefined,
  builtIn: BuiltIn,
): Operand | undefined {
  const found = foundList(g, node, context, first)
  if (!found) return undefined
  const { list, whole } = found
  const code = js`${g.use(helper)}(${list}, ${whole}, ${g.unit.constant(builtIn)}, ${context.argument}, ${node.position})`
  return g.constant(code, NUMBER | UNDEFINED)
}

/** What the only argument, a path, finds: as a list that has not collapsed, and as it is where it is one value. */
function foundList(
  g: Generator,
  node: Call,
  context: Context,
  first: Operand | undefined,
): { list: Operand; whole: Operand | undefined } | undefined {
  const argument = onlyPath(g, node, first)
  if (!argument) return undefined
  const found = emitPathItems(g, argument, context)
  if (found.kind === 'value') return { list: g.constant(js`${g.use('items')}(${found.value})`, ARRAY, 'list'), whole: found.value }
  const whole = arrayOf(g, found)
  return {
    list: whole ? g.constant(js`${whole} === undefined ? ${found.list} : ${g.use('items')}(${whole})`, ARRAY, 'list') : found.list,
    whole,
  }
}

/** A path that is a function's only argument, and of the plain sort: without groups, tuples and `[]`. */
function onlyPath(g: Generator, node: Call, first: Operand | undefined): Path | undefined {
  const [argument] = node.arguments
  if (first || node.arguments.length !== 1 || argument!.kind !== 'path' || argument.group || argument.keepSingleton) return undefined
  if (argument.keepArray || argument.predicates || argument.steps.some((step) => step.startsTuples)) return undefined
  return mayEndKept(g, argument.steps) ? undefined : argument
}

/** A run of names gives either an array that is a value, which is then the very list of the items, or a sequence. */
function distinctNames(g: Generator, { steps }: Path, context: Context): Operand {
  const nodes = steps.map(({ node }) => node as Name)
  const value = emitNames(
    g,
    context.value,
    nodes.map(({ name }) => name),
    true,
  )
  const items = emitNameItems(g, context.value, nodes, true)
  g.tracer?.names(g, context.value, nodes, true, items)
  g.tracer?.gathered(g, items)
  const several = js`${g.use('collapse')}(${g.use('distinctItems')}(${items}))`
  return g.constant(js`${value} === ${items} ? ${g.use('distinctValue')}(${value}) : ${several}`, ANYTHING)
}

function onlyArgument(g: Generator, node: Call, context: Context, first: Operand | undefined): Operand | undefined {
  if (first) return node.arguments.length === 0 ? first : undefined
  return node.arguments.length === 1 ? g.value(node.arguments[0]!, context) : undefined
}

export function emitInline(g: Generator, builtIn: BuiltIn, node: Call, context: Context, first: Operand | undefined): Operand | undefined {
  const { name } = builtIn
  if (Object.hasOwn(inlined, name)) return inlined[name]!(g, node, context, first, builtIn)
  return !g.tracer && Object.hasOwn(shortened, name) ? shortened[name]!(g, node, context, first, builtIn) : undefined
}
