import type { SourceDocument } from '../document/document-set.ts'
import { type MapNode, childOf, entryOf } from '../document/node.ts'

/** Where the settings of a run were written: those of the integration, under those that were given besides. */
export function settingsNode(integration: SourceDocument | undefined, given: MapNode | undefined): MapNode | undefined {
  const own = childOf(integration?.root, 'settings')
  if (own?.kind !== 'map') return given
  return given ? { ...given, entries: [...own.entries.filter(({ key }) => !entryOf(given, key)), ...given.entries] } : own
}
