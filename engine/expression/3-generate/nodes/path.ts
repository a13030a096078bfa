import type { Name, Node, Path, Predicate, Sort, Step } from '../../1-parse/tree.ts'
import { ANYTHING, ARRAY, isWithin, mayBe, UNDEFINED } from '../../2-analyze/types.ts'
import { js, type Code, type Line, type Operand } from '../code.ts'
import { contextOf, nothing, type Context, type Generator } from '../generator.ts'
import { emitFilter, emitItemAt, indexOf, testOn } from './filter.ts'
import { emitGrouping } from './group.ts'
import { emitKeptNames, emitName, emitNameItems, emitNames } from './names.ts'
import { canFail } from './operators.ts'
import { emitSort } from './sort.ts'

/** What a part of a path has found, before it collapses; or one array in its place, which is a value and does not collapse. */
export type Found = { kind: 'value'; value: Operand } | FoundList

interface FoundList {
  kind: 'list'
  list: Operand
  arrays: readonly OneArray[]
  /** What `[…]` at the start of the path has made, and nothing but `^(…)` has followed: a value that is sorted only if it is a list. */
  first?: Operand
}

/**
 * Where `test` holds, the path comes to this array and not to what it has gathered: it has met a single one (`a.b` of `{"a":{"b":[1]}}`
 * is `[1]`), it has sorted one, or it starts with one that is empty.
 */
interface OneArray {
  test: Code
  value: Code
  /** Under `[]` it is an item. */
  isItem?: boolean
  /** It is not made a list under `[]`: only what a path has gathered is. */
  stays?: boolean
}

/**
 * A path is a nest of loops, as deep as it has steps that can meet a list; runs of names are read without loops. Each item goes through
 * all steps before the next one does, so no lists are made in between; only `^(…)` needs the whole list at once.
 */
export function emitPath(g: Generator, path: Path, context: Context): Operand {
  const isKept = path.keepSingleton || path.keepArray === true
  if (path.group) return emitGrouping(g, path.group, grouped(g, path, context, isKept))
  const found = find(g, path.steps, context, isKept)
  return isKept ? kept(g, found, path) : collapsed(g, found)
}

/** A single list that `[…]` has made at the end of the path is grouped item by item, but is one item under `[]`. */
function grouped(g: Generator, { steps }: Path, context: Context, isKept: boolean): Operand {
  const list = listOf(g, find(g, steps, context, false))
  return steps.length > 1 && steps.at(-1)!.isList && !isKept ? g.constant(js`${g.use('onlyList')}(${list})`, ARRAY, 'list') : list
}

/** The items of a path, for what works on lists. */
export function emitPathItems(g: Generator, path: Path, context: Context): Found {
  return find(g, path.steps, context, false)
}

/** The array that stays one, if it is met; nothing otherwise. */
export function arrayOf(g: Generator, { arrays }: FoundList): Operand | undefined {
  if (arrays.length === 0) return undefined
  return g.constant(
    firstOf(arrays, ({ value }) => value, nothing),
    ARRAY | UNDEFINED,
    'only',
  )
}

/** One code for each array, and one for what was gathered. */
export function firstOf(arrays: readonly OneArray[], write: (array: OneArray) => Code, otherwise: Code): Code {
  return arrays.reduceRight((code, array) => js`${array.test} ? ${write(array)} : ${code}`, otherwise)
}

/** What a path has found, as a list. */
export function listOf(g: Generator, found: Found): Operand {
  return found.kind === 'list' ? found.list : g.constant(js`${g.use('items')}(${found.value})`, ARRAY, 'list')
}

function collapsed(g: Generator, found: Found): Operand {
  if (found.kind === 'value') return found.value
  return g.constant(
    firstOf(found.arrays, ({ value }) => value, js`${g.use('collapse')}(${found.list})`),
    ANYTHING,
  )
}

/** Under `[]`. Behind `^(…)` it does not make a list of a list. */
function kept(g: Generator, found: Found, { steps, keepSingleton }: Path): Operand {
  const keep = (value: Code) => js`${g.use(keepSingleton ? 'keep' : 'keepItem')}(${value})`
  if (found.kind === 'value') {
    const { value } = found
    if (steps.at(-1)!.isList) return g.constant(js`[${value}]`, ARRAY)
    return isWithin(value.types, ARRAY | UNDEFINED) && !g.lists.asItems ? value : g.constant(keep(value), ARRAY | UNDEFINED)
  }
  const one = ({ value, isItem, stays }: OneArray) => (stays ? value : isItem && keepSingleton ? js`[${value}]` : keep(value))
  return g.constant(firstOf(found.arrays, one, js`${g.use('collapseKept')}(${found.list})`), ARRAY | UNDEFINED)
}

