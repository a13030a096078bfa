import { nearestName } from '../document/nearest-name.ts'
import type { Schema, SchemaView } from './schema.ts'

/** Where schemas come from: files, a bundle, or whatever a caller of the library has. */
export interface SchemaSource {
  get(name: string): Schema | undefined
  /** All names there are, where the source can tell. */
  names?(): Iterable<string>
}

/** A hint's sentence for a schema that is not there. */
export function adviseOnSchema(source: SchemaSource, name: string): string {
  const nearest = nearestName(name, source.names?.() ?? [])
  return nearest === undefined ? 'Compare the name with the files in schemas/.' : `Did you mean “${nearest}”?`
}

/** The schema of a collection of a system's API: `salesOrders` of business-central, v2.0. */
export function findEntitySet(source: SchemaSource, system: string, entitySet: string, api?: string): SchemaView | undefined {
  const prefix = api === undefined ? `${system}/` : `${system}/${api}/`
  for (const name of source.names?.() ?? []) {
    if (!name.startsWith(prefix)) continue
    const schema = source.get(name)
    if (schema?.entitySet === entitySet) return { name, schema }
  }
  return undefined
}

/** The names of the collections of a system, for hints. */
export function entitySetsOf(source: SchemaSource, system: string, api?: string): string[] {
  const prefix = api === undefined ? `${system}/` : `${system}/${api}/`
  const sets = [...(source.names?.() ?? [])].filter((name) => name.startsWith(prefix)).flatMap((name) => source.get(name)?.entitySet ?? [])
  return [...new Set(sets)]
}
