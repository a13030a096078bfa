import { isIPv4 } from 'node:net'
import type { Problem } from '../../../engine/index.ts'
import type { ConnectionSettings, Route } from '../connector.ts'
import { routeFault } from './address.ts'
import { businessCentralProblem } from './problems.ts'

/** The keys of a connection to Business Central (schemas/business-central/connection.json). */
export interface BusinessCentralSettings extends ConnectionSettings {
  /** The root of the service, up to but not including `/api/v2.0`. */
  readonly url: string
  /** Name or id; without it the only company, or the first. */
  readonly company?: string
  /** Reference to a bearer token. */
  readonly token?: string
  readonly limits?: {
    readonly concurrent?: number
    readonly requestsPerFiveMinutes?: number
    readonly readSeconds?: number
    readonly writeSeconds?: number
  }
}

/** What the schema of a connection cannot say. */
export function checkConnection(connection: ConnectionSettings): Problem[] {
  const { url, routes = {} } = connection as BusinessCentralSettings
  return [...urlProblems(url), ...Object.entries(routes).flatMap(([name, route]) => routeProblems(name, route))]
}

function urlProblems(url: string): Problem[] {
  const parsed = URL.canParse(url) ? new URL(url) : undefined
  if (
    !parsed ||
    !/^https?:$/.test(parsed.protocol) ||
    parsed.search ||
    parsed.hash ||
    parsed.username ||
    /\/(api|ODataV4)(\/|$)/i.test(parsed.pathname)
  )
    return [businessCentralProblem('bc.url-invalid', { path: 'url' }, { url })]
  if (parsed.protocol === 'http:' && !isThisMachine(parsed.hostname))
    return [businessCentralProblem('bc.url-insecure', { path: 'url' }, { url })]
  return []
}

function routeProblems(name: string, route: Route): Problem[] {
  const reason = routeFault(route)
  if (reason === undefined) return []
  const { address, kind } = route
  return [businessCentralProblem('bc.route-address-invalid', { path: `routes.${name}.address` }, { route: name, address, kind, reason })]
}

function isThisMachine(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || (isIPv4(host) && host.startsWith('127.'))
}

export function rootUrl({ url }: BusinessCentralSettings): string {
  return url.replace(/\/+$/, '')
}
