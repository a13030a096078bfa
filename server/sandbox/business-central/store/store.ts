import { randomUUID } from 'node:crypto'
import { sameKeyExists } from '../refusal.ts'
import { Row, type Value } from './row.ts'

interface TableData {
  rows: Map<string, Row>
  byKey: Map<string, Row>
  /** Made when a field is first searched: value → ids. */
  indexes: Map<string, Map<Value, Set<string>>>
  /** In the order of the primary key; made when first listed, dropped by every write. */
  sorted: Row[] | undefined
}

/** Tables without an entry are kept by `SystemId` alone. */
export type PrimaryKeys = Readonly<Record<string, readonly string[]>>

/**
 * The tables of one company, in memory, with transactions: whatever `transaction` ran is undone when it throws.
 * Everything is synchronous, so a request is never interleaved with another.
 */
export class Store {
  readonly #keys: PrimaryKeys
  readonly #clock: () => Date
  readonly #tables = new Map<string, TableData>()
  readonly #undo: (() => void)[] = []
  #depth = 0
  #version = 0
  /** Counters that do not take part in transactions: a rolled back insert leaves a gap. */
  readonly sequences = new Map<string, string>()

  constructor(keys: PrimaryKeys, clock: () => Date) {
    this.#keys = keys
    this.#clock = clock
  }

  transaction<Result>(work: () => Result): Result {
    const start = this.#undo.length
    this.#depth += 1
    try {
      return work()
    } catch (error) {
      while (this.#undo.length > start) this.#undo.pop()!()
      throw error
    } finally {
      this.#depth -= 1
      if (this.#depth === 0) this.#undo.length = 0
    }
  }

  /** Makes the ids of new records. */
  newId: () => string = randomUUID

  /** A new record, not yet in the table. */
  create(table: string, fields: Readonly<Record<string, Value>> = {}, id: string = this.newId()): Row {
    return new Row(table, id, Object.entries(fields))
  }

  insert(row: Row): Row {
    const table = this.#table(row.table)
    const key = this.#keyOf(row)
    if (table.rows.has(row.id) || (key !== undefined && table.byKey.has(key))) throw sameKeyExists(row.table, this.identification(row))
    row.createdAt = this.#now()
    this.#stamp(row)
    this.#put(undefined, row)
    return row
  }

  update(row: Row): Row {
    const before = this.#table(row.table).rows.get(row.id)
    if (!before) throw new Error(`${row.table} ${row.id} is not in the store`)
    const key = this.#keyOf(row)
    const other = key === undefined ? undefined : this.#table(row.table).byKey.get(key)
    if (other && other.id !== row.id) throw sameKeyExists(row.table, this.identification(row))
    const next = before === row ? row.copy() : row
    this.#stamp(next)
    this.#put(before, next)
    return next
  }

  remove(row: Row): void {
    const before = this.#table(row.table).rows.get(row.id)
    if (before) this.#put(before, undefined)
  }

  byId(table: string, id: string): Row | undefined {
    return this.#tables.get(table)?.rows.get(id.toLowerCase())
  }

  find(table: string, ...key: readonly Value[]): Row | undefined {
    return this.#tables.get(table)?.byKey.get(joinKey(key))
  }

  list(table: string): readonly Row[] {
    const data = this.#tables.get(table)
    if (!data) return []
    data.sorted ??= [...data.rows.values()].sort((a, b) => this.#compare(a, b))
    return data.sorted
  }

  /** Rows whose field has this value, in the order of the primary key. */
  where(table: string, field: string, value: Value): readonly Row[] {
    return [...this.each(table, field, value)].sort((a, b) => this.#compare(a, b))
  }

  /** The same rows in any order, one by one: for documents with thousands of lines. */
  *each(table: string, field: string, value: Value): Iterable<Row> {
    const data = this.#tables.get(table)
    if (!data) return
    let index = data.indexes.get(field)
    if (!index) {
      index = new Map()
      for (const row of data.rows.values()) addTo(index, row, field)
      data.indexes.set(field, index)
    }
    for (const id of index.get(value) ?? []) yield data.rows.get(id)!
  }

  /** The primary key as it stands in messages. */
  identification(row: Row): [string, string | number][] {
    const fields = this.#keys[row.table]
    if (!fields) return [['SystemId', `{${row.id.toUpperCase()}}`]]
    return fields.map((field) => [field, (row.get(field) as string | number | undefined) ?? ''])
  }

  keyFields(table: string): readonly string[] {
    return this.#keys[table] ?? []
  }

  #table(name: string): TableData {
    let table = this.#tables.get(name)
    if (!table) this.#tables.set(name, (table = { rows: new Map(), byKey: new Map(), indexes: new Map(), sorted: undefined }))
    return table
  }

  #keyOf(row: Row): string | undefined {
    const fields = this.#keys[row.table]
    return fields && joinKey(fields.map((field) => row.get(field) ?? ''))
  }

  #compare(a: Row, b: Row): number {
    for (const field of this.#keys[a.table] ?? []) {
      const left = a.get(field) ?? ''
      const right = b.get(field) ?? ''
      if (left !== right) return left < right ? -1 : 1
    }
    return a.id < b.id ? -1 : a.id > b.id ? 1 : 0
  }

  #stamp(row: Row): void {
    this.#version += 1
    row.version = this.#version
    row.modifiedAt = this.#now()
  }

  #now(): string {
    return this.#clock().toISOString()
  }

  /** The one way in which a table changes; putting the rows the other way round undoes it. */
  #put(before: Row | undefined, after: Row | undefined): void {
    const table = this.#table((after ?? before)!.table)
    if (before) {
      table.rows.delete(before.id)
      const key = this.#keyOf(before)
      if (key !== undefined) table.byKey.delete(key)
      for (const [field, index] of table.indexes) index.get(before.get(field) ?? '')?.delete(before.id)
    }
    if (after) {
      table.rows.set(after.id, after)
      const key = this.#keyOf(after)
      if (key !== undefined) table.byKey.set(key, after)
      for (const [field, index] of table.indexes) addTo(index, after, field)
    }
    table.sorted = undefined
    if (this.#depth > 0) this.#undo.push(() => this.#undoPut(before, after))
  }

  #undoPut(before: Row | undefined, after: Row | undefined): void {
    const depth = this.#depth
    this.#depth = 0
    this.#put(after, before)
    this.#depth = depth
  }
}

const joinKey = (values: readonly Value[]) => values.map((value) => String(value)).join('\u0001')

function addTo(index: Map<Value, Set<string>>, row: Row, field: string): void {
  const value = row.get(field) ?? ''
  const ids = index.get(value)
  if (ids) ids.add(row.id)
  else index.set(value, new Set([row.id]))
}
