import type { Span, Spans } from '../1-parse/spans.ts'
import type * as Tree from '../1-parse/tree.ts'
import type { Analysis, AnalysisScope } from './analysis.ts'
import { itemOf, type Scope, unknown, type Value } from './value.ts'

type Evaluate = <Shape>(a: Analyst<Shape>, node: Tree.Node, context: Value<Shape>, scope: Scope<Shape>) => Value<Shape>

/** What is known and has been found while an expression is gone through; what its nodes give stands in `analyse.ts` and beside it. */
export class Analyst<Shape> {
  readonly given: AnalysisScope<Shape>
  readonly found: Analysis<Shape> = { value: unknown, reads: [], calls: [], variables: [], tables: [], clock: [], random: [] }
  /** Calls of lambdas around the current place. */
  depth = 0
  /** Nodes whose value becomes that of the whole. */
  readonly results = new Set<object>()
  private readonly spans: Spans
  private readonly evaluate: Evaluate
  /** Nodes that are evaluated more than once are told once for each origin. */
  private readonly told = new Set<string>()
  private readonly numbers = new Map<object, number>()

  constructor(given: AnalysisScope<Shape>, spans: Spans, evaluate: Evaluate) {
    this.given = given
    this.spans = spans
    this.evaluate = evaluate
  }

  value(node: Tree.Node, context: Value<Shape>, scope: Scope<Shape>): Value<Shape> {
    return this.evaluate(this, node, context, scope)
  }

  /** The parts whose value becomes that of the whole. */
  markResults(node: Tree.Node): void {
    if (node.predicates || node.group) return
    this.results.add(node)
    switch (node.kind) {
      case 'condition':
        this.markResults(node.whenTrue)
        if (node.whenFalse) this.markResults(node.whenFalse)
        break
      case 'fallback':
        this.markResults(node.left)
        this.markResults(node.right)
        break
      case 'block':
        if (node.expressions.length > 0) this.markResults(node.expressions.at(-1)!)
        break
      case 'bind':
        this.markResults(node.value)
        break
      case 'apply':
        this.markResults(node.right)
        break
      case 'path':
        if (!node.steps.at(-1)!.stages.length && node.steps.at(-1)!.node.kind !== 'sort')
          this.markResults(node.steps.at(-1)!.node as Tree.Node)
        break
      default:
    }
  }

  span(node: object): Span {
    const { start, end } = this.spans.get(node) ?? { start: 0, end: 0 }
    return { start, end }
  }

  /** True the first time that a node is met with a key. */
  isNew(node: object, key = ''): boolean {
    let number = this.numbers.get(node)
    if (number === undefined) this.numbers.set(node, (number = this.numbers.size))
    const told = `${number} ${key}`
    if (this.told.has(told)) return false
    this.told.add(told)
    return true
  }

  /** A lambda is met first without arguments: the sight that knows most is kept. */
  look(node: object, base: Value<Shape>, scope: Scope<Shape>, value: Value<Shape> | undefined): void {
    const { cursor } = this.given
    if (cursor === undefined) return
    const { start, end } = this.span(node)
    if (cursor < start || cursor > end) return
    const isKnown = base.shape !== undefined || base.fields !== undefined
    if (!this.found.cursor || isKnown)
      this.found.cursor = { base: itemOf(base, this.given.shapes), variables: scope.all(), ...(value && { value }) }
  }
}
