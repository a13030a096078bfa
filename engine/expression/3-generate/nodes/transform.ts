import type { Node, Transform } from '../../1-parse/tree.ts'
import { ANYTHING, FUNCTION } from '../../2-analyze/types.ts'
import { js, operand, type Operand } from '../code.ts'
import { contextOf, type Context, type Generator } from '../generator.ts'

/** `|pattern|update,deletion|`: a function that changes a copy of its argument. */
export function emitTransform(g: Generator, { pattern, update, deletion, position }: Transform, _context: Context): Operand {
  const clone = g.isVariable('clone') || g.names.external(g, 'clone') ? g.lookUp('clone') : undefined
  const parts = [pattern, update, ...(deletion ? [deletion] : [])].map((node) => emitPart(g, node))
  const places = [position, update.position, deletion?.position].map((place) => js`${place}`)
  const code = js`${g.use('transformer')}([${parts}], [${places}], ${clone ?? js`undefined`}, ${looksOutside(pattern)})`
  const transform = g.constant(code, FUNCTION, 'f')
  g.tracer?.opaque(g, transform)
  return transform
}

/** It may find what it was not given: the value of a variable, or a parent. */
function looksOutside(part: unknown): boolean {
  if (typeof part !== 'object' || part === null) return false
  const { kind, name } = part as { kind?: unknown; name?: unknown }
  if (kind === 'parent' || (kind === 'variable' && name !== '')) return true
  return Object.values(part).some(looksOutside)
}

function emitPart(g: Generator, node: Node): Operand {
  const item = g.name('c', ANYTHING)
  return operand(
    g.function([item], () => g.value(node, contextOf(item))),
    FUNCTION,
  )
}
