import { ANYTHING, ARRAY, FUNCTION, mayBe, UNDEFINED, type Types } from '../2-analyze/types.ts'
import type { Node, Tree } from '../1-parse/tree.ts'
import type { BuiltIn } from '../functions/definition.ts'
import type { Pattern } from '../runtime/matcher.ts'
import { js, literal, operand, type Code, type Line, type Operand } from './code.ts'
import { listsMetIn, type MetLists } from './met-lists.ts'
import { Frame, type Variable } from './scope.ts'
import type { Tracer } from './tracer.ts'
import type { Unit } from './unit.ts'
import { Writer } from './writer.ts'

/** What an expression is evaluated on. */
export interface Context {
  /** What paths start from and functions take in place of an argument. */
  value: Operand
  /** What `$` gives: the same, but for a list that was wrapped to be one value. */
  self: Operand
  /** What functions take in place of an argument. */
  argument: Operand
  /** What `*` takes the fields of, where that is not `$`. */
  fields?: Code
}

/** The context that an item is. */
export function contextOf(item: Operand): Context {
  return { value: item, self: item, argument: item }
}

/** The context that something is which may be the whole input: a list that was wrapped to be one value. */
export function wrappedContextOf(g: Generator, value: Operand): Context {
  return { value, self: g.constant(js`${g.use('unwrapped')}(${value})`, ANYTHING, 'c'), argument: value }
}

/** A value; a sequence has not been collapsed yet, but may be nothing at all. */
export interface Result {
  operand: Operand
  isSequence: boolean
  /** An index has picked it: where it is missing there is nothing to go through. */
  isPicked?: boolean
}

/** A call of whatever a variable or an expression holds. */
export interface Application {
  callee: Operand
  given: readonly Operand[]
  context: Code
  position: number | undefined
  token: string | undefined
  /** What it returns is not collapsed. */
  isRaw: boolean
}

/** What the names of an expression stand for beyond its own variables. */
export interface Names {
  /** A variable that is given from outside; undefined if there is none of that name. */
  external(generator: Generator, name: string): Operand | undefined
  builtIn(name: string): BuiltIn | undefined
  /** How a regular expression is run. */
  pattern(source: string, flags: string): Pattern
  /** Writes what must be known when a function warns that is about to be called. */
  beforeWarning?(generator: Generator, position: number | undefined): void
}

export interface GeneratorOptions {
  unit: Unit
  names: Names
  emit: (generator: Generator, node: Node, context: Context) => Operand
  emitRaw: (generator: Generator, node: Node, context: Context) => Result
  tracer?: Tracer
}

/** Writes expressions: what their names stand for, and what calls become. The nodes themselves are written in `nodes/`. */
export class Generator extends Writer {
  readonly names: Names
  /** Where every value and every read is to be noted. */
  readonly tracer: Tracer | undefined
  frame: Frame
  lists: MetLists = { open: false, asItems: false, kept: false, keptInFields: false }
  private readonly options: GeneratorOptions
  /** What the call that a lambda ends with has as its context: that of the call of the lambda. Absent where no call is the last. */
  private last: Code | undefined
  private keptMark: Line | undefined
  private treeDepth = 0

  constructor(options: GeneratorOptions) {
    super(options.unit)
    this.options = options
    this.names = options.names
    this.tracer = options.tracer
    this.frame = new Frame(undefined, 0, { depth: 0, code: undefined })
  }

  /** The value of an expression, collapsed. */
  value(node: Node, context: Context): Operand {
    const value = this.options.emit(this, node, context)
    this.tracer?.value(this, node, value)
    return value
  }

  /** The same before it collapses. */
  raw(node: Node, context: Context): Result {
    return this.options.emitRaw(this, node, context)
  }

  /** What is bound in code that may not run is only perhaps bound behind it. */
  override maybe(write: () => void): void {
    const unbound = this.unboundVariables()
    write()
    for (const variable of unbound) if (variable.state === 'bound') variable.state = 'maybe'
  }

  private unboundVariables(): Variable[] {
    const found: Variable[] = []
    for (let frame: Frame | undefined = this.frame; frame; frame = frame.outer) {
      for (const variable of frame.variables.values()) if (variable.state === 'unbound') found.push(variable)
    }
    return found
  }

