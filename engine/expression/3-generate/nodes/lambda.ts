import type { Bind, Block, Call, Lambda, Node, PartialCall } from '../../1-parse/tree.ts'
import { ANYTHING, FUNCTION } from '../../2-analyze/types.ts'
import type { BuiltIn } from '../../functions/definition.ts'
import { parseSignature } from '../../runtime/signature.ts'
import { js, operand, type Operand } from '../code.ts'
import { nothing, type Context, type Generator } from '../generator.ts'
import { mayTakeContext, suggestDollar } from './call.ts'

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

/** The calls that a lambda may end with. */
function lastCalls(node: Node): Call[] {
  switch (node.kind) {
    case 'block':
      return node.expressions.length > 0 ? lastCalls(node.expressions.at(-1)!) : []
    case 'condition':
      return [...lastCalls(node.whenTrue), ...(node.whenFalse ? lastCalls(node.whenFalse) : [])]
    case 'fallback':
      return lastCalls(node.right)
    case 'call':
      return node.isTail ? [node] : []
    default:
      return []
  }
}

function calledBuiltIn(g: Generator, { procedure }: Call): BuiltIn | undefined {
  return procedure.kind === 'variable' ? g.builtIn(procedure.name) : undefined
}

/** A last call is of a built-in function that may take something from the context of the call of the lambda. */
function endsInContext(g: Generator, body: Node): boolean {
  return lastCalls(body).some((call) => {
    const builtIn = calledBuiltIn(g, call)
    return builtIn !== undefined && mayTakeContext(builtIn, call.arguments.length)
  })
}

/** A last call is one that its caller must make, or whose sequence its caller gets as it is, or whose context is the caller's. */
export function endsInOpenCall(g: Generator, body: Node): boolean {
  return lastCalls(body).some((call) => {
    const builtIn = calledBuiltIn(g, call)
    return builtIn === undefined || builtIn.returns !== undefined || mayTakeContext(builtIn, call.arguments.length)
  })
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
