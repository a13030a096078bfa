import { Recent } from '../../recent.ts'
import type { Tree } from '../1-parse/tree.ts'
import { ANYTHING } from '../2-analyze/types.ts'
import type { BuiltIn } from '../functions/definition.ts'
import { builtIns } from '../functions/index.ts'
import type { Pattern } from '../runtime/matcher.ts'
import { boundedPattern } from '../runtime/regex.ts'
import type { SlotScope } from '../runtime/slot-scope.ts'
import { js, name, operand, type Operand } from './code.ts'
import { emit, emitRaw } from './emit.ts'
import { Generator, type Names } from './generator.ts'
import { type Span, Tracer } from './tracer.ts'
import { Unit } from './unit.ts'

/**
 * One expression of a template on its own. What it is evaluated on, and the variables around it, are given when it runs; its site is
 * given before, so that equal texts share the code.
 */
export interface CompiledSlot {
  at(site: number): SlotFunction
  /** The parts of a traced one, by their numbers. */
  readonly nodes: readonly Span[]
}

export type SlotFunction = (context: unknown, self: unknown, scope: SlotScope) => unknown

/** Variables that can be seen; those that the caller gives are told by a trace. */
export type Visible = ReadonlyMap<string, 'given' | 'own'>

export interface SlotOptions {
  isDocument: boolean
  isTraced: boolean
}

const compiled = new Recent<string, CompiledSlot>(2_000)

/**
 * Compiles a slot, or finds it among those that were compiled before.
 * @throws ExpressionError for a regular expression that is refused
 */
export function compileSlot(tree: Tree, visible: Visible, options: SlotOptions): CompiledSlot {
  const seen = [...tree.names].filter((each) => visible.has(each)).map((each) => [each, visible.get(each)])
  const key = JSON.stringify([options.isDocument, options.isTraced, seen, tree.text])
  return compiled.get(key) ?? compiled.set(key, new SlotWriter(visible, options).compile(tree))
}

class SlotWriter implements Names {
  private readonly visible: Visible
  private readonly isDocument: boolean
  private readonly tracer: Tracer | undefined
  private readonly unit = new Unit()
  private readonly site = operand(name('site'), ANYTHING)
  private readonly scope = operand(name('scope'), ANYTHING)

  constructor(visible: Visible, { isDocument, isTraced }: SlotOptions) {
    this.visible = visible
    this.isDocument = isDocument
    this.tracer = isTraced ? new Tracer(this.site) : undefined
  }

  compile(tree: Tree): CompiledSlot {
    const { unit, tracer } = this
    const g = new Generator({ unit, names: this, emit, emitRaw, ...(tracer && { tracer }) })
    const [value, self] = [operand(name('context'), ANYTHING), operand(name('self'), ANYTHING)]
    tracer?.isContext(self, this.scope)
    const write = () => g.inFrame(tree.binds, () => g.inTree(tree, () => g.value(tree.root, { value, self, argument: value })))
    const evaluate = () => g.function([value, self, this.scope], () => (tracer ? tracer.inTree(tree, write) : write()), 'evaluate')
    const at = g.function([this.site], evaluate, 'at')
    return { at: unit.load<CompiledSlot['at']>(unit.source(g.lines, at)), nodes: tracer?.nodes ?? [] }
  }

  external(g: Generator, variable: string): Operand | undefined {
    const kind = this.visible.get(variable)
    if (!kind) return undefined
    return g.once(`scope ${variable}`, () => {
      const value = g.constant(js`${this.scope}.get(${variable})`, ANYTHING, 'x')
      if (kind === 'given') this.tracer?.isRoot(value, variable)
      else if (variable === '$') this.tracer?.isContext(value, this.scope)
      return value
    })
  }

  builtIn(function_: string): BuiltIn | undefined {
    return builtIns.get(function_)
  }

  pattern(source: string, flags: string): Pattern {
    return boundedPattern(source, flags, this.isDocument)
  }

  beforeWarning(g: Generator, position: number | undefined): void {
    g.line(js`${this.scope}.warnAt(${this.site}, ${position})`)
  }
}
