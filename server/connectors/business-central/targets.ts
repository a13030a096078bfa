import { type Schema, type SchemaSource, type SchemaView, findSchema } from '../../../engine/index.ts'
import type { Route, Target } from '../connector.ts'
import { schemaOfEdm } from './edm.ts'
import { entitiesOf, entitySchema } from './entity-index.ts'

const newest = 'v2.0'

/** What the steps of a flow can name in one connection. */
export interface Targets {
  readonly schemas: SchemaSource
  /** A route of the connection, a set of the standard API, or a bound action as `salesInvoices.post`. */
  find(resource: string, api?: string): Target | undefined
  names(api?: string): string[]
}

export function createTargets(schemas: SchemaSource, routes: Readonly<Record<string, Route>>): Targets {
  return {
    schemas,
    names: (api = newest) => [...Object.keys(routes), ...entitiesOf(schemas, api).keys()],
    find(resource, api = newest) {
      const route = Object.hasOwn(routes, resource) ? routes[resource] : undefined
      if (route) return { resource, api, schema: schemaOfRoute(schemas, resource, route), route }
      const schema = entitiesOf(schemas, api).get(resource)
      return schema ? { resource, api, schema } : actionTarget(schemas, resource, api)
    },
  }
}

function schemaOfRoute(schemas: SchemaSource, name: string, { kind, schema: given }: Route): SchemaView {
  const view =
    typeof given === 'string' ? (findSchema(schemas, given) ?? { name: given, schema: {} }) : { name: `route/${name}`, schema: given }
  if (kind !== 'action') return view
  // The connector sends those that a step leaves out.
  const { required: _, ...schema } = view.schema as Schema
  return { ...view, schema }
}

function actionTarget(schemas: SchemaSource, resource: string, api: string): Target | undefined {
  const [set = '', name = ''] = resource.split('.')
  const view = entitiesOf(schemas, api).get(set)
  const action = view && entitySchema(view).actions?.find((each) => each.name === `Microsoft.NAV.${name}`)
  if (!action) return undefined
  const schema: Schema = {
    title: `${name} of ${view.schema.title ?? set}`,
    type: 'object',
    properties: Object.fromEntries(action.parameters.map(parameterSchema)),
    additionalProperties: false,
  }
  const route: Route = { kind: 'action', address: `api/${api}/${set}({id})/${action.name}`, schema }
  return { resource, api, route, schema: { name: `business-central/${api}/${resource}`, schema } }
}

/** `dueDate:Date` or `number`, which is text. */
function parameterSchema(parameter: string): [string, Schema] {
  const [name = '', type = 'String'] = parameter.split(':')
  return [name, schemaOfEdm(`Edm.${type === 'DateTime' ? 'DateTimeOffset' : type}`)]
}
