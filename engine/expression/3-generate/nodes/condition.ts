import type { Condition, Fallback, Node } from '../../1-parse/tree.ts'
import { UNDEFINED } from '../../2-analyze/types.ts'
import { js, operand, type Operand } from '../code.ts'
import type { Context, Generator } from '../generator.ts'
import { truth } from './operators.ts'

export function emitCondition(g: Generator, { test, whenTrue, whenFalse }: Condition, context: Context): Operand {
  const tested = g.withLast(undefined, () => g.value(test, context))
  g.tracer?.itself(g, tested)
  const holds = truth(g, tested)
  const result = g.variable(0)
  let types = whenFalse ? 0 : UNDEFINED
  const branch = (node: Node) => () => {
    const value = g.value(node, context)
    types |= value.types
    g.assign(result, value)
  }
  g.if(holds, branch(whenTrue), whenFalse && branch(whenFalse))
  return operand(result, types)
}

/** `??` and `?:`. */
export function emitFallback(g: Generator, { when, left, right }: Fallback, context: Context): Operand {
  const first = g.withLast(undefined, () => g.value(left, context))
  const result = g.variable(0, 't', first)
  let types = when === 'missing' ? first.types & ~UNDEFINED : first.types
  g.if(when === 'missing' ? js`${result} === undefined` : js`!${truth(g, first)}`, () => {
    const value = g.value(right, context)
    types |= value.types
    g.assign(result, value)
  })
  return operand(result, types)
}
