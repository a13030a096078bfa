import { parseExpression } from '../1-parse/parse.ts'
import type { Tree } from '../1-parse/tree.ts'
import { ANYTHING, ARRAY, mayBe, NULL, NUMBER, OBJECT, STRING, typesOf, UNDEFINED } from '../2-analyze/types.ts'
import { expressionProblem } from '../problems.ts'
import type { BuiltIn } from '../functions/definition.ts'
import { builtIns } from '../functions/index.ts'
import { limitsOf } from '../limits.ts'
import { inCall } from '../runtime/call.ts'
import { evaluateWithin, evaluation } from '../runtime/evaluation.ts'
import { nativePattern } from '../runtime/regex.ts'
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
} from '../template.ts'
import { js, literal, name, operand, type Code, type Operand } from './code.ts'
import { emit, emitRaw } from './emit.ts'
import { contextOf, Generator, nothing, type Context, type Names } from './generator.ts'
import { emitFields, type Field } from './nodes/group.ts'
import { truth } from './nodes/operators.ts'
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
  const clean = options.blank === 'absent' ? withoutBlanks : (value: unknown) => value
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
  }
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
  private readonly problems: TemplateProblem[] = []
  /** Of the slot that is being written. */
  private site = 0

  constructor(options: TemplateOptions, isCareful: boolean) {
    this.options = options
    this.isCareful = isCareful
    this.g = new Generator({ unit: this.unit, names: this, emit, emitRaw })
  }

  compile(template: Template): { source: string; run: Run } {
    const { g } = this
    const source = operand(name('source'), ANYTHING)
    const run = g.function([source, this.variables, this.notes], () =>
      g.inFrame([], () => {
        g.bound('source', source, ANYTHING)
        const value = g.constant(js`${g.use('isArray')}(${source}) ? [${source}] : ${source}`, ANYTHING, 'c')
        return this.template(template, { value, self: source, argument: source }, true)
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
    if (!known) this.constants.set(key, (known = g.atStart(js`${g.use('own')}(${this.variables}, ${key})`)))
    return known
  }

  builtIn(function_: string): BuiltIn | undefined {
    return builtIns.get(function_)
  }

  pattern = nativePattern

  beforeWarning(g: Generator, position: number | undefined): void {
    const indexes: readonly Code[] = this.indexes
    g.line(js`${g.use('placeOfWarnings')}(${this.notes}, ${this.site}, [${indexes}], ${position})`)
  }

  private constant(key: string, value: unknown): Operand {
    let known = this.constants.get(key)
    if (!known) {
      const clean = this.options.blank === 'absent' ? withoutBlanks(value) : value
      known = operand(this.unit.constant(clean), typesOf(clean))
      this.constants.set(key, known)
    }
    return known
  }

  // Shapes

  private template(template: Template, context: Context, isRoot: boolean): Operand {
    switch (template.kind) {
      case 'leaf':
        return this.leaf(template, context)
      case 'object':
        return this.conditional(template.when, context, OBJECT, () =>
          this.withLets(template.lets, context, () => this.object(template, context, isRoot)),
        )
      case 'list':
        return this.conditional(template.when, context, ARRAY, () =>
          this.withLets(template.lets, context, () => this.list(template, context)),
        )
    }
  }

  /** What is only made where a slot holds. */
  private conditional(when: Slot | undefined, context: Context, _types: number, write: () => Operand): Operand {
    if (!when) return write()
    const { g } = this
    const result = g.variable(ANYTHING)
    g.if(truth(g, this.slot(when, context)), () => g.assign(result, write()))
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
    const fields: Field[] = entries.map(({ key, value }) => ({ key, value: this.template(value, context, false) }))
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
      const object = this.template(item, inner, false)
      g.line(mayBe(object.types, UNDEFINED) ? js`if (${object} !== undefined) ${list}.push(${object})` : js`${list}.push(${object})`)
    }
    const write = () => {
      if (!each) return push(context)
      const items = g.constant(js`${g.use('items')}(${this.slot(each, context)})`, ARRAY, 'list')
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
    if (when) g.if(truth(g, this.slot(when, context)), write)
    else write()
  }

  /** Each let is a function that is called when its value is first needed. */
  private withLets<Value>(lets: readonly Let[], context: Context, write: () => Value): Value {
    const { g } = this
    return g.inFrame([], () => {
      this.checkCycles(lets)
      for (const each of lets) g.lazy(each.name)
      for (const { name, value } of lets) g.computedBy(name, () => this.slotValue(value, context))
      return write()
    })
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

  private slot(slot: Slot, context: Context): Operand {
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
    const value = g.inFrame(tree.binds, () => g.value(tree.root, context))
    this.site = outer
    if (this.options.blank !== 'absent' || !mayBe(value.types, NULL | STRING | ARRAY | OBJECT)) return value
    return g.constant(js`${g.use('withoutBlanks')}(${value})`, (value.types & ~NULL) | UNDEFINED)
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
