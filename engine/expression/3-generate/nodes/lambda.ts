import type { Bind, Block, Lambda, PartialCall } from '../../1-parse/tree.ts'
import { ANYTHING, FUNCTION } from '../../2-analyze/types.ts'
import { parseSignature } from '../../runtime/signature.ts'
import { js, operand, type Operand } from '../code.ts'
import { nothing, type Context, type Generator } from '../generator.ts'
import { suggestDollar } from './call.ts'
import { endsInContext } from './last-calls.ts'

export function emitBlock(g: Generator, { expressions, binds }: Block, context: Context): Operand {
  return g.inFrame(binds, () => {
    for (const expression of expressions.slice(0, -1)) g.withLast(undefined, () => g.value(expression, context))
    const last = expressions.at(-1)
    return last ? g.value(last, context) : nothing
  })
}

/** `:=` */
export function emitBind(g: Generator, { name, value }: Bind, context: Context): Operand {
  return g.bind(name, value.kind === 'lambda', () => g.value(value, context))
}

export function emitLambda(g: Generator, node: Lambda, context: Context): Operand {
  const parameters = node.parameters.map((name) => g.parameter(name))
  const last = endsInContext(g, node.body) ? js`this` : js`undefined`
  const lambda = g.function(
    parameters,
    () =>
      g.inFrame(node.binds, () => {
        g.line(js`${g.use('enter')}()`)
        node.parameters.forEach((name, index) => g.bound(name, parameters[index]!, ANYTHING))
        const result = g.withLast(last, () => g.value(node.body, context))
        g.line(js`${g.use('meter')}.depth--`)
        return result
      }),
    'f',
    last.text !== 'this',
  )
  if (node.signature === undefined) return operand(lambda, FUNCTION)
  return g.constant(js`${g.use('signed')}(${lambda}, ${g.unit.constant(parseSignature(node.signature))})`, FUNCTION, 'f')
}

/** `f(?, x)`: a function of the arguments that are left open. */
export function emitPartial(g: Generator, node: PartialCall, context: Context): Operand {
  const given = node.arguments.map((argument) => (argument ? g.value(argument, context) : undefined))
  const callee = g.value(node.procedure, context)
  suggestDollar(g, node, callee, 'T1007')
  const values = given.map((value) => value ?? js`${g.use('unbound')}`)
  const applied = g.constant(js`${g.use('partial')}(${callee}, [${values}], ${node.position}, ${node.token})`, FUNCTION, 'f')
  g.tracer?.partial(
    g,
    applied,
    callee,
    given.flatMap((value) => value ?? []),
  )
  return applied
}
