import { type Problem, ProblemError } from '../../../engine/index.ts'
import type { Route, SendOptions, Session } from '../connector.ts'
import type { BusinessCentralSettings } from './connection.ts'
import { businessCentralProblem } from './problems.ts'

/** Whether a route leads somewhere, and whether what stands there knows all that the schema of the route says. */
export async function checkRoute(
  { name: connection, routes = {} }: BusinessCentralSettings,
  session: Session,
  name: string,
  options?: SendOptions,
): Promise<Problem[]> {
  const route = routes[name]!
  const { address } = route
  const at = { path: `routes.${name}` }
  const described = await describe(session, route, options)
  if (!described) return [businessCentralProblem('bc.route-not-served', at, { route: name, address, connection })]
  const known = new Set(Object.keys(propertiesOf(described)))
  const missing = Object.keys(propertiesOf(session.target(name)?.schema.schema ?? {})).filter((property) => !known.has(property))
  if (missing.length === 0) return []
  return [businessCentralProblem('bc.route-outdated', at, { route: name, address, properties: missing.join(', ') })]
}

/** An extension that is not installed has no description either. */
async function describe(session: Session, route: Route, options: SendOptions | undefined): Promise<object | undefined> {
  try {
    return await session.describe!(route, options)
  } catch (error) {
    const isAbsent = error instanceof ProblemError && error.problems.every(({ code }) => absent.has(code))
    if (isAbsent) return undefined
    throw error
  }
}

const absent = new Set(['bc.resource-unknown', 'bc.record-gone', 'bc.service-off'])

function propertiesOf(schema: object): object {
  return (schema as { properties?: object }).properties ?? {}
}
