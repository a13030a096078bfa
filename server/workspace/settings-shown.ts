import { type MapNode, type SourceDocument, childOf } from '../../engine/index.ts'
import { runTest } from './run-test.ts'
import type { Workspace } from './workspace.ts'

/**
 * For each case of a Test document the settings that it shows: those without which it fails. A setting that a case only has along shows
 * nothing of what it changes.
 */
export function settingsShown(document: SourceDocument, workspace: Workspace): string[][] {
  const cases = childOf(document.root, 'cases')
  if (cases?.kind !== 'list') return []
  const trials = cases.items.flatMap((item, index) => {
    const settings = childOf(item, 'settings')
    if (item.kind !== 'map' || settings?.kind !== 'map') return []
    return settings.entries.map(({ key }) => ({ index, key, item: withEntry(item, 'settings', without(settings, key)) }))
  })
  const root = withEntry(document.root, 'cases', { ...cases, items: trials.map(({ item }) => item) })
  const results = runTest({ ...document, root }, workspace)
  return cases.items.map((_, index) =>
    trials.flatMap((trial, position) => (trial.index === index && results[position]?.passed === false ? [trial.key] : [])),
  )
}

function without(node: MapNode, key: string): MapNode {
  return { ...node, entries: node.entries.filter((entry) => entry.key !== key) }
}

function withEntry(node: MapNode, key: string, value: MapNode['entries'][number]['value']): MapNode {
  return { ...node, entries: node.entries.map((entry) => (entry.key === key ? { ...entry, value } : entry)) }
}
