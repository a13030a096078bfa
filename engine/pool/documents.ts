import { DocumentSet, type SourceDocument, documentsIn } from '../document/document-set.ts'
import { overlayOfIntegration, usedBy } from '../document/effective.ts'
import type { DocumentNode } from '../document/node.ts'
import { parseText } from '../document/parse.ts'
import type { Kind } from '../document/schemas.ts'
import type { Sources } from '../mapping/mapping.ts'
import type { Schema } from '../mapping/schema.ts'
import type { SchemaSource } from '../mapping/schema-source.ts'

/** Documents and schemas as they go to another thread: plain texts and data. */
export interface PackedSources {
  readonly files: readonly { readonly file: string; readonly packageName: string; readonly text: string }[]
  /** Where the integration stands whose overlay lies on the documents. */
  readonly integration?: { readonly packageName: string; readonly name: string }
  readonly schemas: Readonly<Record<string, Schema>>
}

const evaluated: ReadonlySet<Kind> = new Set(['Mapping', 'Flow', 'Settings', 'Table', 'System'])

/**
 * Packs what a package's documents need: its own, and those of the packages that it takes something in from.
 * @param schemas names of the schemas that are asked for when compiling; those that they refer to go along
 */
export function packSources(
  { documents, schemas: source }: Sources,
  packageName: string,
  schemas: readonly string[],
  integration?: SourceDocument,
): PackedSources {
  const packages = packagesUsed(documents, packageName)
  const needed = documents.all().filter((each) => evaluated.has(each.kind) && packages.has(each.packageName))
  const files = new Map([...needed, ...(integration ? [integration] : [])].map((each) => [each.file, each]))
  return {
    files: [...files.values()].map((document) => ({
      file: document.file,
      packageName: document.packageName,
      text: document.root.source.text,
    })),
    ...(integration && { integration: { packageName: integration.packageName, name: integration.name } }),
    schemas: schemasUsed(source, schemas),
  }
}

/** The other way round, in the thread that evaluates. The structure of the documents was checked where they were packed. */
export function unpackSources({ files, integration, schemas }: PackedSources): Sources {
  const documents = new DocumentSet()
  for (const { file, packageName, text } of files) documents.take(documentsIn(parseText(text, file), file, packageName).documents)
  const overlaid = integration && documents.find('Integration', `${integration.packageName}/${integration.name}`)
  return {
    documents,
    schemas: { get: (name) => (Object.hasOwn(schemas, name) ? schemas[name] : undefined), names: () => Object.keys(schemas) },
    ...(overlaid && { overlay: overlayOfIntegration(overlaid) }),
  }
}

function packagesUsed(documents: DocumentSet, packageName: string): ReadonlySet<string> {
  const found = new Set([packageName])
  for (const name of found)
    for (const document of documents.all().filter((each) => each.packageName === name && evaluated.has(each.kind)))
      for (const used of usesIn(document.root)) {
        const target = documents.find('Mapping', used, name) ?? documents.find('Flow', used, name)
        if (target) found.add(target.packageName)
      }
  return found
}

function usesIn(node: DocumentNode): string[] {
  if (node.kind === 'list') return node.items.flatMap(usesIn)
  if (node.kind !== 'map') return []
  return [...usedBy(node).map(({ name }) => name), ...node.entries.flatMap(({ value }) => usesIn(value))]
}

/** Schemas by name, with those that their references lead to. */
function schemasUsed(source: SchemaSource, names: readonly string[]): Record<string, Schema> {
  const found: Record<string, Schema> = {}
  const pending = new Set(names)
  for (const name of pending) {
    const schema = source.get(name)
    if (!schema) continue
    found[name] = schema
    for (const reference of referencesIn(schema)) {
      const file = reference.split('#')[0]!
      if (file !== '') pending.add(`${name.slice(0, name.lastIndexOf('/') + 1)}${file}`)
    }
  }
  return found
}

function referencesIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, child]) => (key === '$ref' && typeof child === 'string' ? [child] : referencesIn(child)))
}