/** What some steps find, where others follow. */
export function emitSteps(g: Generator, steps: readonly Step[], context: Context): Found {
  return find(g, steps, context, false, false)
}

/** @param isWhole the path ends with these steps */
function find(g: Generator, steps: readonly Step[], context: Context, isKept: boolean, isWhole = true): Found {
  let end = nextSort(steps, 0)
  let found = new Writer(g, steps.slice(0, end), isWhole && end === steps.length, isKept).fromContext(context)
  while (end < steps.length) {
    const sort = steps[end]!
    const sorted = emitSorted(g, sort.node as Sort, found, context)
    const start = end + 1
    end = nextSort(steps, start)
    found = new Writer(g, steps.slice(start, end), isWhole && end === steps.length, isKept).fromSorted(
      sorted,
      sort.stages as Predicate[],
      found,
    )
  }
  return found
}

/** @returns a list, or what is not sorted as it is no list */
function emitSorted(g: Generator, sort: Sort, found: Found, context: Context): Operand {
  const first = found.kind === 'list' ? found.first : undefined
  if (!first) return emitSort(g, sort, listOf(g, found), context)
  const sorted = g.variable(ANYTHING, 'sorted', first)
  g.if(js`${g.use('isArray')}(${first})`, () => g.assign(sorted, emitSort(g, sort, g.constant(first, ARRAY, 'list'), context)))
  return sorted
}

function nextSort(steps: readonly Step[], start: number): number {
  const index = steps.findIndex((step, at) => at >= start && step.node.kind === 'sort')
  return index === -1 ? steps.length : index
}

/** Writes the steps between two sorts. */
class Writer {
  private readonly g: Generator
  private readonly steps: readonly Step[]
  /** The path ends with these steps. */
  private readonly isFinal: boolean
  private readonly isKept: boolean
  private list: Operand | undefined
  private readonly reserved: { count?: Line; only?: Line; failure?: Line } = {}
  private found: Found | undefined
  private readonly arrays: OneArray[] = []
  /** A step that has been written may fail for a later item. */
  private mayFail = false
  /** Holds the error of a step until those before it are through. */
  private failure: Operand | undefined

  constructor(g: Generator, steps: readonly Step[], isFinal: boolean, isKept: boolean) {
    this.g = g
    this.steps = steps
    this.isFinal = isFinal
    this.isKept = isKept
  }

  fromContext(context: Context): Found {
    const { g } = this
    const first = this.steps[0]!
    if (first.node.kind === 'variable') this.stages(0, g.value(first.node, context))
    else if (first.evaluatesOnce) this.firstList(first.node as Node, context)
    else if (isPlainName(first)) this.names(0, context.value, true)
    else if (!mayBe(context.value.types, ARRAY)) this.step(0, context)
    else this.each(g.constant(js`${g.use('itemsOrMissing')}(${context.value})`, ARRAY, 'list'), 0)
    return this.result()
  }

  /** @param unsorted what was sorted: a list of less than two stays what it was */
  fromSorted(sorted: Operand, stages: readonly Predicate[], unsorted: Found): Found {
    const { g } = this
    this.arrays.push(...(unsorted.kind === 'list' ? unsorted.arrays.filter(({ isItem }) => isItem) : []))
    const isFirst = unsorted.kind === 'list' && unsorted.first !== undefined
    if (this.steps.length === 0 && stages.length === 0) {
      if (!isFirst) return { kind: 'list', list: sorted, arrays: [...this.arrays, { test: js`${sorted}.length > 1`, value: sorted }] }
      const list = g.constant(js`${g.use('items')}(${sorted})`, ARRAY, 'list')
      return { kind: 'list', list, arrays: [...this.arrays, { test: js`true`, value: sorted, stays: true }], first: sorted }
    }
    const open = stages.length > 0 ? 'items' : 'itemsOfList'
    this.filtered(-1, isFirst ? g.constant(js`${g.use(open)}(${sorted})`, ARRAY, 'list') : sorted, stages)
    return this.result()
  }

  private result(): Found {
    if (this.failure) this.g.line(js`if (${this.failure} !== undefined) throw ${this.failure}.error`)
    return this.found ?? { kind: 'list', list: this.list!, arrays: this.arrays }
  }

