import { ANYTHING, ARRAY, BOOLEAN, isWithin, mayBe, NULL, NUMBER, OBJECT, STRING, typesOf, UNDEFINED } from '../2-analyze/types.ts'
import type { BuiltIn } from '../functions/definition.ts'
import { builtIns } from '../functions/index.ts'
import type { Pattern } from '../runtime/matcher.ts'
import { boundedPattern } from '../runtime/regex.ts'
import { shortText } from '../runtime/result.ts'
import { cleanConstant, type Notes } from '../runtime/template.ts'
import type { LeafTemplate, Let, ListTemplate, ObjectTemplate, PartTemplate, Slot, Template, TemplateOptions } from '../template.ts'
import { js, literal, name, operand, type Code, type Operand } from './code.ts'
import { emit, emitRaw } from './emit.ts'
import { contextOf, Generator, nothing, type Context, type Names } from './generator.ts'
import { emitFields, type Field } from './nodes/group.ts'
import { truth } from './nodes/operators.ts'
import { TemplateProblems } from './template-problem.ts'
import { Unit } from './unit.ts'

export type Run = (source: unknown, variables: Record<string, unknown>, notes: Notes) => unknown

/**
 * Writes a template as one function: what several slots read is read once. It stops at the first failure; `assembled.ts` then tells them
 * all.
 */
export class FusedWriter implements Names {
  private readonly options: TemplateOptions
  private readonly unit = new Unit()
  private readonly g: Generator
  private readonly variables = operand(name('variables'), OBJECT)
  private readonly notes = operand(name('notes'), OBJECT)
  private readonly constants = new Map<string, Operand>()
  /** `$index` of each list around the current place. */
  private indexes: Operand[] = []
  private readonly problems = new TemplateProblems()
  /** Of the slot that is being written. */
  private site = 0

  constructor(options: TemplateOptions) {
    this.options = options
    this.g = new Generator({ unit: this.unit, names: this, emit, emitRaw })
  }

  /** @throws TemplateError */
  compile(template: Template): { source: string; run: Run } {
    const { g } = this
    const source = operand(name('source'), ANYTHING)
    const run = g.function([source, this.variables, this.notes], () =>
      g.inFrame([], () => {
        g.bound('source', source, ANYTHING)
        g.bound('$', source, ANYTHING)
        const value = g.constant(js`${g.use('wrapped')}(${source})`, ANYTHING, 'c')
        const result = this.template(template, { value, self: source, argument: value }, true)
        if (template.kind === 'object') g.line(js`${this.notes}.size.values += ${template.entries.length}`)
        return result
      }),
    )
    this.problems.refuse()
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

  private constant(key: string, value: unknown): Operand {
    let known = this.constants.get(key)
    if (!known) {
      const clean = cleanConstant(this.options, value)
      this.constants.set(key, (known = operand(this.unit.constant(clean), typesOf(clean))))
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

  // Shapes

  private template(template: Template, context: Context, isRoot: boolean): Operand {
    if (template.kind === 'leaf') return this.leaf(template, context)
    return this.conditional(template.when, context, () =>
      this.withLets(template.lets, context, () =>
        template.kind === 'object' ? this.object(template, context, isRoot) : this.list(template, context),
      ),
    )
  }

  /** What is only made where a slot holds. */
  private conditional(when: Slot | undefined, context: Context, write: () => Operand): Operand {
    if (!when) return write()
    const { g } = this
    const result = g.variable(ANYTHING)
    g.if(truth(g, this.slot(when, context)), () => g.assign(result, write()))
    return result
  }

  private leaf(leaf: LeafTemplate, context: Context): Operand {
    return this.conditional(leaf.when, context, () => {
      const { g } = this
      let value = this.slot(leaf.value, context)
      if (leaf.default && mayBe(value.types, UNDEFINED | NULL)) {
        const result = g.variable(ANYTHING, 't', value)
        g.if(js`${result} === undefined || ${result} === null`, () => g.assign(result, this.slot(leaf.default!, context)))
        value = result
      }
      this.checkResult(value)
      return leaf.required ? g.constant(js`${g.use('required')}(${value})`, ANYTHING & ~UNDEFINED & ~NULL) : value
    })
  }

  /** Only JSON can be sent, and not too much of it. What nearly every value is, is seen here; the rest is looked at in the runtime. */
  private checkResult(value: Operand): void {
    const { g } = this
    const { types } = value
    if (isWithin(types, BOOLEAN | NULL | UNDEFINED)) return
    const check = js`${g.use('checkResult')}(${value}, ${this.notes}.size)`
    const isLong = js`${value}.length > ${shortText}`
    const isNoNumber = js`${value} - ${value} !== 0`
    if (types === NUMBER) g.line(js`if (${isNoNumber}) ${check}`)
    else if (types === STRING) g.line(js`if (${isLong}) ${check}`)
    else if (!mayBe(types, STRING | NUMBER)) g.line(check)
    else g.line(js`if (typeof ${value} === 'string' ? ${isLong} : typeof ${value} !== 'number' || ${isNoNumber}) ${check}`)
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
    g.line(js`${this.notes}.size.values += ${list}.length * ${Math.max(...parts.map(({ item }) => item.entries.length), 1)}`)
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
      this.problems.checkCycles(lets)
      // A constant needs no computing, and no copy: nothing of an expression changes what it is given.
      const computed = lets.filter(({ name, value }) => value.kind !== 'constant' || !this.bindConstant(name, value.value))
      for (const each of computed) g.lazy(each.name)
      for (const { name, value } of computed) g.computedBy(name, () => this.slot(value, context))
      return write()
    })
  }

  private bindConstant(name: string, value: unknown): boolean {
    this.g.bound(name, operand(this.unit.constant(value), typesOf(value)), typesOf(value))
    return true
  }

  private slot(slot: Slot, context: Context): Operand {
    const { g } = this
    if (slot.kind === 'constant') {
      const { value } = slot
      if (typeof value !== 'object' || value === null) return literal(value, typesOf(value))
      return g.constant(js`structuredClone(${this.unit.constant(value)})`, typesOf(value))
    }
    const tree = this.problems.parse(slot)
    if (!tree) return nothing
    const outer = this.site
    this.site = slot.site
    const write = () => g.inFrame(tree.binds, () => g.inTree(tree, () => g.value(tree.root, context)))
    const value = this.problems.allowed(slot.site, write) ?? nothing
    this.site = outer
    if (this.options.blank !== 'absent' || !mayBe(value.types, NULL | STRING | ARRAY | OBJECT)) return value
    return g.constant(js`${g.use('withoutBlanks')}(${value})`, (value.types & ~NULL) | UNDEFINED)
  }
}
