import { parseExpression } from './parse.ts'
import { locate } from './spans.ts'
import type { Node } from './tree.ts'

/** The texts that `and` joins at the top of an expression; the whole text where there are none. */
export function conjunctsOf(text: string): string[] {
  const { ast } = parseExpression(text)
  if (!ast) return [text]
  const spans = locate(ast)
  const parts: string[] = []
  const split = (node: Node): void => {
    const span = spans.get(node)
    if (node.kind === 'operation' && node.operator === 'and' && !node.predicates && !node.group) {
      split(node.left)
      split(node.right)
    } else if (span) parts.push(text.slice(span.start, span.end))
  }
  split(ast.root)
  return parts.length > 1 ? parts : [text]
}
