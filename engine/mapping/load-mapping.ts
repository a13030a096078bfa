import { DocumentSet, type SourceDocument } from '../document/document-set.ts'
import { usedBy } from '../document/effective.ts'
import type { DocumentNode } from '../document/node.ts'
import { documentProblem } from '../document/problems.ts'
import type { Kind } from '../document/schemas.ts'
import { type Problem, ProblemError } from '../problem.ts'
import { type Mapping, openMapping } from './mapping.ts'
import type { Schema } from './schema.ts'
import type { SchemaSource } from './schema-source.ts'

export interface LoadMappingOptions {
  /**
   * Gives the text of what a mapping refers to: documents by name and kind, schemas as JSON text (kind `Schema`).
   * What it does not know it answers with undefined.
   */
  readonly resolve?: (name: string, kind: Kind | 'Schema') => string | undefined
  /** How the text is called in problems. */
  readonly file?: string
}

/**
 * Reads a mapping from a text of one document or several: the mapping first, and after it its tables, settings, and what it uses.
 * What is wrong is in `problems` of the result; throws a ProblemError only where there is no mapping in the text.
 */
export function loadMapping(text: string, { resolve = () => undefined, file = 'mapping.yaml' }: LoadMappingOptions = {}): Mapping {
  const documents = new DocumentSet()
  const added = documents.add(text, file)
  const problems: Problem[] = [...added.problems]
  const document = added.documents.find(({ kind }) => kind === 'Mapping')
  if (!document) {
    const missing = documentProblem('document.missing-key', { file }, { place: 'the text', key: 'kind: Mapping' })
    throw new ProblemError(...(problems.length > 0 ? problems : [missing]))
  }
  takeInReferences(added.documents, documents, resolve, problems)
  const mapping = openMapping(document, { documents, schemas: resolvedSchemas(resolve) })
  return { ...mapping, problems: [...problems, ...mapping.problems] }
}

/** Asks for every document that is referred to and not there yet, until nothing new turns up. */
function takeInReferences(
  from: readonly SourceDocument[],
  documents: DocumentSet,
  resolve: NonNullable<LoadMappingOptions['resolve']>,
  problems: Problem[],
): void {
  const pending = [...from]
  for (let document = pending.pop(); document; document = pending.pop())
    for (const { name, kind } of referencesOf(document.root)) {
      if (documents.find(kind, name)) continue
      const text = resolve(name, kind)
      if (text === undefined) continue
      const added = documents.add(text, `${name}.yaml`)
      problems.push(...added.problems)
      pending.push(...added.documents)
    }
}

/** `use`, and the names of tables in expressions. */
function referencesOf(node: DocumentNode): { name: string; kind: Kind }[] {
  if (node.kind === 'scalar') {
    const text = typeof node.value === 'string' ? node.value : ''
    return [...text.matchAll(/\$table\(\s*(?:'([^']+)'|"([^"]+)")/g)].map((match) => ({
      name: (match[1] ?? match[2])!,
      kind: 'Table' as const,
    }))
  }
  if (node.kind === 'list') return node.items.flatMap(referencesOf)
  const used = usedBy(node).map(({ name }) => ({ name, kind: 'Mapping' as const }))
  return [...used, ...node.entries.filter(({ key }) => key !== 'use').flatMap(({ value }) => referencesOf(value))]
}

function resolvedSchemas(resolve: NonNullable<LoadMappingOptions['resolve']>): SchemaSource {
  const known = new Map<string, Schema | undefined>()
  return {
    get(name) {
      if (!known.has(name)) {
        const text = resolve(name, 'Schema')
        known.set(name, text === undefined ? undefined : (JSON.parse(text) as Schema))
      }
      return known.get(name)
    },
  }
}
