import type { Lineage, NodeValue, SourceRead, TableRead } from '../template.ts'
import { isBuiltInValue } from './call.ts'
import { evaluation } from './evaluation.ts'
import { isArray } from './list.ts'
import { charge } from './meter.ts'
import { isBlank } from './blank.ts'

/** A place in what an evaluation was given: the record, the settings. */
interface Spot {
  root: string
  parent: Spot | undefined
  key: string | number
  /** What it holds, or held before blanks were left out. */
  value: unknown
  children: Map<string | number, Spot>
  /** Of a list that lost blanks: where its items stood before. */
  positions: readonly number[] | undefined
}

/** What was read while one slot, or one let, was evaluated. */
export interface Collector {
  site: number
  indexes: readonly number[]
  spots: Set<Spot>
  tables: TableRead[]
  lets: Set<number>
}

/** A part of the result that is being made, and what its slots have read. */
interface Output extends Pick<Lineage, 'kind' | 'site' | 'path' | 'indexes' | 'value'> {
  collectors: Collector[]
}

/** Values of one trace: enough for every hover, and a bound for what a loop can pile up. */
const mostValues = 200_000

/**
 * What traced code notes; there is one, as there is one evaluation at a time.
 *
 * Objects and lists of the input are known by identity, so that a field which is read of one of them has a path, whatever way the
 * object came to the place where it is read. Simple values have no identity: they are noted where they are taken from their object or
 * list. A container that is only walked through is not a read; one that is used as a whole stands for its leaves.
 */
class Trace {
  private spots = new WeakMap<object, Spot>()
  private roots = new Map<string, Spot>()
  /** Lists that an `each` has made of what it read. */
  private derived = new WeakMap<object, Collector>()
  private collectors: Collector[] = []
  private outputs: Output[] = []
  private made: Output[] = []
  /** Functions, beside the built-in ones, whose reads cannot be seen. */
  private opaque = new WeakSet<object>()
  /** By site, and by the number of the node in it. */
  private values = new Map<number, NodeValue['values'][]>()
  private left = 0

  /** Runs `evaluate` with a clean slate; a trace inside another leaves the outer one as it was. */
  start<Result>(evaluate: () => Result): Result {
    const outer = { ...this }
    this.spots = new WeakMap()
    this.roots = new Map()
    this.derived = new WeakMap()
    this.collectors = []
    this.outputs = []
    this.made = []
    this.values = new Map()
    this.left = mostValues
    try {
      return evaluate()
    } finally {
      Object.assign(this, outer)
    }
  }

  // What is given

  /** Makes everything in a value known by its path. `clean` is what the evaluation sees of it. */
  locate(root: string, original: unknown, clean: unknown = original): void {
    const spot: Spot = { root, parent: undefined, key: '', value: original, children: new Map(), positions: undefined }
    this.roots.set(root, spot)
    const open: [Spot, unknown][] = [[spot, clean]]
    for (let next = open.pop(); next; next = open.pop()) {
      const [here, seen] = next
      if (!isContainer(seen) || this.spots.has(seen)) continue
      this.spots.set(seen, here)
      if (isArray(seen)) {
        const all = here.value as unknown[]
        if (all.length !== seen.length) here.positions = all.flatMap((item, position) => (isBlank(item) ? [] : [position]))
        seen.forEach((item, index) => isContainer(item) && open.push([child(here, position(here, index)), item]))
      } else {
        for (const key of Object.keys(seen)) if (isContainer(field(seen, key))) open.push([child(here, key), field(seen, key)])
      }
    }
  }

  // Slots

  begin(site: number, indexes: readonly number[]): Collector {
    const collector: Collector = { site, indexes, spots: new Set(), tables: [], lets: new Set() }
    this.collectors.push(collector)
    return collector
  }

  /** Ends a slot. What a failure has left open in it are lets that it needed. */
  end(collector: Collector): void {
    const open = this.collectors.splice(this.collectors.indexOf(collector) + 1)
    for (const each of open) this.include(each)
    this.collectors.pop()
    if (this.collectors.length === 0) this.outputs.at(-1)?.collectors.push(collector)
  }

  open(kind: Lineage['kind'], site: number, path: (string | number)[], indexes: number[]): Output {
    const output: Output = { kind, site, path, indexes, value: undefined, collectors: [] }
    this.outputs.push(output)
    this.made.push(output)
    return output
  }

  close(output: Output, value: unknown): void {
    this.outputs.length = this.outputs.indexOf(output)
    output.value = value
  }

  /** What was made, in the order of the result. */
  lineage(): Lineage[] {
    return this.made.map(({ collectors, ...part }) => ({
      ...part,
      sources: readsOf(collectors),
      tables: collectors.flatMap((each) => each.tables),
      lets: [...new Set(collectors.flatMap((each) => [...each.lets]))],
    }))
  }

  /** A let was read: whoever reads it has read what it has. */
  include(collector: Collector | undefined): void {
    const current = this.collectors.at(-1)
    if (!collector || !current || current === collector) return
    for (const spot of collector.spots) current.spots.add(spot)
    current.tables.push(...collector.tables)
    for (const site of [collector.site, ...collector.lets]) current.lets.add(site)
  }

  /** The items of an `each` come from what it read. */
  derive(list: readonly unknown[], collector: Collector): void {
    if (!this.spots.has(list)) this.derived.set(list, collector)
  }

  // Values

  value(site: number, node: number, value: unknown): void {
    if (this.left-- <= 0) return
    let nodes = this.values.get(site)
    if (!nodes) this.values.set(site, (nodes = []))
    ;(nodes[node] ??= []).push({ indexes: this.collectors.at(-1)?.indexes ?? [], value })
  }

