import type { Node, Regex } from '../../1-parse/tree.ts'
import { FUNCTION } from '../../2-analyze/types.ts'
import type { BuiltIn } from '../../functions/definition.ts'
import { inCall } from '../../runtime/call.ts'
import { matcherOf } from '../../runtime/matcher.ts'
import { js, operand, type Operand } from '../code.ts'
import type { Generator } from '../generator.ts'

/** A regular expression is made once, when the expression is compiled; as a value it is another one each time, as any function. */
export function emitRegex(g: Generator, node: Regex): Operand {
  const pattern = emitPattern(g, node)
  return g.isRepeated ? g.constant(js`${g.use('renewed')}(${pattern})`, FUNCTION, 'f') : pattern
}

/** The same where nobody can tell one from another. */
function emitPattern(g: Generator, { source, flags, position }: Regex): Operand {
  try {
    return operand(g.unit.constant(matcherOf(g.names.pattern(source, flags), position)), FUNCTION)
  } catch (error) {
    throw inCall(error, position, undefined)
  }
}

/** Functions that use a pattern, and do not hand it on. */
const matching = new Set(['match', 'contains', 'replace', 'split'])

/** A regular expression that is matched here and nowhere else. */
export function emitOwnPattern(g: Generator, node: Node, builtIn?: BuiltIn): Operand | undefined {
  const isOwn = node.kind === 'regex' && !node.predicates && !node.group && (!builtIn || matching.has(builtIn.name))
  if (!isOwn) return undefined
  const pattern = emitPattern(g, node)
  g.tracer?.value(g, node, pattern)
  return pattern
}
