import { unbound } from './list.ts'
import { type Notes, placeOfWarnings } from './template.ts'
import { type Collector, trace } from './trace.ts'

interface Lazy {
  value: unknown
  compute: (lazy: Lazy) => unknown
  /** What computing it has read, where that is traced. */
  collector: Collector | undefined
}

/** What the slots of one shape of a template see besides their context. */
export class SlotScope {
  readonly notes: Notes
  /** Of the `each` around it, outermost first. */
  readonly indexes: readonly number[]
  private readonly outer: SlotScope | undefined
  private readonly values = new Map<string, unknown>()
  private readonly lets = new Map<string, Lazy>()
  /** The list that the context is an item of. */
  private readonly list: readonly unknown[] | undefined

  constructor(notes: Notes, outer?: SlotScope, list?: readonly unknown[], index?: number) {
    this.notes = notes
    this.outer = outer
    this.list = list ?? outer?.list
    this.indexes = index === undefined ? (outer?.indexes ?? []) : [...(outer?.indexes ?? []), index]
  }

  set(name: string, value: unknown): void {
    this.values.set(name, value)
  }

  /** A value that is computed when it is first read. */
  lazy(name: string, compute: Lazy['compute']): void {
    this.lets.set(name, { value: unbound, compute, collector: undefined })
  }

  get(name: string): unknown {
    if (this.values.has(name)) return this.values.get(name)
    const lazy = this.lets.get(name)
    if (!lazy) return this.outer?.get(name)
    if (lazy.value === unbound) lazy.value = lazy.compute(lazy)
    trace.include(lazy.collector)
    return lazy.value
  }

  /** The context is used as it is. */
  taken(value: unknown): void {
    if (this.list) trace.item(this.list, this.indexes.at(-1)!)
    else trace.root('source', value)
  }

  warnAt(site: number, position: number | undefined): void {
    placeOfWarnings(this.notes, site, [...this.indexes], position)
  }
}
