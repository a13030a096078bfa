import { type MapNode, childOf, valueOf } from '../document/node.ts'

/** What a key without a row gives. */
export type OnMiss = 'error' | 'omit' | { readonly default: unknown }

/** A mapping table: what a code of the source is in the target. */
export interface Table {
  readonly rows: Readonly<Record<string, unknown>>
  readonly onMiss: OnMiss
}

export function readTable(node: MapNode): Table {
  const rows = childOf(node, 'rows')
  const onMiss = childOf(node, 'onMiss')
  return {
    rows: rows?.kind === 'map' ? (valueOf(rows) as Record<string, unknown>) : {},
    onMiss: onMiss ? (valueOf(onMiss) as OnMiss) : 'error',
  }
}