  valuesOf(site: number, node: number): NodeValue['values'] {
    return this.values.get(site)?.[node] ?? []
  }

  // Reads

  /** A variable of the caller's that is a simple value. */
  root(name: string, value: unknown): void {
    const spot = this.roots.get(name)
    if (spot && !isContainer(value)) this.read(spot)
  }

  /** A run of names, on a value or on the items of a list; `found` is what it gave. */
  names(base: unknown, names: readonly string[], found: unknown): void {
    if (isArray(base)) {
      charge(base.length)
      for (const item of base) this.names(item, names, found)
      return
    }
    const [name, ...others] = names
    if (!isContainer(base) || name === undefined) return
    const spot = this.spots.get(base)
    const value = Object.hasOwn(base, name) ? field(base, name) : undefined
    if (isContainer(value)) {
      if (others.length > 0) this.names(value, others, found)
      // A list that was joined with others has lost its identity.
      else if (isArray(value) && value !== found) this.shallow(value)
    } else if (spot) {
      this.read(child(spot, name))
    }
  }

  /** A field whose name is computed. */
  lookup(value: unknown, name: unknown): void {
    if (typeof name === 'string') this.names(value, [name], undefined)
  }

  /** An item of a list. */
  item(list: unknown, index: number): void {
    if (!isArray(list) || index < 0 || index >= list.length || isContainer(list[index])) return
    const spot = this.spots.get(list)
    if (spot) this.read(child(spot, position(spot, index)))
    else this.includeSpots(this.derived.get(list))
  }

  private includeSpots(collector: Collector | undefined): void {
    for (const spot of collector?.spots ?? []) this.read(spot)
  }

  /** The items of a list, where it is one. */
  gathered(value: unknown): void {
    if (isArray(value)) this.shallow(value)
  }

  /** What stands in a list or an object itself. */
  shallow(value: unknown): void {
    if (!isContainer(value)) return
    if (isArray(value)) value.forEach((_, index) => this.item(value, index))
    else for (const key of Object.keys(value)) this.names(value, [key], field(value, key))
  }

  /** The fields of a value, lists among them opened: `*`. */
  fields(value: unknown): void {
    this.shallow(value)
    if (!isContainer(value)) return
    for (const inner of Object.values(value)) if (isArray(inner)) this.fields(inner)
  }

  /** Everything in a value. */
  whole(...values: unknown[]): void {
    const seen = new Set<unknown>()
    const open = values
    while (open.length > 0) {
      const next = open.pop()
      if (!isContainer(next) || seen.has(next)) continue
      seen.add(next)
      charge(1)
      this.shallow(next)
      const inner = Object.values(next)
      if (inner.length === 0) this.itself(next)
      open.push(...inner.filter(isContainer))
    }
  }

  /** That a value is there, or how many of it. */
  itself(value: unknown): void {
    const spot = isContainer(value) ? this.spots.get(value) : undefined
    if (spot) this.read(spot)
  }

  /** What is given to a function that only hands it on. */
  handed(...values: unknown[]): void {
    if (values.some((value) => this.isOpaque(value))) this.whole(...values)
    else for (const value of values) this.shallow(value)
  }

  /** A call of whatever a variable holds. */
  applied(callee: unknown, values: readonly unknown[]): void {
    if (this.isOpaque(callee)) this.whole(...values)
  }

  /** A function that reads on its own what it is given. */
  hides(callee: object): void {
    this.opaque.add(callee)
  }

  /** A function of which some arguments are given. */
  partial(applied: object, callee: unknown, given: readonly unknown[]): void {
    if (!this.isOpaque(callee)) return
    this.whole(...given)
    this.hides(applied)
  }

  private isOpaque(value: unknown): boolean {
    return typeof value === 'function' && (isBuiltInValue(value) || this.opaque.has(value))
  }

  table(name: unknown, key: unknown): void {
    const { tables } = evaluation
    const table = typeof name === 'string' && tables && Object.hasOwn(tables, name) ? tables[name] : undefined
    if (!table || key === undefined) return
    const missed = !Object.hasOwn(table.rows, String(key))
    const row = missed ? (typeof table.onMiss === 'object' ? table.onMiss.default : undefined) : table.rows[String(key)]
    this.collectors.at(-1)?.tables.push({ name: name as string, key, row, missed })
  }

  private read(spot: Spot): void {
    charge(1)
    this.collectors.at(-1)?.spots.add(spot)
  }
}

export const trace = new Trace()

/** What a collector holds, by paths. */
export function readsOf(collectors: readonly Collector[]): SourceRead[] {
  const spots = new Set(collectors.flatMap((each) => [...each.spots]))
  return [...spots].map((spot) => ({ root: spot.root, path: pathOf(spot), value: spot.value }))
}

function pathOf(spot: Spot): (string | number)[] {
  const path: (string | number)[] = []
  for (let each: Spot | undefined = spot; each?.parent; each = each.parent) path.unshift(each.key)
  return path
}

function child(parent: Spot, key: string | number): Spot {
  let spot = parent.children.get(key)
  if (!spot) {
    const { value } = parent
    const inner = isContainer(value) && Object.hasOwn(value, key) ? field(value, key) : undefined
    spot = { root: parent.root, parent, key, value: inner, children: new Map(), positions: undefined }
    parent.children.set(key, spot)
  }
  return spot
}

function position({ positions }: Spot, index: number): number {
  return positions?.[index] ?? index
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

function field(value: object, key: string | number): unknown {
  return (value as Record<string | number, unknown>)[key]
}
