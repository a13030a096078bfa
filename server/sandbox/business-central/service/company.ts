import type { Context, TableRules } from '../records/context.ts'
import { masterRules, numbered } from '../records/masters.ts'
import { hasNumberSeries } from '../records/number-series.ts'
import { primaryKeys } from '../records/primary-keys.ts'
import { salesHeaderRules } from '../sales/header.ts'
import { salesLineRules } from '../sales/line.ts'
import type { Row } from '../store/row.ts'
import { Store } from '../store/store.ts'
import { roots } from './roots.ts'

export interface Company {
  id: string
  name: string
  store: Store
  /** The company as a record of the `companies` set. */
  row: Row
}

const rules: Record<string, TableRules> = { ...masterRules, 'Sales Header': salesHeaderRules, 'Sales Line': salesLineRules }

export function newStore(clock: () => Date): Store {
  const entities = [...roots().values()].flatMap((root) => [...root.pages.values()].map((page) => page.entity))
  const keys = primaryKeys(entities)
  for (const table of [...Object.keys(keys), ...entities.map((entity) => entity.schema.sourceTable ?? '')])
    if (!rules[table] && hasNumberSeries(table)) rules[table] = numbered
  return new Store(keys, clock)
}

export function contextOf(company: Company, now: Date, more: Partial<Pick<Context, 'denied' | 'beforeLine'>> = {}): Context {
  const today = now.toISOString().slice(0, 10)
  return { store: company.store, companyName: company.name, rules, now, today, denied: new Set(), beforeLine: () => {}, ...more }
}
