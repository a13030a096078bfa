import type { BuiltIn } from '../functions/definition.ts'
import { ExpressionError, raise } from './error.ts'
import { close, collapse, isArray, leaveOpen, unbound } from './list.ts'
import { charge, meter } from './meter.ts'
import { fit, type Signature } from './signature.ts'

/**
 * Functions as values are JavaScript functions. `this` is the context of the call: a signature takes from it what is not given.
 * A call through a parameter has no context, because the parameter holds a closure around the function (`closure`).
 */
export type FunctionValue = (this: unknown, ...args: unknown[]) => unknown

/** Calls a function without context. A context that is missing (undefined) would be another thing: a signature takes it. */
export function callFree(callee: FunctionValue, ...args: unknown[]): unknown {
  return finish(callee.apply(null, args), null)
}

/** The call that a lambda ends with: made by whoever called the lambda, so that a recursion of such calls goes no deeper. */
export class TailCall {
  private readonly callee: unknown
  private readonly args: unknown[]
  private readonly position: number | undefined
  private readonly token: string | undefined

  constructor(callee: unknown, args: unknown[], position: number | undefined, token: string | undefined) {
    this.callee = callee
    this.args = args
    this.position = position
    this.token = token
  }

  make(context: unknown): unknown {
    const { callee, args, position, token } = this
    if (typeof callee !== 'function') return raise('T1006', {}, position, token)
    try {
      return (callee as FunctionValue).apply(context, args)
    } catch (error) {
      throw inCall(error, position, token)
    }
  }
}

/** What a function gave, once no call is left to be made. */
function finish(result: unknown, context: unknown): unknown {
  let value = result
  while (value instanceof TailCall) value = value.make(context)
  return value
}

export function isFunction(value: unknown): value is FunctionValue {
  return typeof value === 'function'
}

/** Calls a built-in function. What it returns is not collapsed. */
export function invoke(builtIn: BuiltIn, args: readonly unknown[], context: unknown, position: number | undefined): unknown {
  try {
    return runFitted(builtIn, fit(builtIn.parsed, args, context), context)
  } catch (error) {
    throw inCall(error, position, builtIn.name)
  }
}

/** Runs a built-in function whose arguments are as its signature wants them. */
export function run(
  builtIn: BuiltIn,
  position: number | undefined,
  first?: unknown,
  second?: unknown,
  third?: unknown,
  fourth?: unknown,
): unknown {
  try {
    return close((builtIn.implement as (...args: unknown[]) => unknown)(first, second, third, fourth))
  } catch (error) {
    throw inCall(error, position, builtIn.name)
  }
}

function runFitted(builtIn: BuiltIn, fitted: unknown[], context: unknown): unknown {
  if (builtIn.takesContext) fitted[builtIn.parsed.parameters.length] = context
  return (builtIn.implement as FunctionValue)(...fitted)
}

/** Calls a built-in function, to the end: a sequence is collapsed. */
export function call(builtIn: BuiltIn, args: readonly unknown[], context: unknown, position: number | undefined): unknown {
  try {
    const fitted = fit(builtIn.parsed, args, context)
    return settle(builtIn, runFitted(builtIn, fitted, context), fitted)
  } catch (error) {
    throw inCall(error, position, builtIn.name)
  }
}

function settle(builtIn: BuiltIn, result: unknown, args: unknown[]): unknown {
  if (!isArray(result)) return result
  // What was given may come back as it is.
  return isSequence(builtIn, args) ? collapse(result) : close(result)
}

export function isSequence({ returns }: BuiltIn, args: unknown[]): boolean {
  return returns === 'sequence' || (typeof returns === 'function' && returns(...(args as never[])) === 'sequence')
}

/**
 * An error that passes through a call: the call gives it its position, even over one that it has, and its name only if it has none.
 */
export function inCall(error: unknown, position: number | undefined, token: string | undefined): unknown {
  const known = knownError(error)
  if (known) {
    if (position !== undefined) known.position = position
    if (token !== undefined) known.token ??= token
  }
  return error
}

/** The same where what is called is a closure or a function of the caller's: those leave a position that is there. */
export function inForeignCall(error: unknown, position: number | undefined, token: string | undefined): unknown {
  const known = knownError(error)
  if (known) {
    if (position !== undefined) known.position ??= position
    if (token !== undefined) known.token ??= token
  }
  return error
}

/** Functions of the caller's may throw anything; what can carry a place gets one. */
function knownError(error: unknown): { position?: number; token?: string } | undefined {
  return error instanceof ExpressionError || (typeof error === 'object' && error !== null) ? error : undefined
}

const closures = new WeakSet<object>()

/** A function as an argument: called without context, and without a position of its own. */
export function closure(value: unknown): unknown {
  if (typeof value !== 'function') return value
  const inner = value as FunctionValue
  const outer = (...args: unknown[]) => callFree(inner, ...args)
  Object.defineProperty(outer, 'length', { value: inner.length })
  closures.add(outer)
  return outer
}