  /** A loop over a list; `write` gets the item and its index. */
  forEach(list: Operand, write: (item: Operand, index: Operand) => void, itemTypes = ANYTHING): void {
    const index = operand(this.unit.fresh('i'), ANYTHING)
    this.charge(js`${list}.length`)
    this.deeper(() =>
      this.maybe(() =>
        this.inBraces(js`for (let ${index} = 0; ${index} < ${list}.length; ${index}++) {`, () => {
          const item = this.constant(js`${list}[${index}]`, itemTypes, 'c')
          this.tracer?.isItem(item, list, index)
          write(item, index)
        }),
      ),
    )
  }

  /** What is being written may run more than once in an evaluation of the expression. */
  get isRepeated(): boolean {
    return this.depth > this.treeDepth
  }

  /** The context of the last call of the lambda that is being written. */
  get lastContext(): Code | undefined {
    return this.last
  }

  /** Writes code whose last calls are, or are not, those of a lambda. */
  withLast<Value>(context: Code | undefined, write: () => Value): Value {
    const outer = this.last
    this.last = context
    const value = write()
    this.last = outer
    return value
  }

  /** Writes a whole expression. */
  inTree<Value>(tree: Tree, write: () => Value): Value {
    const { lists, keptMark, treeDepth } = this
    this.treeDepth = this.depth
    this.lists = this.listsIn(tree)
    this.keptMark = this.reserve()
    if (tree.asksForSequences) this.line(js`${this.use('markSequences')}()`)
    const value = write()
    Object.assign(this, { lists, keptMark, treeDepth })
    return value
  }

  protected listsIn(tree: Tree): MetLists {
    return listsMetIn(tree, (name) => this.names.builtIn(name) !== undefined)
  }

  /** What is about to be written tells sequences of one from arrays of one. */
  markKept(): void {
    if (this.keptMark) this.keptMark.code = js`${this.use('markKept')}()`
  }

  /** The value of an expression that may have come as an open sequence. */
  closed(value: Operand): Operand {
    if (!this.lists.open || !mayBe(value.types, ARRAY) || value.types === ARRAY) return value
    return this.constant(js`${this.use('close')}(${value})`, ANYTHING)
  }

  // Variables of the expression

  /** A frame with the names that are bound directly in it. */
  inFrame<Value>(binds: readonly string[], write: () => Value): Value {
    const outer = this.frame
    this.frame = new Frame(outer, this.depth, this.reserve())
    for (const name of new Set(binds)) {
      const bindCount = binds.filter((each) => each === name).length
      const declaration = this.reserve()
      const code = this.unit.fresh(variableName(name))
      const { block } = this
      this.frame.variables.set(name, { name, code, types: UNDEFINED, state: 'unbound', isDeclared: false, declaration, block, bindCount })
    }
    try {
      return write()
    } finally {
      this.frame = outer
    }
  }

  /** The JavaScript name of a parameter. */
  parameter(name: string): Operand {
    return this.name(variableName(name), ANYTHING)
  }

  /** A name that is bound from the start: a parameter. */
  bound(name: string, code: Code, types: Types): void {
    const known = this.frame.variables.get(name)
    const bindCount = (known?.bindCount ?? 0) + 1
    this.frame.variables.set(name, { name, code, types, state: 'bound', isDeclared: true, block: this.block, bindCount })
  }

  /**
   * Binds a name in the current frame. A lambda knows itself by its name before it is bound, because it cannot run earlier.
   * @returns the value
   */
  bind(name: string, isLambda: boolean, compute: () => Operand): Operand {
    const variable = this.frame.variables.get(name) ?? this.declareInTuple(name)
    const knowsItself = isLambda && variable.state === 'unbound' && variable.bindCount === 1
    if (knowsItself) {
      variable.state = 'bound'
      variable.types = FUNCTION
    }
    const value = compute()
    if (!variable.isDeclared && variable.block === this.block) {
      this.line(js`let ${variable.code} = ${value}`)
      variable.isDeclared = true
    } else {
      this.declare(variable)
      this.assign(variable.code, value)
    }
    variable.types |= value.types
    variable.state = 'bound'
    return knowsItself ? operand(variable.code, FUNCTION) : value
  }

  /** The frame of a tuple does not know beforehand what is bound in it. */
  private declareInTuple(name: string): Variable {
    const { start } = this.frame
    const declaration = { depth: start.depth, code: undefined }
    this.lines.splice(this.lines.indexOf(start) + 1, 0, declaration)
    const code = this.unit.fresh(variableName(name))
    const variable: Variable = { name, code, types: ANYTHING, state: 'unbound', isDeclared: false, declaration, block: {}, bindCount: 2 }
    this.frame.variables.set(name, variable)
    return variable
  }

