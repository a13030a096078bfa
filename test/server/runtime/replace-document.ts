import { DocumentSet, type SourceDocument, documentsIn, parseText, valueOf } from '../../../engine/index.ts'
import type { Workspace } from '../../../server/workspace/workspace.ts'

/**
 * The workspace with another document in place of the one of its kind and name. Documents go to the threads that evaluate them as the
 * texts of their files, so each that stands in that file gets a text of its own.
 */
export function replaceDocument(workspace: Workspace, changed: SourceDocument): Workspace {
  const documents = new DocumentSet()
  documents.take(
    workspace.documents.all().map((each) => {
      if (each.file !== changed.file) return each
      return withOwnText(each.kind === changed.kind && each.name === changed.name ? changed : each)
    }),
  )
  return { ...workspace, documents }
}

function withOwnText({ root, file, name, packageName }: SourceDocument): SourceDocument {
  const own = `${file}#${name}.json`
  return documentsIn(parseText(JSON.stringify(valueOf(root), null, 2), own), own, packageName).documents[0]!
}
