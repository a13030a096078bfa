import { isIPv4 } from 'node:net'
import type { Problem } from '../../../engine/index.ts'
import type { ConnectionSettings, Route } from '../connector.ts'
import { routeFault } from './address.ts'
import { businessCentralProblem } from './problems.ts'

/** The keys of a connection to Business Central (schemas/business-central/connection.json). */
export interface BusinessCentralSettings extends ConnectionSettings {
  /** The root of the service, up to but not including `/api`; with `environment` or `instance` what stands before them. */
  readonly url?: string
  /** Online: `Production`. */
  readonly environment?: string
  /** On-premises: the server instance, and the tenant where it has several. */
  readonly instance?: string
  readonly tenant?: string
  /** Name or id; without it the only company, or the first. */
  readonly company?: string
  readonly auth?: Auth
  /** Reference to the PEM of an authority of certificates that Node does not know. */
  readonly ca?: string
  /** Hosts that files may be fetched from. */
  readonly fetch?: { readonly hosts: readonly string[]; readonly ca?: string }
  readonly limits?: {
    readonly concurrent?: number
    readonly requestsPerFiveMinutes?: number
    readonly readSeconds?: number
    readonly writeSeconds?: number
  }
}

/** Who a connection is. Secrets are references. */
export type Auth =
  | { readonly kind: 'token'; readonly token: string }
  | { readonly kind: 'access-key'; readonly user: string; readonly key: string }
  | (EntraApplication & { readonly kind: 'application'; readonly secret?: string; readonly certificate?: string })
  | (EntraApplication & { readonly kind: 'user'; readonly secret?: string; readonly certificate?: string })

interface EntraApplication {
  readonly tenant: string
  readonly clientId: string
  readonly authority?: string
  readonly scope?: string
}

/** What the schema of a connection cannot say. */
export function checkConnection(connection: ConnectionSettings): Problem[] {
  const { url = online, routes = {} } = connection as BusinessCentralSettings
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

export function isThisMachine(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || (isIPv4(host) && host.startsWith('127.'))
}

/** Business Central online. */
const online = 'https://api.businesscentral.dynamics.com'

/** The root of the service, without a slash at its end. */
export function rootUrl({ url = online, environment, instance, auth }: BusinessCentralSettings): string {
  const base = url.replace(/\/+$/, '')
  if (instance !== undefined) return `${base}/${encodeURIComponent(instance)}`
  if (environment === undefined) return base
  const tenant = auth && 'tenant' in auth ? `${encodeURIComponent(auth.tenant)}/` : ''
  return `${base}/v2.0/${tenant}${encodeURIComponent(environment)}`
}