  /** Before anything else in its frame: because it is read, or bound, by code that may not run, or run earlier. */
  private declare(variable: Variable): void {
    if (variable.isDeclared) return
    variable.declaration!.code = js`let ${variable.code} = ${this.use('unbound')}`
    variable.isDeclared = true
  }

  /** A name whose value is computed when it is first read. */
  lazy(name: string): void {
    const code = this.unit.fresh(variableName(name))
    this.line(js`let ${code} = ${this.use('unbound')}`)
    const compute = this.unit.fresh('let')
    const { block } = this
    this.frame.variables.set(name, { name, code, compute, types: ANYTHING, state: 'bound', isDeclared: true, block, bindCount: 1 })
  }

  /** How the value of a lazy name is computed. */
  computedBy(name: string, write: () => Code): void {
    const { compute } = this.frame.variables.get(name)!
    this.deeper(() =>
      this.inBraces(js`const ${compute!} = () => {`, () => {
        const result = write()
        this.line(js`return ${result}`)
      }),
    )
  }

  /** What a name stands for here; undefined if it is no variable. */
  read(name: string): Operand | undefined {
    return this.readFrom(this.frame, name)
  }

  private readFrom(start: Frame | undefined, name: string): Operand | undefined {
    for (let frame = start; frame; frame = frame.outer) {
      const variable = frame.variables.get(name)
      if (!variable) continue
      const { code, compute } = variable
      if (compute) {
        const read = js`${code} !== ${this.use('unbound')} ? ${code} : (${code} = ${compute}())`
        return this.once(`let ${code.text}`, () => this.constant(read, ANYTHING))
      }
      const isDirect = frame.depth === this.depth
      if (variable.state === 'bound') {
        if (variable.bindCount === 1) return operand(variable.code, variable.types)
        // It may be bound anew before what is read here is used.
        return this.constant(variable.code, isDirect ? variable.types : ANYTHING)
      }
      if (variable.state === 'unbound' && isDirect) continue
      this.declare(variable)
      const outer = this.readFrom(frame.outer, name) ?? this.beyond(name)
      return this.constant(js`${variable.code} !== ${this.use('unbound')} ? ${variable.code} : ${outer}`, ANYTHING)
    }
    return undefined
  }

  /** Outside all frames. */
  protected beyond(name: string): Operand {
    const external = this.names.external(this, name)
    if (external) return external
    const builtIn = this.names.builtIn(name)
    return builtIn ? this.constant(js`${this.use('valueOf')}(${this.unit.constant(builtIn)})`, ANYTHING) : nothing
  }

  /** Any name as a value. */
  lookUp(name: string): Operand {
    return this.read(name) ?? this.beyond(name)
  }

  /** The built-in function that a name calls here, if nothing hides it. */
  builtIn(name: string): BuiltIn | undefined {
    return this.isVariable(name) || this.names.external(this, name) ? undefined : this.names.builtIn(name)
  }

  /** A variable of the expression is, or may be, meant by this name here. */
  isVariable(name: string): boolean {
    for (let frame: Frame | undefined = this.frame; frame; frame = frame.outer) {
      const variable = frame.variables.get(name)
      if (variable && !(variable.state === 'unbound' && frame.depth === this.depth)) return true
    }
    return false
  }

  /** A call of whatever a variable or an expression holds. */
  application({ callee, given, context, position, token, isRaw }: Application): Operand {
    const helper = this.use(isRaw ? 'applyRaw' : 'apply')
    return this.constant(js`${helper}(${callee}, [${given}], ${context}, ${position}, ${token})`, ANYTHING)
  }

  /** The call of whatever a variable or an expression holds as the last of a lambda: it is left to the caller. */
  lastApplication(callee: Operand, given: readonly Operand[], position: number | undefined, token: string | undefined): Operand {
    return this.constant(js`new ${this.use('TailCall')}(${callee}, [${given}], ${position}, ${token})`, ANYTHING)
  }
}

export const nothing = literal(undefined, UNDEFINED)

/** As in the expression where JavaScript allows it. */
function variableName(name: string): string {
  return /^[A-Za-z0-9_]+$/.test(name) ? `$${name}` : '$v'
}
