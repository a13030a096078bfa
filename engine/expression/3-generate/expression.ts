import { once } from '../../once.ts'
import { parseExpression } from '../1-parse/parse.ts'
import type { Tree } from '../1-parse/tree.ts'
import { ANYTHING, NUMBER } from '../2-analyze/types.ts'
import { defineFunction, type BuiltIn } from '../functions/definition.ts'
import { builtIns } from '../functions/index.ts'
import { limitsOf, type Limits } from '../limits.ts'
import type { CompileOptions } from '../options.ts'
import { closure, enter, leave } from '../runtime/call.ts'
import { currentEnvironment, environmentOf, type Environment } from '../runtime/environment.ts'
import { asWritingError, ExpressionError, isLimit, raise, type ErrorCode } from '../runtime/error.ts'
import { evaluateWithin } from '../runtime/evaluation.ts'
import { isMarked, wrapped } from '../runtime/list.ts'
import type { Pattern } from '../runtime/matcher.ts'
import { boundedPattern } from '../runtime/regex.ts'
import { readsOf, trace } from '../runtime/trace.ts'
import { sizeWithin } from '../runtime/result.ts'
import { limitError } from '../runtime/template.ts'
import type { ExpressionTrace } from '../template.ts'
import { js, literal, name, operand, type Operand } from './code.ts'
import { emit, emitRaw } from './emit.ts'
import { DynamicGenerator } from './dynamic.ts'
import { Generator, type Context, type Names, wrappedContextOf } from './generator.ts'
import { nodeValues, Tracer } from './tracer.ts'
import { Unit } from './unit.ts'

export interface CompiledExpression {
  readonly mode: 'compiled'
  /** The generated JavaScript, to be read by people. */
  readonly source: string
  /**
   * @param bindings variables by name, without the `$`; a function among them may be called
   * @throws ExpressionError
   */
  evaluate(input?: unknown, bindings?: Record<string, unknown>): unknown
}

export interface TracedExpression extends CompiledExpression {
  /** Evaluates it, and tells the value of each of its parts. Does not throw. */
  trace(input?: unknown, bindings?: Record<string, unknown>): ExpressionTrace
}

/** @throws ExpressionError with the first problem if the text is not an expression */
export function compileExpression(text: string, options: CompileOptions & { trace: true }): TracedExpression
export function compileExpression(text: string, options?: CompileOptions): CompiledExpression
export function compileExpression(text: string, options: CompileOptions = {}): CompiledExpression | TracedExpression {
  const tree = treeOf(text)
  const limits: Limits = { ...limitsOf[options.profile ?? 'library'], ...options.limits }
  const functions = functionsOf(options)
  const called = [...tree.names].filter((each) => functions.has(each))
  const compiled = new Map<string, Generated>()
  const tracer = options.trace ? new Tracer(literal(0, NUMBER)) : undefined

  /** A binding may take the place of a function: then it is no longer known what the expression calls. */
  const generatedFor = (bindings: Record<string, unknown>): Generated => {
    const replaced = called.filter((each) => Object.hasOwn(bindings, each))
    const key = replaced.join()
    let generated = compiled.get(key)
    if (!generated) compiled.set(key, (generated = written(replaced)))
    return generated
  }

  const written = (replaced: readonly string[]): Generated => {
    try {
      return generate(tree, functions, new Set(replaced), options.profile === 'document', tracer)
    } catch (error) {
      throw asWritingError(error)
    }
  }

  const { source } = generatedFor({})
  const evaluate = (input?: unknown, bindings: Record<string, unknown> = {}) => {
    const run = generatedFor(bindings).run()
    try {
      return closure(evaluateWithin(limits, options, () => withinSize(run(input, bindings), limits)))
    } catch (error) {
      throw error instanceof RangeError ? evaluateWithin(limits, options, () => limitError(error)) : error
    }
  }
  if (!tracer) return { mode: 'compiled', source, evaluate }
  return {
    mode: 'compiled',
    source,
    evaluate: (input, bindings) => trace.start(() => evaluate(input, bindings)),
    trace: (input, bindings = {}) => traceEvaluation(tracer, input, bindings, evaluate),
  }
}

function withinSize(value: unknown, { result }: Limits): unknown {
  if (result !== Infinity && typeof value !== 'function') sizeWithin(value, result)
  return value
}

function traceEvaluation(
  tracer: Tracer,
  input: unknown,
  bindings: Record<string, unknown>,
  evaluate: (input: unknown, bindings: Record<string, unknown>) => unknown,
): ExpressionTrace {
  return trace.start(() => {
    trace.locate('input', input)
    for (const name of Object.keys(bindings)) trace.locate(name, bindings[name])
    const collector = trace.begin(0, [])
    const told = () => ({ nodes: nodeValues(0, tracer.nodes), sources: readsOf([collector]) })
    try {
      const value = evaluate(input, bindings)
      trace.end(collector)
      return { value, ...told() }
    } catch (error) {
      return { value: undefined, error, ...told() }
    }
  })
}

function treeOf(text: string): Tree {
  const { ast, problems } = parseExpression(text)
  const [problem] = problems
  if (ast && !problem) return ast
  const { position, token, value } = problem!.original
  const details = { text: problem!.message, ...(value !== undefined && { value }) }
  throw new ExpressionError(problem!.code as ErrorCode, details, position, token as string | undefined)
}

type Run = (input: unknown, bindings: Record<string, unknown>) => unknown

interface Generated {
  source: string
  /** JavaScript's own compiler begins when there is something to evaluate: many expressions are only checked. */
  run: () => Run
}

