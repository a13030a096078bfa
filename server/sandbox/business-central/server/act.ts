import type { Company } from '../service/company.ts'
import { contextOf } from '../service/company.ts'
import { assign, modifyRecord } from '../records/context.ts'
import type { Row, Value } from '../store/row.ts'

/**
 * What people do in the client and the API cannot:
 * `{ act: 'release' | 'reopen', documentType: 'Order', number: '101005' }`,
 * `{ act: 'change', table: 'Customer', key: ['10000'], fields: { Blocked: 'All' } }`,
 * `{ act: 'insert', table, fields }`, `{ act: 'delete', table, key }`; in the demo company, or in the one that `company` names.
 * @returns the record as it is then
 */
export function act(companies: readonly Company[], now: Date, action: Record<string, unknown>): unknown {
  const company = action.company === undefined ? companies[0] : companies.find(({ name }) => name === action.company)
  if (!company) throw new Error(`there is no company '${String(action.company)}'`)
  const { store } = company
  const context = contextOf(company, now)
  const find = (table: unknown, key: unknown): Row => {
    const row = Array.isArray(key) ? store.find(String(table), ...(key as Value[])) : undefined
    if (!row) throw new Error(`${String(table)} has no record ${JSON.stringify(key)}`)
    return row
  }
  const show = (row: Row) => ({ id: row.id, table: row.table })
  return store.transaction(() => {
    switch (action.act) {
      case 'release':
      case 'reopen': {
        const header = find('Sales Header', [action.documentType ?? 'Order', action.number])
        return show(store.update(header.copy().set('Status', action.act === 'release' ? 'Released' : 'Open')))
      }
      case 'change': {
        const row = find(action.table, action.key).copy()
        for (const [field, value] of fieldsOf(action)) assign({ ...context, rules: {} }, row, field, value)
        return show(modifyRecord({ ...context, rules: {} }, row))
      }
      case 'insert':
        return show(store.insert(store.create(String(action.table), Object.fromEntries(fieldsOf(action)))))
      case 'delete': {
        const row = find(action.table, action.key)
        store.remove(row)
        return show(row)
      }
      default:
        throw new Error(`there is no act '${String(action.act)}'; there are release, reopen, change, insert and delete`)
    }
  })
}

function fieldsOf({ fields }: Record<string, unknown>): [string, Value][] {
  if (typeof fields !== 'object' || fields === null) throw new Error('fields are missing')
  const entries = Object.entries(fields as Record<string, unknown>)
  for (const [name, value] of entries)
    if (!['string', 'number', 'boolean'].includes(typeof value)) throw new Error(`${name} is no text, number or boolean`)
  return entries as [string, Value][]
}
