import { missingPermission } from '../refusal.ts'
import type { Store } from '../store/store.ts'
import type { Row, Value } from '../store/row.ts'

/** What happens to a record of a table when its fields are validated and when it is inserted, changed or deleted. */
export interface TableRules {
  /** The field holds its new value already; `before` is what it held. */
  validate?: Readonly<Record<string, (row: Row, context: Context, before: Value | undefined) => void>>
  /** Before the first field is validated: defaults, and the number where none is given. */
  begin?(row: Row, context: Context): void
  /** After the last field, before the record is in the table. */
  insert?(row: Row, context: Context): void
  inserted?(row: Row, context: Context): void
  modified?(row: Row, context: Context, before: Row): void
  delete?(row: Row, context: Context): void
}

/** One request's view of one company. */
export interface Context {
  readonly store: Store
  readonly companyName: string
  readonly rules: Readonly<Record<string, TableRules>>
  readonly now: Date
  /** `yyyy-MM-dd`, the work date. */
  readonly today: string
  /** What the caller may not do: `Sales Header Insert`. */
  readonly denied: ReadonlySet<string>
  /** Called before a document line is made, a fault may make it fail. */
  readonly beforeLine: (entitySet: string) => void
}

/** @throws Refusal where the caller lacks the permission on the table */
export function permit(context: Context, table: string, permission: 'Read' | 'Insert' | 'Modify' | 'Delete'): void {
  if (context.denied.has(`${table} ${permission}`)) throw missingPermission(table, permission)
}

/** AL `Validate`: sets a field and runs what depends on it; a value that is there already changes nothing. */
export function assign(context: Context, row: Row, field: string, value: Value): void {
  const before = row.get(field)
  if (before === value || (before === undefined && isEmpty(value))) return
  row.set(field, value)
  context.rules[row.table]?.validate?.[field]?.(row, context, before)
}

const isEmpty = (value: Value) => value === '' || value === 0 || value === false

/** AL `Rec.Insert(true)` after the fields of a new record were validated. */
export function insertRecord(context: Context, row: Row): Row {
  permit(context, row.table, 'Insert')
  const rules = context.rules[row.table]
  rules?.insert?.(row, context)
  context.store.insert(row)
  rules?.inserted?.(row, context)
  return row
}

export function modifyRecord(context: Context, row: Row): Row {
  permit(context, row.table, 'Modify')
  const before = context.store.byId(row.table, row.id)!
  const after = context.store.update(row)
  context.rules[row.table]?.modified?.(after, context, before)
  return after
}

export function deleteRecord(context: Context, row: Row): void {
  permit(context, row.table, 'Delete')
  context.rules[row.table]?.delete?.(row, context)
  context.store.remove(row)
}
