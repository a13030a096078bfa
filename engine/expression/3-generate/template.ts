import { parseExpression } from '../1-parse/parse.ts'
import type { Tree } from '../1-parse/tree.ts'
import { ANYTHING, ARRAY, mayBe, NULL, NUMBER, OBJECT, STRING, typesOf, UNDEFINED } from '../2-analyze/types.ts'
import { expressionProblem } from '../problems.ts'
import type { BuiltIn } from '../functions/definition.ts'
import { builtIns } from '../functions/index.ts'
import { limitsOf } from '../limits.ts'
import { inCall } from '../runtime/call.ts'
import { ExpressionError } from '../runtime/error.ts'
import { evaluateWithin, evaluation } from '../runtime/evaluation.ts'
import type { Pattern } from '../runtime/matcher.ts'
import { boundedPattern } from '../runtime/regex.ts'
import { trace } from '../runtime/trace.ts'
import { asExpressionError, withoutBlanks, type Note, type Notes } from '../runtime/template.ts'
import type {
  CompiledTemplate,
  LeafTemplate,
  Let,
  ListTemplate,
  ObjectTemplate,
  PartTemplate,
  Slot,
  SlotFailure,
  Template,
  TemplateOptions,
  TracedResult,
} from '../template.ts'
import { js, literal, name, operand, type Code, type Operand } from './code.ts'
import { emit, emitRaw } from './emit.ts'
import { contextOf, Generator, nothing, type Context, type Names } from './generator.ts'
import { emitFields, type Field } from './nodes/group.ts'
import { truth } from './nodes/operators.ts'
import { type SlotUse, Tracer } from './tracer.ts'
import { Unit } from './unit.ts'

/** Something wrong with a template itself. */
export interface TemplateProblem {
  site: number
  code: string
  message: string
  hint: string
  /** In the slot's expression. */
  position?: number
}

export class TemplateError extends Error {
  readonly problems: readonly TemplateProblem[]

  constructor(problems: readonly TemplateProblem[]) {
    super(problems.map((each) => `${each.code}: ${each.message}`).join('\n'))
    this.name = 'TemplateError'
    this.problems = problems
  }
}

type Run = (source: unknown, variables: Record<string, unknown>, notes: Notes) => unknown

/**
 * Compiles a tree of expressions to one function. It runs in two variants of the same source: the fast one stops at the first failure,
 * and the careful one, which is then run, collects them all.
 *
 * @throws TemplateError for expressions with syntax errors and lets that need each other
 */
export function compileTemplate(template: Template, options: TemplateOptions = {}): CompiledTemplate {
  const limits = { ...limitsOf[options.profile ?? 'document'], ...options.limits }
  const fast = new TemplateWriter(options, false).compile(template)
  let careful: Run | undefined
  let traced: ReturnType<typeof traceTemplate> | undefined
  const clean = cleaner(options)
  return {
    source: fast.source,
    run(record, variables = {}) {
      return evaluateWithin(limits, options, () => {
        const source = clean(record)
        try {
          const notes = newNotes()
          return { value: fast.run(source, variables, notes), failures: [], warnings: notes.warnings.map(describe) }
        } catch {
          careful ??= new TemplateWriter(options, true).compile(template).run
          const notes = newNotes()
          const value = careful(source, variables, notes)
          return { value, failures: notes.failures.map(describe), warnings: notes.warnings.map(describe) }
        }
      })
    },
    trace(record, variables = {}) {
      traced ??= traceTemplate(template, options)
      return evaluateWithin(limits, options, () => traced!(record, variables))
    },
  }
}

/** The careful variant, which also notes what it reads. */
function traceTemplate(
  template: Template,
  options: TemplateOptions,
): (record: unknown, variables: Record<string, unknown>) => TracedResult {
  const tracer = new Tracer()
  const { run } = new TemplateWriter(options, true, tracer).compile(template)
  const clean = cleaner(options)
  return (record, variables) =>
    trace.start(() => {
      const source = clean(record)
      trace.locate('source', record, source)
      for (const [name, value] of Object.entries(options.constants ?? {})) trace.locate(name, value, cleanConstant(options, value))
      for (const [name, value] of Object.entries(variables)) trace.locate(name, value)
      const notes = newNotes()
      const value = run(source, variables, notes)
      const failures = notes.failures.map(describe)
      return { value, failures, warnings: notes.warnings.map(describe), lineage: trace.lineage(), nodes: tracer.values() }
    })
}