  /** `[…]` at the start of a path is evaluated once, and sees the whole context as a list. */
  private firstList(node: Node, context: Context): void {
    const { g } = this
    const value = g.constant(js`${g.use('itemsOrMissing')}(${context.value})`, ARRAY, 'list')
    const made = g.value(node, { value, self: context.self, argument: value, fields: js`${g.use('unwrapped')}(${value})` })
    const result = g.lists.asItems && made.types === ARRAY ? g.constant(js`${g.use('listItem')}(${made})`, ARRAY, 'list') : made
    if (this.steps.length === 1 && this.isFinal) return this.deliver(result)
    this.arrays.push({ test: js`${g.use('isEmptyArray')}(${result})`, value: result, isItem: true })
    this.behind(0, result.types === ARRAY ? result : g.constant(js`${g.use('itemsOfList')}(${result})`, ARRAY, 'list'))
    if (this.steps.length === 1) this.found = { ...(this.found as FoundList), first: result }
    return undefined
  }

  /** The steps from an index on, for each item of a list. */
  private each(list: Operand, index: number): void {
    this.loop(() => this.g.forEach(list, (item) => this.step(index, contextOf(item))))
  }

  /** What comes out of loops is gathered in a list in front of the outermost. */
  private loop(write: () => void): void {
    if (!this.list) {
      this.list = this.g.constant(js`[]`, ARRAY, 'list')
      this.reserved.count = this.g.reserve()
      this.reserved.only = this.g.reserve()
      this.reserved.failure = this.g.reserve()
    }
    write()
  }

  private step(index: number, context: Context): void {
    if (!this.mayFail || !this.steps.slice(index).some(canStepFail)) return this.ownStep(index, context)
    return this.whileWhole(index, () => this.ownStep(index, context))
  }

  private ownStep(index: number, context: Context): void {
    const step = this.steps[index]!
    if (isPlainName(step)) return this.names(index, context.value, false)
    const node = step.node as Node
    const isName = node.kind === 'name' && !node.predicates && !node.group
    const value = isName ? emitName(this.g, node, context.value) : this.g.value(node, context)
    if (this.list && canFail(node)) this.mayFail = true
    return this.stages(index, value)
  }

  /**
   * In JSONata a step is done for all items before the next one begins, and the first error is told. So an error of this step waits while
   * the steps before it go through the other items; those may fail too, and that error came earlier.
   */
  private whileWhole(index: number, write: () => void): void {
    const { g } = this
    const failure = (this.failure ??= g.name('failure', ANYTHING))
    this.reserved.failure!.code = js`let ${failure}`
    g.if(js`${failure} === undefined || ${failure}.step > ${index}`, () =>
      g.attempt(write, (error) => g.assign(failure, js`${g.use('failureOf')}(${index}, ${error})`)),
    )
  }

  /** A run of names, as far as it goes. */
  private names(index: number, base: Operand, isContext: boolean): void {
    let end = index + 1
    while (end < this.steps.length && isPlainName(this.steps[end]!)) end++
    const nodes = this.steps.slice(index, end).map((step) => step.node as Name)
    const names = nodes.map(({ name }) => name)
    const goesOn = end < this.steps.length || !this.isFinal
    const isKept = this.isKept && !this.list
    const found = goesOn
      ? emitNameItems(this.g, base, nodes, isContext)
      : isKept
        ? emitKeptNames(this.g, base, nodes, isContext)
        : emitNames(this.g, base, names, isContext)
    this.g.tracer?.names(this.g, base, nodes, isContext, found)
    if (this.g.lists.keptInFields) this.g.markKept()
    return goesOn ? this.behind(end - 1, found) : this.deliver(found)
  }

  /** The predicates of a step, on the value that it found. */
  private stages(index: number, value: Operand): void {
    const { g } = this
    const [first, ...rest] = this.steps[index]!.stages as Predicate[]
    if (!first) return this.value(index, value)
    const at = indexOf(first)
    if (at === undefined) {
      const list = value.types === ARRAY ? value : g.constant(js`${g.use('itemsOrMissing')}(${value})`, ARRAY, 'list')
      return this.filtered(index, list, [first, ...rest])
    }
    const item = this.itemAt(index, value, at)
    if (rest.length === 0) return this.value(index, item, true)
    return this.filtered(index, g.constant(js`${g.use('items')}(${item})`, ARRAY, 'list'), rest)
  }

  private itemAt(index: number, list: Operand, at: number): Operand {
    const item = emitItemAt(this.g, list, at)
    this.g.tracer?.itemAt(this.g, list, at)
    if (index >= 0) this.g.tracer?.value(this.g, this.steps[index]!, item)
    return item
  }

  /** The value of a step whose predicates are done. */
  private value(index: number, value: Operand, counts = false): void {
    if (index === this.steps.length - 1 && this.isFinal) return this.deliver(value, this.steps[index]?.isList, counts)
    const next = this.steps[index + 1]
    const isList = this.steps[index]?.isList === true
    if (!this.list && next && isPlainName(next) && !this.g.lists.asItems) return this.names(index + 1, value, !isList)
    if (isList) return this.behind(index, this.g.constant(js`[${this.g.use('listItem')}(${value})]`, ARRAY, 'list'))
    return this.behind(index, this.itemsOf(value))
  }

