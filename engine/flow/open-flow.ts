import type { SourceDocument } from '../document/document-set.ts'
import { effectiveDocument } from '../document/effective.ts'
import { type MapNode, childOf, textOf } from '../document/node.ts'
import { type PackageFacts, type Sources, packageFacts } from '../mapping/mapping.ts'
import type { Problem } from '../problem.ts'
import { type Flow, readFlow } from './flow.ts'

/** A flow as it holds: with all that it takes in and the overlay, and with the package around it. */
export interface OpenFlow {
  readonly flow: Flow
  readonly document: SourceDocument
  /** The document as it holds: with all that it takes in and the overlay. */
  readonly root: MapNode
  readonly facts: PackageFacts
  readonly sources: Sources
  /** The schema of its records, and whether blank values count as missing in them. */
  readonly source: { readonly schema?: string; readonly blank: boolean }
  readonly problems: readonly Problem[]
}

export function openFlow(document: SourceDocument, sources: Sources): OpenFlow {
  const { root, problems } = effectiveDocument(document, sources.documents, sources.overlay)
  const facts = packageFacts(document.packageName, sources)
  const source = childOf(root, 'source')
  const schema = textOf(childOf(source, 'schema'))
  return {
    flow: readFlow(root),
    root,
    document,
    facts,
    sources,
    source: { ...(schema !== undefined && { schema }), blank: textOf(childOf(source, 'blank')) === 'absent' },
    problems: [...problems, ...facts.problems],
  }
}
