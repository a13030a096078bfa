import type { Node, Tree } from '../../engine/expression/1-parse/tree.ts'
import { parseExpression } from '../../engine/expression/index.ts'

/** Every node of a tree, and of the texts that are given to `$eval` in it. */
export function* nodesOf(tree: Tree | Node): Generator<Node> {
  yield* visit('root' in tree ? tree.root : tree)
}

function* visit(value: unknown): Generator<Node> {
  if (typeof value !== 'object' || value === null) return
  if (Array.isArray(value)) {
    for (const item of value) yield* visit(item)
    return
  }
  if ('kind' in value) {
    const node = value as Node
    yield node
    if (calls(node, 'eval') && node.kind === 'call') yield* visit(evaluated(node.arguments[0]))
  }
  for (const inner of Object.values(value)) yield* visit(inner)
}

function evaluated(node: Node | undefined): Node | undefined {
  return node?.kind === 'literal' && typeof node.value === 'string' ? parseExpression(node.value).ast?.root : undefined
}

/** Calls of a built-in function by its name. */
export function calls(node: Node, ...names: readonly string[]): boolean {
  return node.kind === 'call' && node.procedure.kind === 'variable' && names.includes(node.procedure.name)
}
