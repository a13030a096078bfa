import { types } from '../expression/index.ts'
import type { CheckMappingOptions } from './check-mapping.ts'
import type { CheckScope } from './check-scope.ts'
import type { DataShape } from './data-shape.ts'
import type { PackageFacts, Sources } from './mapping.ts'

/** A document whose expressions work on a source record: a mapping or a flow. */
interface RecordDocument {
  readonly name: string
  readonly source?: { readonly schema?: string }
  readonly facts: PackageFacts
  readonly sources: Sources
}

/** What expressions see whose context is the source record. */
export function recordScope(
  document: RecordDocument,
  { samples, see, used = { settings: new Set(), tables: new Set() } }: CheckMappingOptions,
): CheckScope {
  const { source, sources, facts, name } = document
  const schema = source?.schema === undefined ? undefined : sources.schemas.get(source.schema)
  const known = source?.schema === undefined ? [] : (samples?.(source.schema) ?? [])
  const shape: DataShape | undefined =
    schema || known.length > 0 ? { ...(schema && { view: { name: source!.schema!, schema } }), samples: known } : undefined
  const record = { types: types.OBJECT, ...(shape && { shape }) }
  return {
    context: { ...record, origin: { root: 'context', path: [] } },
    contextName: source?.schema ?? 'the source record',
    variables: {
      source: { ...record, origin: { root: 'source', path: [] } },
      settings: settingsValue(facts.settings?.schema as object | undefined),
      steps: { types: types.OBJECT, origin: { root: 'steps', path: [] } },
      key: { types: types.STRING | types.UNDEFINED },
    },
    schemas: sources.schemas,
    ...(facts.settings && { settings: facts.settings }),
    tables: facts.tables,
    at: { document: name },
    used,
    ...(see && { see }),
  }
}

function settingsValue(schema: object | undefined): CheckScope['variables'][string] {
  const value = { types: types.OBJECT, origin: { root: 'settings', path: [] } }
  return schema ? { ...value, shape: { view: { name: 'settings', schema }, samples: [] } } : value
}
