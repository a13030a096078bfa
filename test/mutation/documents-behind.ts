import { type DocumentNode, type DocumentSet, type SourceDocument, textOf } from '../../engine/index.ts'

/** A document and all that it takes in, by `use` or `expand`, however deep. */
export function documentsBehind(document: SourceDocument, documents: DocumentSet, known = new Set<SourceDocument>()): Set<SourceDocument> {
  if (known.has(document)) return known
  known.add(document)
  for (const name of namesIn(document.root)) {
    const found = documents.find('Mapping', name, document.packageName) ?? documents.find('Flow', name, document.packageName)
    if (found) documentsBehind(found, documents, known)
  }
  return known
}

function namesIn(node: DocumentNode): string[] {
  if (node.kind !== 'map') return []
  return node.entries.flatMap(({ key, value }) => {
    if (key !== 'use' && key !== 'expand') return namesIn(value)
    return (value.kind === 'list' ? value.items : [value]).flatMap((item) => textOf(item) ?? [])
  })
}
