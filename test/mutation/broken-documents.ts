import type { SourceDocument } from '../../engine/index.ts'
import type { Workspace } from '../../server/workspace/workspace.ts'

/** What is broken on purpose: the mappings and flows that ship. */
export function brokenDocuments({ documents }: Workspace): SourceDocument[] {
  return documents.all().filter(({ kind }) => kind === 'Mapping' || kind === 'Flow')
}
