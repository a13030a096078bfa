import type { Call, Node } from '../../1-parse/tree.ts'
import type { BuiltIn } from '../../functions/definition.ts'
import type { Generator } from '../generator.ts'

/** Whether a function takes something from the context where it is given so many arguments. */
export function mayTakeContext({ takesContext, parsed }: BuiltIn, given: number): boolean {
  const needed = parsed.parameters.filter((each) => !each.isOptional)
  return takesContext === true || (given < needed.length && needed.some((each) => each.fromContext))
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

/** It may: which argument is which is only known from the values. */
export function couldTakeContext({ takesContext, parsed }: BuiltIn, given: number): boolean {
  return takesContext === true || (given < parsed.parameters.length && parsed.parameters.some((each) => each.fromContext))
}

function calledBuiltIn(g: Generator, { procedure }: Call): BuiltIn | undefined {
  return procedure.kind === 'variable' ? g.builtIn(procedure.name) : undefined
}

/** A last call is of a built-in function that may take something from the context of the call of the lambda. */
export function endsInContext(g: Generator, body: Node): boolean {
  return lastCalls(body).some((call) => {
    const builtIn = calledBuiltIn(g, call)
    return builtIn !== undefined && couldTakeContext(builtIn, call.arguments.length)
  })
}

/** A last call is one that its caller must make, or whose sequence its caller gets as it is, or whose context is the caller's. */
export function endsInOpenCall(g: Generator, body: Node): boolean {
  return lastCalls(body).some((call) => {
    const builtIn = calledBuiltIn(g, call)
    return builtIn === undefined || staysOpen(builtIn, call.arguments.length)
  })
}

/** Whether a built-in function as a last call gives its caller something to finish: a sequence, or a question for the context. */
export function staysOpen(builtIn: BuiltIn, given: number): boolean {
  return builtIn.returns !== undefined || couldTakeContext(builtIn, given)
}
