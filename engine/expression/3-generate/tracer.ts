import { locate, type Spans } from '../1-parse/spans.ts'
import type { Name, Tree } from '../1-parse/tree.ts'
import type { BuiltIn } from '../functions/definition.ts'
import type { NodeValue } from '../template.ts'
import { trace } from '../runtime/trace.ts'
import { js, type Code, type Operand } from './code.ts'
import type { Context, Generator } from './generator.ts'
import { mayTakeContext } from './nodes/last-calls.ts'
import { emitNames } from './nodes/names.ts'

/** Functions that ask only whether something is there, what it is, or how many. */
const asking = new Set(['exists', 'count', 'boolean', 'not', 'type', 'keys'])

/** Functions that hand on what they are given; whoever uses it then has read it. */
const handing = new Set('map filter single reduce sort each sift append reverse shuffle distinct zip spread merge'.split(' '))

/** What becomes of the value of a slot: all of it is sent, or it only decides what is. */
export type SlotUse = 'whole' | 'itself'

export interface Span {
  start: number
  end: number
}

/** What the trace that has just run holds of the nodes of one site. */
export function nodeValues(site: number, nodes: readonly Span[]): NodeValue[] {
  const bySpan = new Map<string, NodeValue>()
  nodes.forEach((node, number) => {
    const key = `${node.start} ${node.end}`
    const values = trace.valuesOf(site, number)
    // A path of one name has the extent of the name.
    if (values.length > 0 || !bySpan.has(key)) bySpan.set(key, { site, ...node, values })
  })
  return [...bySpan.values()]
}

/**
 * Adds to the code that is written what notes values and reads (`runtime/trace.ts`). A generator without one writes nothing of it, so
 * tracing costs the other code nothing.
 */
export class Tracer {
  readonly nodes: Span[] = []
  private readonly numbers = new Map<object, number>()
  /** Items of loops, by their names in the code: which list they are of, and where in it. */
  private readonly items = new Map<string, { list: Operand; index: Operand }>()
  /** Variables of the caller's, by their names in the code. */
  private readonly roots = new Map<string, string>()
  /** The context of the whole, by its names in the code: the scope knows what it is. */
  private readonly contexts = new Map<string, Code>()
  private spans: Spans = new Map()
  private readonly site: Code

  /** @param site of the expression, in the code */
  constructor(site: Code) {
    this.site = site
  }

  inTree<Value>(tree: Tree, write: () => Value): Value {
    this.spans = locate(tree)
    return write()
  }

  /** The value of a node, whenever it is evaluated. */
  value(g: Generator, node: object, value: Code): void {
    const span = this.spans.get(node)
    if (!span) return
    let number = this.numbers.get(node)
    if (number === undefined) {
      number = this.nodes.length
      this.numbers.set(node, number)
      this.nodes.push({ start: span.start, end: span.end })
    }
    this.note(g, js`value(${this.site}, ${number}, ${value})`)
  }

  /** A run of names; each of them has a value of its own. */
  names(g: Generator, base: Operand, nodes: readonly Name[], isContext: boolean, found: Operand): void {
    const texts = nodes.map(({ name }) => name)
    this.note(g, js`names(${base}, ${g.unit.list(texts)}, ${found})`)
    nodes.forEach((node, index) => this.value(g, node, emitNames(g, base, texts.slice(0, index + 1), isContext)))
  }

  /** Something that is evaluated for each item of a list. */
  isItem(item: Operand, list: Operand, index: Operand): void {
    this.items.set(item.text, { list, index })
  }

  /** An operand that is a variable of the caller's. */
  isRoot(value: Operand, root: string): void {
    this.roots.set(value.text, root)
  }

  /** An operand that is the context which the expression was given. */
  isContext(value: Operand, scope: Code): void {
    this.contexts.set(value.text, scope)
  }

  /** A value that is used as it is: an item of a list, or a variable. */
  taken(g: Generator, value: Operand): void {
    const scope = this.contexts.get(value.text)
    if (scope) g.line(js`${scope}.taken(${value})`)
    const item = this.items.get(value.text)
    if (item) this.note(g, js`item(${item.list}, ${item.index})`)
    const root = this.roots.get(value.text)
    if (root !== undefined) this.note(g, js`root(${root}, ${value})`)
  }

  itemAt(g: Generator, list: Operand, index: number): void {
    this.note(g, index < 0 ? js`item(${list}, ${list}?.length - ${-index})` : js`item(${list}, ${index})`)
  }

  /** Values that are used with all that is in them. */
  whole(g: Generator, ...values: Operand[]): void {
    this.note(g, js`whole(${values})`)
  }

  /** A value of which matters only that it is there. */
  itself(g: Generator, value: Operand): void {
    this.note(g, js`itself(${value})`)
  }

  /** A list that is joined with others. */
  gathered(g: Generator, value: Operand): void {
    this.note(g, js`gathered(${value})`)
  }

  wildcard(g: Generator, value: Operand): void {
    this.note(g, js`fields(${value})`)
  }

  /** Before a built-in function is called. */
  builtIn(g: Generator, builtIn: BuiltIn, given: readonly Operand[], { argument }: Context): void {
    const { name } = builtIn
    const [first, second] = given
    if (name === 'table' && first && second) return this.note(g, js`table(${first}, ${second})`)
    if (name === 'lookup' && first && second) return this.note(g, js`lookup(${first}, ${second})`)
    const takesContext = mayTakeContext(builtIn, given.length)
    if (takesContext) this.taken(g, argument)
    const all = takesContext ? [...given, argument] : given
    if (all.length === 0) return undefined
    if (asking.has(name)) for (const value of all) this.itself(g, value)
    else this.note(g, handing.has(name) ? js`handed(${all})` : js`whole(${all})`)
    return undefined
  }

  /** Before something is called that a variable holds. */
  applied(g: Generator, callee: Operand, given: readonly Operand[]): void {
    this.note(g, js`applied(${callee}, [${given}])`)
  }

  opaque(g: Generator, callee: Operand): void {
    this.note(g, js`hides(${callee})`)
  }

  partial(g: Generator, applied: Operand, callee: Operand, given: readonly Operand[]): void {
    this.note(g, js`partial(${applied}, ${callee}, [${given}])`)
  }

  private note(g: Generator, call: Code): void {
    g.line(js`${g.use('trace')}.${call}`)
  }
}
