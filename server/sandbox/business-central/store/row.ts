export type Value = string | number | boolean | Uint8Array

export const blankDate = '0001-01-01'
export const zeroGuid = '00000000-0000-0000-0000-000000000000'

/**
 * One record of a table. Rows in a store are never changed: change a copy and put that back. So a row's identity stands for one version of
 * the record, and undoing a change is putting the old row back.
 */
export class Row {
  readonly table: string
  /** `SystemId`, lower case. */
  readonly id: string
  /** Counts the writes of the whole company: the `timestamp` that makes etags. */
  version = 0
  createdAt = ''
  modifiedAt = ''
  readonly #fields: Map<string, Value>

  constructor(table: string, id: string, fields: Iterable<readonly [string, Value]> = []) {
    this.table = table
    this.id = id
    this.#fields = new Map(fields)
  }

  copy(): Row {
    const row = new Row(this.table, this.id, this.#fields)
    row.version = this.version
    row.createdAt = this.createdAt
    row.modifiedAt = this.modifiedAt
    return row
  }

  /** The same values as a record of another table, as posting makes them. */
  copyTo(table: string, id: string): Row {
    return new Row(table, id, this.#fields)
  }

  get(field: string): Value | undefined {
    return this.#fields.get(field)
  }

  set(field: string, value: Value): this {
    this.#fields.set(field, value)
    return this
  }

  setAll(values: Readonly<Record<string, Value>>): this {
    for (const [field, value] of Object.entries(values)) this.#fields.set(field, value)
    return this
  }

  text(field: string): string {
    const value = this.#fields.get(field)
    return typeof value === 'string' ? value : ''
  }

  number(field: string): number {
    const value = this.#fields.get(field)
    return typeof value === 'number' ? value : 0
  }

  flag(field: string): boolean {
    return this.#fields.get(field) === true
  }

  /** `yyyy-MM-dd`; none is `0001-01-01`. */
  date(field: string): string {
    return this.text(field) || blankDate
  }

  bytes(field: string): Uint8Array | undefined {
    const value = this.#fields.get(field)
    return value instanceof Uint8Array ? value : undefined
  }
}