  /** What a step has found, as the items of the next one. */
  private itemsOf(value: Operand): Operand {
    const { g } = this
    if (value.types === ARRAY && !g.lists.asItems) return value
    return g.constant(js`${g.use(g.lists.asItems ? 'itemsFound' : 'items')}(${value})`, ARRAY, 'list')
  }

  /** The steps behind an index, on a list of items. */
  private behind(index: number, list: Operand): void {
    if (index < this.steps.length - 1) return this.each(list, index + 1)
    if (!this.list) {
      this.found = { kind: 'list', list, arrays: this.arrays }
    } else {
      this.g.tracer?.gathered(this.g, list)
      this.g.line(js`${this.append}(${this.list}, ${list})`)
    }
    return undefined
  }

  /** A list through predicates, and what is left through the steps behind. */
  private filtered(index: number, list: Operand, predicates: readonly Predicate[]): void {
    const { g } = this
    const [first, ...rest] = predicates
    if (!first) return this.behind(index, list)
    const at = indexOf(first)
    if (at !== undefined) {
      const item = this.itemAt(index, list, at)
      if (rest.length === 0) return this.value(index, item, true)
      return this.filtered(index, g.constant(js`${g.use('items')}(${item})`, ARRAY, 'list'), rest)
    }
    if (rest.length > 0) {
      const kept = g.constant(js`[]`, ARRAY, 'list')
      emitFilter(g, list, testOn(g, first), (item) => g.line(js`${kept}.push(${item})`))
      return this.filtered(index, kept, rest)
    }
    return this.loop(() =>
      emitFilter(g, list, testOn(g, first), (item) => {
        if (canFail(first.test)) this.mayFail = true
        if (index >= 0) g.tracer?.value(g, this.steps[index]!, item)
        if (index < this.steps.length - 1) this.step(index + 1, contextOf(item))
        else g.line(js`${this.list!}.push(${item})`)
      }),
    )
  }

  private get append(): Code {
    return this.g.use(this.g.lists.asItems ? 'appendFound' : 'append')
  }

  /** The value at the end of the path. */
  private deliver(value: Operand, isList = false, counts = false): void {
    const { g, list } = this
    if (mayEndKept(g, this.steps)) g.markKept()
    const mayBeKept = mayEndKept(g, this.steps) || (g.lists.open && this.steps.at(-1)?.node.kind === 'call')
    if (!list) {
      const isReleased = mayBeKept && !this.isKept && mayBe(value.types, ARRAY)
      this.found = { kind: 'value', value: isReleased ? g.constant(js`${g.use('released')}(${value})`, ANYTHING) : value }
    } else if (isList || !mayBe(value.types, ARRAY)) {
      const push = js`${list}.push(${isList ? js`${g.use('listItem')}(${value})` : value})`
      g.line(mayBe(value.types, UNDEFINED) ? js`if (${value} !== undefined) ${push}` : push)
      if (isList) this.arrays.push({ test: js`${list}.length === 1`, value: js`${list}[0]`, isItem: true })
    } else {
      const [count, only] = [g.name('n', ANYTHING), g.name('only', ANYTHING)]
      this.reserved.count!.code = js`let ${count} = 0`
      this.reserved.only!.code = js`let ${only}`
      g.tracer?.gathered(g, value)
      const gather = () => {
        g.line(js`${count}++`)
        g.line(js`${this.append}(${list}, ${only} = ${value})`)
      }
      if (counts || !mayBe(value.types, UNDEFINED)) gather()
      else g.if(js`${value} !== undefined`, gather)
      const isOne = js`${count} === 1`
      const test = mayBeKept ? js`${isOne} && !${g.use('isKept')}(${only})` : isOne
      this.found = { kind: 'list', list, arrays: [...this.arrays, { test, value: only }] }
    }
  }
}

/** The last of some steps may find a sequence of one that `[]` has kept somewhere else. */
export function mayEndKept(g: Generator, steps: readonly Step[]): boolean {
  return steps.at(-1)?.node.kind === 'name' ? g.lists.keptInFields : g.lists.kept
}

function canStepFail({ node, stages }: Step): boolean {
  return stages.some((stage) => stage.kind === 'predicate' && canFail(stage.test)) || (node.kind !== 'sort' && canFail(node))
}

export function isPlainName({ node, stages }: Step): boolean {
  return node.kind === 'name' && stages.length === 0 && !node.predicates && !node.group
}
