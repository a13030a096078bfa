import { type DocumentNode, childOf, effectiveDocument, entryOf, overlayOfIntegration, valueOf } from '../../../engine/index.ts'
import type { Project } from '../project.ts'
import { findIntegration } from './settings-view.ts'

export interface TableRow {
  readonly key: string
  /** What the table gives for the key: of a row that was removed, what the default had. */
  readonly value: unknown
  readonly state: 'default' | 'added' | 'overridden' | 'removed'
  /** Of a row that was replaced: what the default has. */
  readonly before?: unknown
}

export interface TableView {
  readonly title: string
  readonly description?: string
  /** `error`, `omit`, or what a missing key gives. */
  readonly onMiss: unknown
  readonly rows: readonly TableRow[]
  /** Names of the parts that rows are made of, where they are objects. */
  readonly columns: readonly string[]
  /** Where a change is written, and the keys that lead to the rows there; absent where nothing can be changed. */
  readonly target?: { readonly path: string; readonly document: string; readonly keys: readonly string[] }
}

/** The rows of a table, with what an integration changes. */
export function tableView(project: Project, packageName: string, name: string, integrationName: string | undefined): TableView | undefined {
  const document = project.documents.find('Table', `${packageName}/${name}`)
  if (!document) return undefined
  const integration = integrationName === undefined ? undefined : findIntegration(project, integrationName)
  const overlay = integration && overlayOfIntegration(integration)
  const { root } = effectiveDocument(document, project.documents, overlay)
  const node = childOf(root, 'rows')
  const own = childOf(overlay?.of('Table', name), 'rows')
  const entries = node?.kind === 'map' ? node.entries : []
  const removed = node?.kind === 'map' ? (node.removed ?? []) : []
  const rows: TableRow[] = [
    ...entries.map(({ key, value, replaces }): TableRow => {
      const isOwn = entryOf(own, key) !== undefined
      return {
        key,
        value: valueOf(value),
        state: isOwn ? (replaces ? 'overridden' : 'added') : 'default',
        ...(isOwn && replaces && { before: valueOf(replaces.value) }),
      }
    }),
    ...removed.map(({ key, value }): TableRow => ({ key, value: valueOf(value), state: 'removed' })),
  ]
  const plain = (key: string): unknown => {
    const child: DocumentNode | undefined = childOf(root, key)
    return child && valueOf(child)
  }
  const target = integration
    ? { path: integration.file, document: integration.name, keys: ['overlays', 'tables', name, 'rows'] }
    : { path: document.file, document: name, keys: ['rows'] }
  const description = plain('description')
  return {
    title: String(plain('title') ?? name),
    ...(typeof description === 'string' && { description }),
    onMiss: plain('onMiss') ?? 'error',
    rows,
    columns: columnsOf(rows),
    ...(!project.isReadOnly(target.path) && { target }),
  }
}

/** Rows that are flat objects share their keys as columns; anything else is one value. */
function columnsOf(rows: readonly TableRow[]): string[] {
  const isFlat = ({ value }: TableRow) =>
    typeof value === 'object' && value !== null && !Array.isArray(value) && Object.values(value).every((part) => typeof part !== 'object')
  if (rows.length === 0 || !rows.every(isFlat)) return []
  return [...new Set(rows.flatMap(({ value }) => Object.keys(value as object)))]
}