function generate(
  tree: Tree,
  functions: ReadonlyMap<string, BuiltIn>,
  replaced: ReadonlySet<string>,
  isDocument: boolean,
  tracer?: Tracer,
): Generated {
  if (!tree.names.has('eval')) return new ExpressionWriter(functions, replaced, isDocument, tracer).compile(tree)
  const { source, evaluate } = generateDynamic(tree, tracer)
  const run: Run = (input, bindings) => evaluate(wrapped(input), environmentOf(functions.values(), bindings, input))
  return { source, run: () => run }
}

/** Writes one expression as one function. */
class ExpressionWriter implements Names {
  private readonly unit = new Unit()
  private readonly input = operand(name('input'), ANYTHING)
  private readonly bindings = operand(name('bindings'), ANYTHING)
  private readonly externals = new Map<string, Operand>([['$', this.input]])
  private readonly functions: ReadonlyMap<string, BuiltIn>
  private readonly replaced: ReadonlySet<string>

  private readonly isDocument: boolean
  private readonly tracer: Tracer | undefined

  constructor(functions: ReadonlyMap<string, BuiltIn>, replaced: ReadonlySet<string>, isDocument: boolean, tracer: Tracer | undefined) {
    this.functions = functions
    this.replaced = replaced
    this.isDocument = isDocument
    this.tracer = tracer
    tracer?.isRoot(this.input, 'input')
  }

  compile(tree: Tree): Generated {
    const { unit, input, tracer } = this
    const g = new Generator({ unit, names: this, emit, emitRaw, ...(tracer && { tracer }) })
    const write = () => g.inFrame(tree.binds, () => wholeValue(g, tree, rootContext(g, input)))
    const evaluate = g.function([input, this.bindings], () => (tracer ? tracer.inTree(tree, write) : write()), 'evaluate')
    const source = unit.source(g.lines, evaluate)
    return { source, run: unit.loadLater<Run>(source) }
  }

  external(g: Generator, variable: string): Operand | undefined {
    if (this.builtIn(variable)) return undefined
    const known = this.externals.get(variable)
    if (known) return known
    const value = g.atStart(js`${g.use('own')}(${this.bindings}, ${variable})`)
    this.externals.set(variable, value)
    this.tracer?.isRoot(value, variable)
    return value
  }

  builtIn(function_: string): BuiltIn | undefined {
    return this.replaced.has(function_) ? undefined : this.functions.get(function_)
  }

  pattern(source: string, flags: string): Pattern {
    return boundedPattern(source, flags, this.isDocument)
  }
}

function wholeValue(g: Generator, tree: Tree, context: Context): Operand {
  const value = g.inTree(tree, () => g.value(tree.root, context))
  g.tracer?.whole(g, value)
  return value
}

function rootContext(g: Generator, input: Operand): Context {
  const value = g.constant(js`${g.use('wrapped')}(${input})`, ANYTHING, 'c')
  return { value, self: input, argument: value }
}

type Evaluate = (context: unknown, environment: Environment) => unknown

function generateDynamic(tree: Tree, tracer?: Tracer): { source: string; evaluate: Evaluate } {
  const unit = new Unit()
  const [context, environment] = [operand(name('context'), ANYTHING), operand(name('names'), ANYTHING)]
  const names: Names = {
    external: () => undefined,
    builtIn: () => undefined,
    pattern: (source, flags) => boundedPattern(source, flags, false),
  }
  const g = new DynamicGenerator({ unit, names, emit, emitRaw, ...(tracer && { tracer }) }, environment)
  const write = () => g.inSameFrame(() => wholeValue(g, tree, wrappedContextOf(g, context)))
  const evaluate = g.function([context, environment], () => (tracer ? tracer.inTree(tree, write) : write()), 'evaluate')
  const source = unit.source(g.lines, evaluate)
  return { source, evaluate: unit.load<Evaluate>(source) }
}

const compiledDynamically = new WeakMap<Tree, Evaluate>()

/** `$eval`: the text of an expression, in the place of the call. */
const evalFunction = defineFunction({
  name: 'eval',
  signature: '<sx?:x>',
  summary: 'The value of an expression that is given as text, on the context or on another value.',
  examples: [["$eval('[1, 2, 3]')", [1, 2, 3]]],
  parameters: ['text', 'context'],
  isPure: false,
  takesContext: true,
  implement: (text: string | undefined, given: unknown, context: unknown) => {
    if (text === undefined) return undefined
    const { ast, problems } = parseExpression(text)
    if (!ast || problems.length > 0) return raise('D3120', { value: problems[0]!.message, error: problems[0] })
    const environment = currentEnvironment()
    enter()
    try {
      let evaluate = compiledDynamically.get(ast)
      if (!evaluate) compiledDynamically.set(ast, (evaluate = generateDynamic(ast).evaluate))
      // A sequence is a list of contexts, and an array is one.
      return evaluate(given === undefined ? context : isMarked(given) ? given : wrapped(given), environment)
    } catch (error) {
      if (isLimit(error)) throw error
      return raise('D3121', { value: (error as Error).message, error })
    } finally {
      leave()
    }
  },
})

function functionsOf({ profile, functions = [] }: CompileOptions): ReadonlyMap<string, BuiltIn> {
  const shared = profile === 'document' ? builtIns : withEval()
  if (functions.length === 0) return shared
  return new Map([...shared, ...functions.map((each) => [each.name, defineFunction(each)] as const)])
}

const withEval = once((): ReadonlyMap<string, BuiltIn> => new Map([...builtIns, [evalFunction.name, evalFunction]]))
