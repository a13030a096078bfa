import { raise } from '../runtime/error.ts'
import { evaluation } from '../runtime/evaluation.ts'
import { defineFunction } from './definition.ts'

export const table = defineFunction({
  name: 'table',
  signature: '<s(snb):x>',
  summary: 'The row of a table for a key, or what the table gives for a missing one. Without a key there is no row.',
  examples: [["$exists($table('charge', missing))", false]],
  parameters: ['name', 'key'],
  implement: (name?: string, key?: string | number | boolean) => {
    if (name === undefined) return undefined
    const found = evaluation.tables && Object.hasOwn(evaluation.tables, name) ? evaluation.tables[name]! : undefined
    if (!found) return key === undefined ? undefined : raise('expression.table-unknown', { value: name })
    const { rows, onMiss } = found
    if (key !== undefined && Object.hasOwn(rows, String(key))) return rows[String(key)]
    if (typeof onMiss === 'object') return onMiss.default
    return onMiss === 'omit' || key === undefined ? undefined : raise('expression.table-miss', { table: name, value: key })
  },
})
