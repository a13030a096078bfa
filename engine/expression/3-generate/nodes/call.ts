import type { Apply, Call, Node } from '../../1-parse/tree.ts'
import { ANYTHING, ARRAY, FUNCTION, isWithin, mayBe, UNDEFINED } from '../../2-analyze/types.ts'
import type { BuiltIn } from '../../functions/definition.ts'
import { js, type Code, type Operand } from '../code.ts'
import { nothing, type Context, type Generator, type Result } from '../generator.ts'
import { emitDirect } from '../builtins/direct.ts'
import { emitInline } from '../builtins/index.ts'
import { endsInOpenCall, staysOpen } from './last-calls.ts'
import { emitOwnPattern } from './regex.ts'
import { resultTypes } from '../../functions/result-types.ts'

/** A call as written, or as the right side of `~>`, which brings the first argument. */
export function emitCall(g: Generator, node: Call, context: Context, isRaw: boolean, first?: Operand): Result {
  const last = node.isTail ? g.lastContext : undefined
  return g.withLast(undefined, () => (last ? emitLastCall(g, node, context, last) : emitOwnCall(g, node, context, isRaw, first)))
}

/** The call that a lambda ends with. */
function emitLastCall(g: Generator, node: Call, context: Context, last: Code): Result {
  const { procedure, token } = node
  const builtIn = builtInOf(g, procedure)
  // One that is finished when it returns is called like any other; it is told at its name.
  if (builtIn && !staysOpen(builtIn, node.arguments.length)) return emitBuiltIn(g, builtIn, node, context, false)
  const callee = builtIn ? nothing : g.value(procedure, context)
  const given = node.arguments.map((argument) => emitOwnPattern(g, argument, builtIn) ?? emitOpenArgument(g, argument, context))
  if (!builtIn) {
    g.tracer?.applied(g, callee, given)
    return { operand: g.lastApplication(callee, given, procedure.position, token), isSequence: false }
  }
  g.tracer?.builtIn(g, builtIn, given, context)
  if (builtIn.warns) g.names.beforeWarning?.(g, node.position)
  const code = js`${g.use('callLast')}(${g.unit.constant(builtIn)}, [${given}], ${last}, ${procedure.position})`
  return { operand: g.constant(code, builtIn.returns ? ANYTHING : resultTypes(builtIn)), isSequence: false }
}

function builtInOf(g: Generator, procedure: Node): BuiltIn | undefined {
  return procedure.kind === 'variable' && !procedure.predicates && !procedure.group ? g.builtIn(procedure.name) : undefined
}

function emitOwnCall(g: Generator, node: Call, context: Context, isRaw: boolean, first: Operand | undefined): Result {
  const { procedure, position } = node
  const builtIn = builtInOf(g, procedure)
  if (builtIn) return emitBuiltIn(g, builtIn, node, context, isRaw, first)
  const callee = g.value(procedure, context)
  if (mayBe(callee.types, UNDEFINED)) suggestDollar(g, node, callee, 'T1005')
  const given = node.arguments.map((argument) => emitArgument(g, argument, context))
  const all = first ? [first, ...given] : given
  g.tracer?.applied(g, callee, all)
  const operand = g.application({ callee, given: all, context: context.argument, position, token: node.token, isRaw })
  return { operand, isSequence: false }
}

/** `sum(x)` where `$sum(x)` is meant: the name of a field that is missing is that of a function. */
export function suggestDollar(
  g: Generator,
  { procedure, position }: { procedure: Node; position?: number },
  callee: Operand,
  code: string,
): void {
  const first = procedure.kind === 'path' ? procedure.steps[0]!.node : undefined
  const name = first?.kind === 'name' ? first.name : undefined
  if (name === undefined) return
  const meant = g.lookUp(name)
  g.line(js`if (${callee} === undefined && ${g.use('isPresent')}(${meant})) ${g.use('raise')}(${code}, {}, ${position}, ${name})`)
}

/** A function as an argument is called without the context of its call: a closure is put around it. */
function emitArgument(g: Generator, argument: Node, context: Context): Operand {
  const value = g.value(argument, context)
  if (!mayBe(value.types, FUNCTION)) return value
  const closed = js`${g.use('closure')}(${value})`
  return g.constant(value.types === FUNCTION ? closed : js`typeof ${value} === 'function' ? ${closed} : ${value}`, value.types)
}

/** A lambda that is given to the last call of another one has no closure around it: it is called on what it was made on. */
function emitOpenArgument(g: Generator, argument: Node, context: Context): Operand {
  const value = g.value(argument, context)
  const asksForContext = argument.kind === 'lambda' && (argument.signature !== undefined || endsInOpenCall(g, argument.body))
  return asksForContext ? g.constant(js`${g.use('atHome')}(${value}, ${context.argument})`, FUNCTION, 'f') : value
}

function emitBuiltIn(g: Generator, builtIn: BuiltIn, call: Call, context: Context, isRaw: boolean, first?: Operand): Result {
  // The last call of a lambda is told at its name.
  const node = call.isTail ? { ...call, position: call.procedure.position } : call
  const { position } = node
  const inlined = isRaw ? undefined : emitInline(g, builtIn, node, context, first)
  if (inlined) return { operand: inlined, isSequence: false }
  const given = node.arguments.map(
    (argument) =>
      emitOwnPattern(g, argument, builtIn) ?? (node.isTail ? emitOpenArgument(g, argument, context) : g.value(argument, context)),
  )
  const all = first ? [first, ...given] : given
  g.tracer?.builtIn(g, builtIn, all, context)
  if (builtIn.warns) g.names.beforeWarning?.(g, position)
  const direct = isRaw ? undefined : emitDirect(g, builtIn, all, context.argument, position)
  if (direct) return { operand: direct, isSequence: false }
  const isSequence = isRaw && builtIn.returns === 'sequence'
  const helper = g.use(isSequence ? 'invoke' : isRaw && builtIn.returns ? 'callLast' : 'call')
  const types = isSequence ? ARRAY | UNDEFINED : resultTypes(builtIn)
  const code = js`${helper}(${g.unit.constant(builtIn)}, [${all}], ${context.argument}, ${position})`
  return { operand: g.constant(code, types), isSequence }
}

/** `left ~> right`: a call gets the left side as its first argument; a function is applied to it, or joined to it. */
export function emitApply(g: Generator, { left, right, position }: Apply, context: Context, isRaw: boolean): Result {
  const value = g.value(left, context)
  if (right.kind === 'call') return emitCall(g, right, context, isRaw, value)
  const callee = emitOwnPattern(g, right) ?? g.value(right, context)
  g.tracer?.applied(g, callee, [value])
  const helper = isWithin(value.types, ANYTHING & ~FUNCTION) ? 'applyTo' : 'applyOrChain'
  const call = js`${g.use(helper)}(${value}, ${callee}, ${position})`
  return { operand: g.constant(isRaw ? call : js`${g.use('close')}(${call})`, ANYTHING), isSequence: false }
}