function cleaner({ blank }: TemplateOptions): (value: unknown) => unknown {
  return blank === 'absent' ? withoutBlanks : (value) => value
}

const cleanConstants = new WeakMap<object, WeakMap<object, unknown>>()

/** A constant as the code sees it: always the same object, by which a trace knows it. */
function cleanConstant(options: TemplateOptions, value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return cleaner(options)(value)
  let known = cleanConstants.get(options)
  if (!known) cleanConstants.set(options, (known = new WeakMap()))
  if (!known.has(value)) known.set(value, cleaner(options)(value))
  return known.get(value)
}

/** What is noted, and where: generated code tells the place before it calls something that may warn. */
function newNotes(): Notes {
  const notes: Notes = { failures: [], warnings: [], site: 0, indexes: [], position: undefined }
  evaluation.warn = (error) => {
    const { site, indexes, position } = notes
    notes.warnings.push({ site, indexes, error: inCall(error, position, undefined) })
  }
  return notes
}

function describe({ site, indexes, error }: Note): SlotFailure {
  const { code, message, hint, position, token, value } = asExpressionError(error)
  return { site, indexes, code, message, hint, position, token, value }
}

class TemplateWriter implements Names {
  private readonly options: TemplateOptions
  private readonly isCareful: boolean
  private readonly unit = new Unit()
  private readonly g: Generator
  private readonly variables = operand(name('variables'), OBJECT)
  private readonly notes = operand(name('notes'), OBJECT)
  private readonly constants = new Map<string, Operand>()
  /** `$index` of each list around the current place. */
  private indexes: Operand[] = []
  /** In the result, of what is being written: keys, and indexes of lists. */
  private path: Code[] = []
  private readonly problems: TemplateProblem[] = []
  private readonly tracer: Tracer | undefined
  /** Of the slot that is being written. */
  private site = 0

  constructor(options: TemplateOptions, isCareful: boolean, tracer?: Tracer) {
    this.options = options
    this.isCareful = isCareful
    this.tracer = tracer
    this.g = new Generator({ unit: this.unit, names: this, emit, emitRaw, ...(tracer && { tracer }) })
  }

  compile(template: Template): { source: string; run: Run } {
    const { g } = this
    const source = operand(name('source'), ANYTHING)
    const run = g.function([source, this.variables, this.notes], () =>
      g.inFrame([], () => {
        g.bound('source', source, ANYTHING)
        const value = g.constant(js`${g.use('wrapped')}(${source})`, ANYTHING, 'c')
        this.tracer?.isRoot(source, 'source')
        return this.template(template, { value, self: source, argument: value }, true)
      }),
    )
    if (this.problems.length > 0) throw new TemplateError(this.problems)
    const text = this.unit.source(g.lines, run)
    return { source: text, run: this.unit.load<Run>(text) }
  }

  // Names

  external(g: Generator, variable: string): Operand | undefined {
    const { constants = {}, variables = [] } = this.options
    if (Object.hasOwn(constants, variable)) return this.constant(variable, constants[variable])
    return variables.includes(variable) ? this.variable(g, variable) : undefined
  }

  private variable(g: Generator, key: string): Operand {
    let known = this.constants.get(key)
    if (!known) {
      this.constants.set(key, (known = g.atStart(js`${g.use('own')}(${this.variables}, ${key})`)))
      this.tracer?.isRoot(known, key)
    }
    return known
  }

  builtIn(function_: string): BuiltIn | undefined {
    return builtIns.get(function_)
  }

  pattern(source: string, flags: string): Pattern {
    return boundedPattern(source, flags, (this.options.profile ?? 'document') === 'document')
  }

  beforeWarning(g: Generator, position: number | undefined): void {
    const indexes: readonly Code[] = this.indexes
    g.line(js`${g.use('placeOfWarnings')}(${this.notes}, ${this.site}, [${indexes}], ${position})`)
  }

  private constant(key: string, value: unknown): Operand {
    let known = this.constants.get(key)
    if (!known) {
      const clean = cleanConstant(this.options, value)
      known = operand(this.unit.constant(clean), typesOf(clean))
      this.constants.set(key, known)
      this.tracer?.isRoot(known, key)
    }
    return known
  }

  // Shapes

