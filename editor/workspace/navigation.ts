import type { IconName } from '../components/Icon.vue'
import type { TreeNode } from '../components/TreeView.vue'
import type { Outline, OutlineEntry } from '../preview/protocol.ts'
import { type Route, addressOf } from '../router.ts'

/** A node of the tree of documents. */
export interface NavigationNode extends TreeNode {
  readonly icon: IconName
  readonly detail?: string
  readonly route?: Route
  /** Whether the integration lays something on it. */
  readonly isChanged?: boolean
  readonly errors?: number
  readonly children?: readonly NavigationNode[]
}

const icons: Partial<Record<OutlineEntry['kind'], IconName>> = {
  Flow: 'flow',
  Mapping: 'mapping',
  Table: 'table',
  Settings: 'settings',
  Integration: 'plug',
  Sample: 'sample',
  Test: 'tests',
  Connection: 'plug',
  System: 'package',
}

/** The tree of the workspace: integrations with what they change, the packages behind them, and every other file. */
export function navigationTree(
  { entries }: Outline,
  paths: readonly string[],
  errors: ReadonlyMap<string, number> = new Map(),
): NavigationNode[] {
  const errorsOf = (path: string) => errors.get(path) ?? 0
  const integrations = entries.filter(({ kind }) => kind === 'Integration')
  const packages = [
    ...new Set(entries.filter(({ kind }) => kind === 'Mapping' || kind === 'Flow').map(({ packageName }) => packageName)),
  ].sort()
  const shown = new Set(integrations.map(({ path }) => path))
  for (const entry of entries) if (packages.includes(entry.packageName)) shown.add(entry.path)
  const others = paths.filter((path) => !shown.has(path))
  return [
    section(
      'Integrations',
      integrations.map((integration) => integrationNode(integration, entries, errorsOf)),
    ),
    section(
      'Defaults',
      packages.map((name) => packageNode(name, entries, errorsOf)),
    ),
    section(
      'Other files',
      others.map((path) => fileNode(path, errorsOf(path))),
    ),
  ].filter(({ children }) => children.length > 0)
}

function section(label: string, children: NavigationNode[]) {
  return { id: `section ${label}`, label, icon: 'folder' as const, children }
}

function integrationNode(integration: OutlineEntry, entries: readonly OutlineEntry[], errorsOf: (path: string) => number): NavigationNode {
  const { name, title, path, overlaid } = integration
  const documents = entries.filter((entry) => entry.packageName === integration.extends)
  const changed = (entry: OutlineEntry) => overlaid?.[entry.kind]?.includes(entry.name) ?? false
  const id = `integration ${name}`
  const text: NavigationNode = { id: `${id} text`, label: path.split('/').at(-1)!, icon: 'code', route: { page: 'file', path } }
  return {
    id,
    label: title ?? name,
    ...(title !== undefined && { detail: name }),
    icon: 'plug',
    errors: errorsOf(path),
    children: [...documentNodes(documents, id, { integration: name }, changed), text],
  }
}

function packageNode(name: string, entries: readonly OutlineEntry[], errorsOf: (path: string) => number): NavigationNode {
  const id = `package ${name}`
  const documents = entries.filter((entry) => entry.packageName === name)
  const files = [
    ...new Set(documents.filter(({ kind }) => ['Sample', 'Test', 'System', 'Connection'].includes(kind)).map(({ path }) => path)),
  ]
  return {
    id,
    label: name,
    icon: 'package',
    errors: [...new Set(documents.map(({ path }) => path))].reduce((sum, path) => sum + errorsOf(path), 0),
    children: [...documentNodes(documents, id, {}, () => false), ...files.map((path) => fileNode(path, errorsOf(path)))],
  }
}

/** Flows, mappings that make a record, what these share, tables, and the settings. */
function documentNodes(
  documents: readonly OutlineEntry[],
  parent: string,
  within: { integration?: string },
  isChanged: (entry: OutlineEntry) => boolean,
): NavigationNode[] {
  const of = (kind: OutlineEntry['kind']) => documents.filter((entry) => entry.kind === kind)
  const mappings = of('Mapping')
  const [settings] = of('Settings')
  const node = (entry: OutlineEntry, route: Route): NavigationNode => ({
    id: `${parent} ${entry.kind} ${entry.name}`,
    label: entry.title ?? entry.name,
    ...(entry.title !== undefined && { detail: entry.name }),
    icon: icons[entry.kind] ?? 'document',
    isChanged: isChanged(entry),
    route,
  })
  const { packageName = '' } = documents[0] ?? {}
  return [
    ...of('Flow').map((entry) => node(entry, { page: 'flow', packageName, name: entry.name, ...within })),
    ...mappings
      .filter(({ target }) => target !== undefined)
      .map((entry) => node(entry, { page: 'mapping', packageName, name: entry.name, ...within })),
    ...mappings
      .filter(({ target }) => target === undefined)
      .map((entry) => node(entry, { page: 'mapping', packageName, name: entry.name, ...within })),
    ...of('Table').map((entry) => node(entry, { page: 'table', packageName, name: entry.name, ...within })),
    ...(settings ? [{ ...node(settings, { page: 'settings', packageName, ...within }), label: 'Settings', detail: undefined }] : []),
  ]
}

function fileNode(path: string, errors: number): NavigationNode {
  return { id: `file ${path}`, label: path.split('/').slice(1).join('/'), icon: 'code', errors, route: { page: 'file', path } }
}

/** The node that shows what is open. */
export function nodeOfRoute(nodes: readonly NavigationNode[], route: Route): NavigationNode | undefined {
  const address = addressOf(route)
  for (const node of nodes) {
    if (node.route && addressOf(node.route) === address) return node
    const inside = node.children && nodeOfRoute(node.children, route)
    if (inside) return inside
  }
  return undefined
}
