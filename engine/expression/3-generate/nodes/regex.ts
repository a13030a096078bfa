import type { Regex } from '../../1-parse/tree.ts'
import { FUNCTION } from '../../2-analyze/types.ts'
import { inCall } from '../../runtime/call.ts'
import { matcherOf } from '../../runtime/matcher.ts'
import { operand, type Operand } from '../code.ts'
import type { Generator } from '../generator.ts'

/** A regular expression is a constant: made once, when the expression is compiled. */
export function emitRegex(g: Generator, { source, flags, position }: Regex): Operand {
  try {
    return operand(g.unit.constant(matcherOf(g.names.pattern(source, flags), position)), FUNCTION)
  } catch (error) {
    throw inCall(error, position, undefined)
  }
}
