import type { Node, Tree } from '../../engine/expression/1-parse/tree.ts'
import { couldTakeContext } from '../../engine/expression/3-generate/nodes/last-calls.ts'
import { analyseExpression, builtIns, compileExpression, type Shapes, types } from '../../engine/expression/index.ts'
import type { Json } from './data.ts'
import { nodesOf } from './nodes.ts'
import { dice, instant, type Outcome } from './oracle.ts'
import { isEqual, isSame, typeOf } from './same.ts'

/**
 * What the analysis and the trace say must hold for what the evaluation gave; tells what does not.
 * The analysis is asked twice: knowing nothing of the input, and knowing its shape.
 */
export function unsoundness(tree: Tree, input: Json, ours: Outcome): string | undefined {
  const { value, nodes, sources, error } = compileExpression(tree.text, { trace: true, clock: () => instant, random: dice }).trace(input)
  if (!isSame(ours, error ? { error: error as NonNullable<Outcome['error']> } : { value }))
    return `the trace came to ${JSON.stringify(value)}`
  if (ours.error) return undefined
  for (const given of [undefined, [input]]) {
    const known =
      given === undefined
        ? {}
        : { context: { types: typeOf(input), shape: given, origin: { root: 'context', path: [] } }, shapes: shapesOfSamples }
    const analysis = analyseExpression(tree, known)
    const allowed = analysis.value.types
    if (!types.mayBe(allowed, typeOf(ours.value)))
      return `types ${allowed} instead of ${typeOf(ours.value)}${given ? ', with the shape of the input' : ''}`
    const { constant } = analysis.value
    if (constant !== undefined && !isEqual(constant, ours.value)) return `the constant ${constant}`
    if (!isTransparent(tree)) continue
    const missed = sources.find(({ path }) => !analysis.reads.some(({ origin }) => isOnTheWay(path, origin.path)))
    if (missed) return `reads without ${JSON.stringify(missed.path)}${given ? ', with the shape of the input' : ''}`
  }
  const misplaced = nodes.find(({ start, end }) => !(start >= 0 && start <= end && end <= tree.text.length))
  return misplaced && `traced ${misplaced.start} to ${misplaced.end}`
}

/** What was read is the field that the analysis knows of, stands in it, or was as far as the way to it went. Lists are not told by it. */
function isOnTheWay(read: readonly (string | number)[], known: readonly string[]): boolean {
  const names = read.filter((part) => typeof part === 'string')
  return known.every((name, index) => index >= names.length || names[index] === name)
}

/** Every read stands in the text as a name: nothing is taken as a whole, and no function takes the context. */
function isTransparent(tree: Tree): boolean {
  for (const node of nodesOf(tree)) {
    if (!transparent.has(node.kind)) return false
    if (node.kind === 'call' && !isPlainCall(node)) return false
    if (node.kind === 'variable' && !builtIns.has(node.name)) return false
    // Fields of what the expression itself has made are not the input's.
    if (node.kind === 'path' && node.steps.some((step) => step.focus !== undefined || !['name', 'sort'].includes(step.node.kind)))
      return false
  }
  return true
}

const transparent = new Set<Node['kind'] | 'sort' | 'predicate'>([
  'literal',
  'name',
  'path',
  'sort',
  'predicate',
  'negate',
  'operation',
  'array',
  'condition',
  'fallback',
  'call',
  'variable',
])

function isPlainCall({ procedure, arguments: given }: Extract<Node, { kind: 'call' }>): boolean {
  const builtIn = procedure.kind === 'variable' ? builtIns.get(procedure.name) : undefined
  return builtIn !== undefined && !couldTakeContext(builtIn, given.length)
}

/** The shape of a place: everything that was seen there. */
type Samples = readonly (Json | undefined)[]

const shapesOfSamples: Shapes<Samples> = {
  child(shape, name) {
    const found = shape.map((value) => (isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined))
    if (shape.some((value) => Array.isArray(value))) return 'unknown'
    return found.some((value) => value !== undefined) ? found : 'missing'
  },
  items(shape) {
    const lists = shape.filter((value) => Array.isArray(value))
    if (lists.length === 0) return undefined
    // A single value stands for a list of it, and lists in lists are opened or not, as the path has it.
    return lists.length < shape.length || lists.flat().some((value) => Array.isArray(value)) ? 'unknown' : lists.flat()
  },
  types: (shape) => shape.reduce<number>((all, value) => all | typeOf(value), 0),
}

function isObject(value: Json | undefined): value is { [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