  private template(template: Template, context: Context, isRoot: boolean): Operand {
    switch (template.kind) {
      case 'leaf':
        return this.output(template, () => this.leaf(template, context))
      case 'object':
        return this.output(template, () =>
          this.conditional(template.when, context, OBJECT, () =>
            this.withLets(template.lets, context, () => this.object(template, context, isRoot)),
          ),
        )
      case 'list':
        return this.output(template, () =>
          this.conditional(template.when, context, ARRAY, () => this.withLets(template.lets, context, () => this.list(template, context))),
        )
    }
  }

  private output({ kind, site }: Template, write: () => Operand): Operand {
    return this.tracer ? this.tracer.output(this.g, kind, site, this.path, this.indexes, write) : write()
  }

  private at<Value>(key: Code, write: () => Value): Value {
    const outer = this.path
    this.path = [...outer, key]
    const value = write()
    this.path = outer
    return value
  }

  /** What is only made where a slot holds. */
  private conditional(when: Slot | undefined, context: Context, _types: number, write: () => Operand): Operand {
    if (!when) return write()
    const { g } = this
    const result = g.variable(ANYTHING)
    g.if(truth(g, this.slot(when, context, 'itself')), () => g.assign(result, write()))
    return result
  }

  private leaf(leaf: LeafTemplate, context: Context): Operand {
    return this.conditional(leaf.when, context, ANYTHING, () => {
      const { g } = this
      let value = this.slot(leaf.value, context)
      if (leaf.default && mayBe(value.types, UNDEFINED | NULL)) {
        const result = g.variable(ANYTHING, 't', value)
        g.if(js`${result} === undefined || ${result} === null`, () => g.assign(result, this.slot(leaf.default!, context)))
        value = result
      }
      if (!leaf.required) return value
      const types = ANYTHING & ~UNDEFINED & ~NULL
      return this.attempt(leaf.site, types, () => g.constant(js`${g.use('required')}(${value})`, types))
    })
  }

  private object({ entries }: ObjectTemplate, context: Context, isRoot: boolean): Operand {
    const { g } = this
    const fields: Field[] = entries.map(({ key, value }) => ({
      key,
      value: this.at(js`${key}`, () => this.template(value, context, false)),
    }))
    const object = emitFields(g, fields)
    if (isRoot || fields.some(({ value }) => !mayBe(value.types, UNDEFINED))) return object
    return g.constant(js`${g.use('hasFields')}(${object}) ? ${object} : undefined`, OBJECT | UNDEFINED)
  }

  private list({ parts }: ListTemplate, context: Context): Operand {
    const { g } = this
    const list = g.constant(js`[]`, ARRAY, 'list')
    for (const part of parts) this.part(part, context, list)
    return list
  }

  private part({ when, each, item }: PartTemplate, context: Context, list: Operand): void {
    const { g } = this
    const push = (inner: Context) => {
      const object = this.at(js`${list}.length`, () => this.template(item, inner, false))
      g.line(mayBe(object.types, UNDEFINED) ? js`if (${object} !== undefined) ${list}.push(${object})` : js`${list}.push(${object})`)
    }
    const write = () => {
      if (!each) return push(context)
      const items = this.items(each, context)
      return g.forEach(items, (value, index) => {
        const outer = this.indexes
        this.indexes = [...outer, index]
        g.inFrame([], () => {
          g.bound('index', index, NUMBER)
          g.bound('$', value, ANYTHING)
          push(contextOf(value))
        })
        this.indexes = outer
      })
    }
    if (when) g.if(truth(g, this.slot(when, context, 'itself')), write)
    else write()
  }

  private items(each: Slot, context: Context): Operand {
    const { g, tracer } = this
    if (!tracer) return g.constant(js`${g.use('items')}(${this.slot(each, context)})`, ARRAY, 'list')
    const { value, collector } = tracer.slot(g, each.site, this.indexes, 'itself', () => this.attempted(each, context))
    const items = g.constant(js`${g.use('items')}(${value})`, ARRAY, 'list')
    tracer.derive(g, items, collector)
    return items
  }

  /** Each let is a function that is called when its value is first needed. */
  private withLets<Value>(lets: readonly Let[], context: Context, write: () => Value): Value {
    const { g } = this
    return g.inFrame([], () => {
      this.checkCycles(lets)
      // A constant needs no computing, and no copy: nothing of an expression changes what it is given.
      const computed = lets.filter(({ name, value }) => this.tracer || value.kind !== 'constant' || !this.bindConstant(name, value.value))
      for (const each of computed) g.lazy(each.name)
      for (const { name, value } of computed) g.computedBy(name, (compute) => this.letValue(compute, value, context))
      return write()
    })
  }

