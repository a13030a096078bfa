import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { toEntity, type Entity, type EntitySchema } from './entity.ts'

/** The entities that one API root serves. */
export interface Contract {
  entities: ReadonlyMap<string, Entity>
  complexTypes: ReadonlyMap<string, Entity>
}

/** From the sources as from `dist`: the folder above that has the schemas. */
export function schemaFolder(start = dirname(fileURLToPath(import.meta.url))): string {
  const folder = join(start, 'schemas', 'business-central')
  if (existsSync(folder)) return folder
  if (dirname(start) === start) throw new Error('schemas/business-central is missing: the package is incomplete')
  return schemaFolder(dirname(start))
}

/**
 * @param folder of schemas/business-central/: `v2.0`, `v1.0` …
 * @returns one contract for each API route in it; the standard API has the route `''`.
 */
export function loadContracts(folder: string, root = schemaFolder()): Map<string, Contract> {
  const schemas = readdirSync(join(root, folder))
    .filter((file) => file.endsWith('.json'))
    .map((file) => JSON.parse(readFileSync(join(root, folder, file), 'utf8')) as EntitySchema)
  const complexTypes = new Map(
    schemas.filter((schema) => schema.complexType).map((schema) => [toEntity(schema).name, toEntity(schema)] as const),
  )
  const contracts = new Map<string, { entities: Map<string, Entity>; complexTypes: typeof complexTypes }>()
  for (const schema of schemas) {
    if (schema.complexType) continue
    // Parts of an automation entity stand in the folder without a route: they are served where their parents are.
    const route = schema.apiRoute ?? schemas.find(({ entitySet }) => entitySet === schema.containedIn?.[0])?.apiRoute ?? ''
    if (!contracts.has(route)) contracts.set(route, { entities: new Map(), complexTypes })
    contracts.get(route)!.entities.set(schema.entitySet, toEntity(schema))
  }
  return contracts
}