/** A function that is called on one context, wherever that is done. */
export function atHome(callee: FunctionValue, context: unknown): FunctionValue {
  const bound = (...args: unknown[]) => finish(callee.apply(context, args), context)
  Object.defineProperty(bound, 'length', { value: callee.length })
  return bound
}

/** Calls whatever a variable or an expression holds. */
export function apply(value: unknown, args: unknown[], context: unknown, position: number | undefined, token: string | undefined): unknown {
  return close(applyRaw(value, args, context, position, token))
}

/** The same; what it returns is not collapsed. */
export function applyRaw(
  value: unknown,
  args: unknown[],
  context: unknown,
  position: number | undefined,
  token: string | undefined,
): unknown {
  if (typeof value !== 'function') return raise('T1006', {}, position, token)
  let result: unknown
  try {
    result = (value as FunctionValue).apply(context, args)
  } catch (error) {
    throw closures.has(value) ? inForeignCall(error, position, token) : inCall(error, position, token)
  }
  if (!(result instanceof TailCall)) return result
  try {
    return finish(result, context)
  } catch (error) {
    throw inForeignCall(error, position, token)
  }
}

/** A built-in function as the last call of a lambda. */
export function callLast(builtIn: BuiltIn, args: readonly unknown[], context: unknown, position: number | undefined): unknown {
  try {
    return openResult(builtIn, args, context)
  } catch (error) {
    throw inCall(error, position, builtIn.name)
  }
}

function openResult(builtIn: BuiltIn, args: readonly unknown[], context: unknown): unknown {
  const fitted = fit(builtIn.parsed, args, context)
  const result = runFitted(builtIn, fitted, context)
  return isArray(result) && isSequence(builtIn, fitted) ? leaveOpen(result) : result
}

const unchecked = new WeakMap<object, FunctionValue>()

/** A lambda with a signature. */
export function signed(lambda: FunctionValue, signature: Signature): FunctionValue {
  const checked = function (this: unknown, ...args: unknown[]) {
    return lambda.apply(this, fit(signature, args, this))
  }
  Object.defineProperty(checked, 'length', { value: lambda.length })
  unchecked.set(checked, lambda)
  return checked
}

const builtInValues = new WeakMap<BuiltIn, FunctionValue>()
const builtInsOf = new WeakSet<object>()

/** A built-in function as a value: `$map(names, $uppercase)`. */
export function valueOf(builtIn: BuiltIn): FunctionValue {
  let value = builtInValues.get(builtIn)
  if (!value) {
    value = function (this: unknown, ...args: unknown[]) {
      return openResult(builtIn, args, this)
    }
    Object.defineProperty(value, 'length', { value: builtIn.arity ?? builtIn.parameters.length })
    builtInValues.set(builtIn, value)
    builtInsOf.add(value)
  }
  return value
}

export function isBuiltInValue(value: object): boolean {
  return builtInsOf.has(value)
}

/** Counts a call that goes deeper. */
export function enter(): void {
  charge(1)
  if (++meter.depth > meter.limits.depth) raise('D1011', { value: meter.limits.depth })
}

export function leave(): void {
  meter.depth--
}

/** `f(?, x)`; what is left open stands as `unbound`. The arguments of a built-in function are checked when it is called. */
export function partial(callee: unknown, given: unknown[], position: number | undefined, token: string | undefined): FunctionValue {
  if (typeof callee !== 'function') return raise('T1008', {}, position, token)
  // The signature of a lambda is for all of its arguments at once.
  const applicable = unchecked.get(callee) ?? (callee as FunctionValue)
  const open = given.flatMap((value, index) => (value === unbound ? [index] : []))
  const applied = function (this: unknown, ...args: unknown[]) {
    const all = given.slice()
    open.forEach((index, order) => (all[index] = args[order]))
    return applicable.apply(this, all)
  }
  Object.defineProperty(applied, 'length', { value: open.length })
  return applied
}

/** `value ~> f`. What it returns is not collapsed. */
export function applyTo(value: unknown, callee: unknown, position: number | undefined): unknown {
  if (typeof callee !== 'function') return raise('T2006', { value: callee }, position)
  return callFree(callee as FunctionValue, value)
}

/** `f ~> g` is a function that does one after the other. */
export function applyOrChain(value: unknown, callee: unknown, position: number | undefined): unknown {
  if (typeof value !== 'function' || typeof callee !== 'function') return applyTo(value, callee, position)
  return (argument: unknown) => callFree(callee as FunctionValue, close(callFree(value as FunctionValue, argument)))
}

/** A function that is there, for the hint that its `$` is missing. */
export function isPresent(value: unknown): boolean {
  return Boolean(value)
}
