import type { SourceDocument } from '../document/document-set.ts'
import { previewKey } from '../flow/preview-key.ts'
import { type CompiledMapping, compileMapping } from '../mapping/compile-mapping.ts'
import { openMapping, targetView } from '../mapping/mapping.ts'
import { type PackedSources, packSources, unpackSources } from './documents.ts'
import type { KeyedMapping } from './map-record.ts'

/** A mapping as it goes to the threads that evaluate it: its documents and the values of its settings. */
export interface MappingProgram {
  readonly kind: 'mapping'
  readonly sources: PackedSources
  readonly mapping: { readonly packageName: string; readonly name: string }
  readonly settings: Readonly<Record<string, unknown>>
  readonly api?: string
}

/** Packs a mapping that was compiled, and so is without errors. */
export function packMapping({ mapping, api, settings }: CompiledMapping, integration?: SourceDocument): MappingProgram {
  const view = targetView(mapping, api)
  const schemas = [mapping.source?.schema, view && 'schema' in view ? view.name : undefined].filter((name) => name !== undefined)
  const { packageName, name } = mapping.document
  return {
    kind: 'mapping',
    sources: packSources(mapping.sources, packageName, schemas, integration),
    mapping: { packageName, name },
    settings,
    ...(api !== undefined && { api }),
  }
}

export function openMappingProgram({ sources: packed, mapping: reference, settings, api }: MappingProgram): KeyedMapping {
  const sources = unpackSources(packed)
  const document = sources.documents.find('Mapping', `${reference.packageName}/${reference.name}`)!
  const mapping = openMapping(document, sources)
  const compiled = compileMapping(mapping, { settings, ...(api !== undefined && { api }) })
  return { compiled, keyOf: previewKey(mapping, settings) }
}
