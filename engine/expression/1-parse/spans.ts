import type { Grouping, Node, Pair, Predicate, Step, Tree } from './tree.ts'
import { tokenize, type Token } from './tokens.ts'

/** A part of the text: offsets in UTF-16 units, `end` after the last character. */
export interface Span {
  start: number
  end: number
}

export type Spans = ReadonlyMap<object, Span>

/** The exact extent of every node, step, predicate and sort of an expression in its text. */
export function locate(tree: Tree): Spans {
  const locator = new Locator(tree.text)
  locator.node(tree.root)
  return locator.spans
}

const closing: Record<string, string> = { '(': ')', '[': ']', '{': '}' }

class Locator {
  readonly spans = new Map<object, Span>()
  private readonly tokens: Token[]
  private readonly byEnd = new Map<number, number>()
  private readonly partner = new Map<number, number>()
  private readonly parents: Token[]
  private readonly text: string

  constructor(text: string) {
    this.text = text
    this.tokens = tokenize(text)
    const open: number[] = []
    this.tokens.forEach((token, index) => {
      this.byEnd.set(token.end, index)
      if (token.kind !== 'operator') return
      if (closing[token.text]) open.push(index)
      else if (open.length > 0 && closing[this.tokens[open.at(-1)!]!.text] === token.text) this.partner.set(open.pop()!, index)
    })
    this.parents = this.tokens.filter((token) => token.isOperand && token.text === '%')
  }

  node(node: Node): Span {
    let { start, end } = this.bare(node)
    for (const predicate of node.predicates ?? []) end = Math.max(end, this.predicate(predicate).end)
    if (node.group) end = Math.max(end, this.group(node.group))
    return this.keep(node, { start, end: this.afterEmptyBrackets(end) })
  }

  private bare(node: Node): Span {
    switch (node.kind) {
      case 'path':
        return this.around(node.steps.map((step) => this.step(step)))
      case 'operation':
      case 'apply':
      case 'fallback':
        return this.around([this.node(node.left), this.node(node.right)])
      case 'negate':
        return this.around([this.token(node.position), this.node(node.operand)])
      case 'array':
        for (const item of node.items) this.node(item)
        return this.bracketed(node.position)
      case 'object':
        this.pairs(node.pairs)
        return this.bracketed(node.position)
      case 'condition':
        return this.around([this.node(node.test), this.node(node.whenTrue), ...(node.whenFalse ? [this.node(node.whenFalse)] : [])])
      case 'block':
        for (const expression of node.expressions) this.node(expression)
        return this.bracketed(node.position)
      case 'bind': {
        const value = this.node(node.value)
        return { start: this.before(node.position).start, end: value.end }
      }
      case 'lambda': {
        const body = this.node(node.body)
        return { start: this.before(node.position).start, end: this.after(body.end, '}') }
      }
      case 'call':
      case 'partial': {
        const { start } = this.node(node.procedure)
        for (const each of node.arguments) if (each) this.node(each)
        return { start, end: this.bracketed(node.position).end }
      }
      case 'transform': {
        this.node(node.pattern)
        const last = [this.node(node.update), ...(node.deletion ? [this.node(node.deletion)] : [])].at(-1)!
        return { start: this.token(node.position).start, end: this.after(last.end, '|') }
      }
      case 'parent':
        return this.parents.shift() ?? this.token(undefined)
      case 'literal': {
        const token = this.token(node.position)
        const previous = this.tokens[(this.byEnd.get(token.end) ?? 0) - 1]
        const isNegated = typeof node.value === 'number' && node.value < 0 && previous?.text === '-' && this.text[token.start] !== '-'
        return isNegated ? { start: previous.start, end: token.end } : token
      }
      default:
        return this.token(node.position)
    }
  }

  private step(step: Step): Span {
    const { node } = step
    let span: Span
    if (node.kind === 'sort') {
      for (const term of node.terms) this.node(term.node)
      const start = this.token(node.position).start
      span = { start, end: this.bracketed(this.next(node.position)?.end).end }
    } else {
      span = this.node(node)
    }
    let { end } = span
    for (const stage of step.stages) {
      end = Math.max(end, stage.kind === 'predicate' ? this.predicate(stage).end : (this.next(stage.position)?.end ?? end))
    }
    if (step.focus !== undefined || step.index !== undefined) end = Math.max(end, this.afterBinding(span.end))
    this.keep(node, span)
    return this.keep(step, { start: span.start, end: this.afterEmptyBrackets(end) })
  }

  private predicate(predicate: Predicate): Span {
    this.node(predicate.test)
    return this.keep(predicate, this.bracketed(predicate.position))
  }

  private group(group: Grouping): number {
    this.pairs(group.pairs)
    return this.keep(group, this.bracketed(group.position)).end
  }

  private pairs(pairs: Pair[]): void {
    for (const { key, value } of pairs) {
      this.node(key)
      this.node(value)
    }
  }

  private keep(node: object, span: Span): Span {
    this.spans.set(node, span)
    return span
  }

  private around(spans: Span[]): Span {
    return { start: Math.min(...spans.map((each) => each.start)), end: Math.max(...spans.map((each) => each.end)) }
  }

  /** The token that ends at a position. */
  private token(position: number | undefined): Token | Span {
    const index = position === undefined ? undefined : this.byEnd.get(position)
    return index === undefined ? { start: position ?? this.text.length, end: position ?? this.text.length } : this.tokens[index]!
  }

  private before(position: number | undefined): Span {
    return this.tokens[(this.byEnd.get(position!) ?? 0) - 1] ?? this.token(position)
  }

  private next(position: number | undefined): Token | undefined {
    return this.tokens[(this.byEnd.get(position!) ?? this.tokens.length) + 1]
  }

  /** From the bracket that ends at a position to its partner; to the end of the text where it has none. */
  private bracketed(position: number | undefined): Span {
    const { start } = this.token(position)
    const partner = this.partner.get(this.byEnd.get(position!) ?? -1)
    return { start, end: partner === undefined ? this.text.length : this.tokens[partner]!.end }
  }

  /** The end of the first such token behind an offset. */
  private after(offset: number, text: string): number {
    return this.tokens.find((token) => token.start >= offset && token.text === text)?.end ?? this.text.length
  }

  /** `[]` says that a single value stays a list; the tree keeps only the fact. */
  private afterEmptyBrackets(end: number): number {
    for (let index = this.indexFrom(end); ; index += 2) {
      const [open, close] = [this.tokens[index], this.tokens[index + 1]]
      if (open?.text !== '[' || close?.text !== ']' || close.kind !== 'operator') return end
      end = close.end
    }
  }

  /** `@$name` and `#$name` stand directly behind a step, in either order. */
  private afterBinding(end: number): number {
    for (let index = this.indexFrom(end); ; index += 2) {
      const [mark, name] = [this.tokens[index], this.tokens[index + 1]]
      if ((mark?.text !== '@' && mark?.text !== '#') || name?.kind !== 'variable') return end
      end = name.end
    }
  }

  private indexFrom(offset: number): number {
    const index = this.byEnd.get(offset)
    return index === undefined ? this.tokens.length : index + 1
  }
}
