import type { Problem } from '../../engine/index.ts'
import type { MappingRow } from '../preview/mapping-view.ts'

/** What the rows are narrowed to: by what was clicked in the coverage. */
export type RowFilter = 'all' | 'changed' | 'problems' | 'missing' | 'empty'

/** A line of the list of rows: a heading, or a row. */
export type RowLine =
  | { readonly kind: 'group'; readonly id: string; readonly title: string; readonly count: number; readonly isFolded: boolean }
  | { readonly kind: 'row'; readonly id: string; readonly row: MappingRow; readonly hasChildren: boolean; readonly isFolded: boolean }

export interface RowView {
  readonly query: string
  readonly isGrouped: boolean
  /** Groups and rows whose contents are hidden. */
  readonly folded: ReadonlySet<string>
  /** Rows that a filter lets through; undefined for all. */
  readonly allowed?: ReadonlySet<string>
}

/** The name of the heading over rows that have none. */
const ungrouped = 'Other fields'

/** The rows as they are shown: narrowed, under headings, with what is folded left out. */
export function rowLines(rows: readonly MappingRow[], { query, isGrouped, folded, allowed }: RowView): RowLine[] {
  const shown = visibleRows(rows, query.trim().toLowerCase(), allowed)
  const isNarrowed = query.trim() !== '' || allowed !== undefined
  const parents = new Set(rows.map(({ parent }) => parent))
  const lines: RowLine[] = []
  const hidden = new Set<string>()
  for (const [title, members] of isGrouped ? groups(shown) : [['', shown] as const]) {
    const group = `group ${title}`
    const isFolded = !isNarrowed && folded.has(group)
    if (isGrouped) lines.push({ kind: 'group', id: group, title, count: members.length, isFolded })
    if (isFolded) continue
    for (const row of members) {
      if (hidden.has(row.parent)) {
        hidden.add(row.id)
        continue
      }
      const isRowFolded = !isNarrowed && folded.has(row.id)
      if (isRowFolded) hidden.add(row.id)
      lines.push({ kind: 'row', id: row.id, row, hasChildren: parents.has(row.id), isFolded: isRowFolded })
    }
  }
  return lines
}

/** A field that is being added and has no expression yet. */
export interface PendingField {
  readonly parent: string
  readonly name: string
  readonly title?: string
}

export function pendingIdOf({ parent, name }: PendingField): string {
  return parent === '' ? name : `${parent}.${name}`
}

/** The lines with the one that is being added, behind the last of those beside it. */
export function withPending(lines: readonly RowLine[], rows: readonly MappingRow[], pending: PendingField): RowLine[] {
  const { parent, name, title } = pending
  const owner = rows.find(({ id }) => id === parent)
  const row: MappingRow = {
    id: pendingIdOf(pending),
    parent,
    name,
    level: owner ? owner.level + 1 : 0,
    kind: 'expression',
    text: '',
    applies: true,
    layer: 'added',
    range: { path: '', from: 0, to: 0, line: 0 },
    ...(title !== undefined && { title }),
  }
  const last = lines.findLastIndex(
    (line) => line.kind === 'row' && (parent === '' ? line.row.level === 0 : line.row.parent === parent || line.id === parent),
  )
  return lines.toSpliced(last + 1, 0, { kind: 'row', id: row.id, row, hasChildren: false, isFolded: false })
}

/** Rows that match, and those that they stand in. */
function visibleRows(rows: readonly MappingRow[], query: string, allowed: ReadonlySet<string> | undefined): readonly MappingRow[] {
  if (query === '' && !allowed) return rows
  const byId = new Map(rows.map((row) => [row.id, row]))
  const kept = new Set<string>()
  for (const row of rows) {
    if (allowed && !allowed.has(row.id)) continue
    if (query !== '' && !`${row.id} ${row.title ?? ''} ${row.text}`.toLowerCase().includes(query)) continue
    for (let each: MappingRow | undefined = row; each; each = byId.get(each.parent)) kept.add(each.id)
  }
  return rows.filter(({ id }) => kept.has(id))
}

/** By the group of the outermost row, in the order in which groups first appear; named values come first. */
function groups(rows: readonly MappingRow[]): Map<string, MappingRow[]> {
  const found = new Map<string, MappingRow[]>()
  let group = ungrouped
  for (const row of rows) {
    if (row.level === 0) group = row.group ?? ungrouped
    const members = found.get(group)
    if (members) members.push(row)
    else found.set(group, [row])
  }
  return found
}

/** What a row is marked with: what went wrong first, then who wrote it. */
export type RowMark = 'error' | 'warning' | 'table-miss' | 'removed' | 'overridden' | 'added' | 'constant' | 'off' | 'default'

export function markOf(row: MappingRow, problems: readonly Problem[]): RowMark {
  if (problems.some(({ code }) => code.endsWith('table-miss'))) return 'table-miss'
  if (problems.some(({ severity }) => severity === 'error')) return 'error'
  if (row.layer !== 'default') return row.layer
  if (problems.length > 0) return 'warning'
  if (!row.applies) return 'off'
  return row.kind === 'constant' ? 'constant' : 'default'
}

export const markNames: Record<RowMark, string> = {
  error: 'Error',
  warning: 'Warning',
  'table-miss': 'No table row',
  removed: 'Removed',
  overridden: 'Changed',
  added: 'Added',
  constant: 'Constant',
  off: 'Not used',
  default: 'Default',
}
