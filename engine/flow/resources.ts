import { apiVersion, possibleApiVersions } from '../mapping/api-version.ts'
import type { PackageFacts, Sources, SystemNeeds } from '../mapping/mapping.ts'
import type { Schema, SchemaView } from '../mapping/schema.ts'
import { entitySetsOf, findEntitySet } from '../mapping/schema-source.ts'
import { childOf, textOf, valueOf } from '../document/node.ts'
import { suggestion } from '../document/nearest-name.ts'
import type { Place, Problem } from '../problem.ts'
import type { StepTarget } from './program.ts'
import { flowProblem } from './problems.ts'

/** What a resource name of a flow can mean, before a connection is opened. */
export interface KnownResource {
  readonly api?: string
  readonly view?: SchemaView
  readonly isRoute: boolean
}

/** The versions of a system's API that a resource is used in. */
export function versionsOf(system: SystemNeeds, resource: string, facts: PackageFacts): (string | undefined)[] {
  const pinned = system.pins[resource]
  return pinned === undefined ? possibleApiVersions(system, facts.settings) : [pinned]
}

/**
 * A resource of a version of a system's API, or a route that some connection of the workspace has.
 * Undefined where it is neither; systems without schemas take any name.
 */
export function knownResource(
  system: SystemNeeds,
  resource: string,
  api: string | undefined,
  { documents, schemas }: Sources,
): KnownResource | undefined {
  const view = findEntitySet(schemas, system.connector, resource, api)
  if (view) return { ...(api !== undefined && { api }), view, isRoute: false }
  for (const connection of documents.all('Connection')) {
    if (textOf(childOf(connection.root, 'connector')) !== system.connector) continue
    const route = childOf(childOf(connection.root, 'routes'), resource)
    if (route) return { isRoute: true, ...routeView(valueOf(route) as { schema?: unknown }, resource, schemas) }
  }
  return entitySetsOf(schemas, system.connector, api).length === 0 ? { isRoute: false } : undefined
}

/** A name that is neither a resource, in a version of the API or in any, nor a route. */
export function unknownResource(
  at: Place,
  system: SystemNeeds,
  resource: string,
  api: string | undefined,
  schemas: Sources['schemas'],
): Problem {
  const advised = suggestion(resource, entitySetsOf(schemas, system.connector, api))
  return flowProblem('flow.resource-unknown', at, { resource, system: system.name, forApi: api === undefined ? '' : ` ${api}`, ...advised })
}

function routeView({ schema }: { schema?: unknown }, resource: string, schemas: Sources['schemas']): { view?: SchemaView } {
  if (typeof schema === 'string') {
    const found = schemas.get(schema)
    return found ? { view: { name: schema, schema: found } } : {}
  }
  return typeof schema === 'object' && schema !== null ? { view: { name: resource, schema: schema as Schema } } : {}
}

/** What the resource names of a flow mean as the documents alone tell it: routes are those of any connection that has them. */
export function targetsInDocuments(
  { facts, sources }: { readonly facts: PackageFacts; readonly sources: Sources },
  settings: Readonly<Record<string, unknown>>,
): (system: string, resource: string) => StepTarget | undefined {
  return (name, resource) => {
    const system = facts.systems.get(name)
    const api = system && apiVersion(system, settings, resource)
    const known = system && knownResource(system, resource, api, sources)
    return known && { system: name, resource, ...(api !== undefined && { api }), view: known.view ?? { name: resource, schema: {} } }
  }
}