  private letValue(compute: Code, value: Slot, context: Context): Operand {
    const write = () => this.slotValue(value, context)
    return this.tracer ? this.tracer.let(this.g, compute, value.site, this.indexes, write) : write()
  }

  private bindConstant(name: string, value: unknown): boolean {
    this.g.bound(name, operand(this.unit.constant(value), typesOf(value)), typesOf(value))
    return true
  }

  /**
   * Lets that need each other can never be computed. Lambdas alone may: computing one calls nothing.
   */
  private checkCycles(lets: readonly Let[]): void {
    const byName = new Map(lets.map((each) => [each.name, each]))
    const treeOf = ({ value }: Let) => (value.kind === 'expression' ? parseExpression(value.text).ast : undefined)
    const needs = (each: Let) => [...(treeOf(each)?.names ?? [])].flatMap((needed) => byName.get(needed) ?? [])
    const done = new Set<Let>()
    const visit = (each: Let, path: readonly Let[]): void => {
      if (path.includes(each)) {
        const cycle = path.slice(path.indexOf(each))
        if (cycle.every((part) => treeOf(part)?.root.kind === 'lambda')) return
        const { code, message, hint } = expressionProblem('expression.let-cycle', {}, { names: cycle.map((part) => part.name).join(', ') })
        this.problems.push({ site: each.value.site, code, message, hint })
      } else if (!done.has(each)) {
        for (const needed of needs(each)) visit(needed, [...path, each])
        done.add(each)
      }
    }
    for (const each of lets) visit(each, [])
  }

  // Slots

  /** @param use what becomes of its value */
  private slot(slot: Slot, context: Context, use: SlotUse = 'whole'): Operand {
    const { g, tracer } = this
    if (!tracer || slot.kind === 'constant') return this.attempted(slot, context)
    return tracer.slot(g, slot.site, this.indexes, use, () => this.attempted(slot, context)).value
  }

  private attempted(slot: Slot, context: Context): Operand {
    if (slot.kind === 'constant') return this.slotValue(slot, context)
    return this.attempt(slot.site, ANYTHING, () => this.slotValue(slot, context))
  }

  private slotValue(slot: Slot, context: Context): Operand {
    const { g } = this
    if (slot.kind === 'constant') {
      const { value } = slot
      if (typeof value !== 'object' || value === null) return literal(value, typesOf(value))
      return g.constant(js`structuredClone(${this.unit.constant(value)})`, typesOf(value))
    }
    const tree = this.parse(slot.text, slot.site)
    if (!tree) return nothing
    const outer = this.site
    this.site = slot.site
    const write = () => g.inFrame(tree.binds, () => g.inTree(tree, () => g.value(tree.root, context)))
    const value = this.allowed(slot.site, () => (this.tracer ? this.tracer.inTree(tree, slot.site, write) : write()))
    this.site = outer
    if (this.options.blank !== 'absent' || !mayBe(value.types, NULL | STRING | ARRAY | OBJECT)) return value
    return g.constant(js`${g.use('withoutBlanks')}(${value})`, (value.types & ~NULL) | UNDEFINED)
  }

  /** What is well written may still be refused: a regular expression that can take time without bound. */
  private allowed(site: number, write: () => Operand): Operand {
    try {
      return write()
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error
      const { code, message, hint, position } = error
      this.problems.push({ site, code, message, hint, position })
      return nothing
    }
  }

  private parse(text: string, site: number): Tree | undefined {
    const { ast, problems } = parseExpression(text)
    this.problems.push(...problems.map(({ code, message, hint, position }) => ({ site, code, message, hint, position })))
    return problems.length === 0 ? ast : undefined
  }

  /** In the careful variant a failure is noted, and its value is missing. */
  private attempt(site: number, types: number, write: () => Operand): Operand {
    const { g } = this
    if (!this.isCareful) return write()
    const result = g.variable(types | UNDEFINED)
    g.caught(
      () => g.assign(result, write()),
      (error) => js`${g.use('noteFailure')}(${this.notes}, ${site}, [${this.indexes as Code[]}], ${error})`,
    )
    return result
  }
}
