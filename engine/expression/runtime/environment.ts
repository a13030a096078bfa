import type { BuiltIn } from '../functions/definition.ts'
import { applyRaw, type FunctionValue, valueOf } from './call.ts'

/**
 * The variables of an expression that uses `$eval`: kept by name, because what is evaluated may read and bind any of them. All other
 * expressions have theirs as variables of the generated code.
 */
export class Environment {
  private readonly values = new Map<string, unknown>()
  private readonly outer: Environment | undefined

  constructor(outer?: Environment) {
    this.outer = outer
  }

  get(name: string): unknown {
    if (this.values.has(name)) return this.values.get(name)
    return this.outer?.get(name)
  }

  set(name: string, value: unknown): void {
    this.values.set(name, value)
  }
}

/** The outermost environment: functions, and what the caller has bound, which may replace them. */
export function environmentOf(builtIns: Iterable<BuiltIn>, bindings: Record<string, unknown>, input: unknown): Environment {
  const environment = new Environment()
  for (const builtIn of builtIns) environment.set(builtIn.name, valueOf(builtIn))
  for (const name of Object.keys(bindings)) environment.set(name, bindings[name])
  environment.set('$', input)
  return environment
}

/** Where the call under way was made: what `$eval` sees. */
let current: Environment | undefined

export function currentEnvironment(): Environment {
  return current ?? new Environment()
}

/** A function that is called later, as if from here. */
export function within(environment: Environment, callee: unknown): unknown {
  if (typeof callee !== 'function') return callee
  return function (this: unknown, ...args: unknown[]) {
    const outer = current
    current = environment
    try {
      return (callee as FunctionValue).apply(this, args)
    } finally {
      current = outer
    }
  }
}

/** Calls a function from a place where `$eval` may be what is called. What it returns is not collapsed. */
export function applyIn(
  environment: Environment,
  callee: unknown,
  args: unknown[],
  context: unknown,
  position: number | undefined,
  token: string | undefined,
): unknown {
  const outer = current
  current = environment
  try {
    return applyRaw(callee, args, context, position, token)
  } finally {
    current = outer
  }
}
