import type { Call } from '../../1-parse/tree.ts'
import { ANYTHING, BOOLEAN, mayBe, UNDEFINED } from '../../2-analyze/types.ts'
import type { BuiltIn } from '../../functions/definition.ts'
import { js, literal, type Operand } from '../code.ts'
import type { Context, Generator } from '../generator.ts'
import { truth } from '../nodes/operators.ts'
import { emitPathItems } from '../nodes/path.ts'

/**
 * Calls of built-in functions that are better written in place. One that does not suit the arguments gives nothing, and has written
 * nothing.
 */
type Inline = (g: Generator, node: Call, context: Context, first: Operand | undefined) => Operand | undefined

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
    if (!mayBe(value.types, UNDEFINED)) return g.constant(js`!${truth(g, value)}`, BOOLEAN)
    return g.constant(js`${value} === undefined ? undefined : !${truth(g, value)}`, BOOLEAN | UNDEFINED)
  },

  /** The items of a path collapse when it has made them distinct, but an array that is a value does not. */
  distinct: (g, node, context, first) => {
    const [argument] = node.arguments
    if (first || node.arguments.length !== 1 || argument!.kind !== 'path' || argument.group || argument.keepSingleton) return undefined
    if (argument.steps.some((step) => step.startsTuples)) return undefined
    const found = emitPathItems(g, argument, context)
    g.tracer?.gathered(g, found.kind === 'list' ? found.list : found.value)
    if (found.kind === 'value') return g.constant(js`${g.use('distinctValue')}(${found.value})`, ANYTHING)
    const several = js`${g.use('collapse')}(${g.use('distinctItems')}(${found.list}))`
    return g.constant(found.count ? js`${found.count} === 1 ? ${g.use('distinctValue')}(${found.only!}) : ${several}` : several, ANYTHING)
  },
}

function onlyArgument(g: Generator, node: Call, context: Context, first: Operand | undefined): Operand | undefined {
  if (first) return node.arguments.length === 0 ? first : undefined
  return node.arguments.length === 1 ? g.value(node.arguments[0]!, context) : undefined
}

export function emitInline(g: Generator, { name }: BuiltIn, node: Call, context: Context, first: Operand | undefined): Operand | undefined {
  return Object.hasOwn(inlined, name) ? inlined[name]!(g, node, context, first) : undefined
}
