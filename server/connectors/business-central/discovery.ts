import type { Discovery, SendOptions } from '../connector.ts'
import type { HttpClient } from '../http.ts'
import type { Client } from './client.ts'
import { listCompanies } from './companies.ts'
import { type BusinessCentralSettings, rootUrl } from './connection.ts'

/** What a person chooses a connection from (JU-02): the environments of the tenant, and the companies of the one that is chosen. */
export async function discover(
  settings: BusinessCentralSettings,
  client: Client,
  http: HttpClient,
  options: SendOptions = {},
): Promise<Discovery> {
  const environments = await listEnvironments(settings, client, http, options)
  const companies = hasEnvironment(settings) || environments.length === 0 ? (await listCompanies(client, options)).companies : []
  return { environments, companies }
}

/** Whether the connection says which environment it means; a server on-premises has one alone. */
export function hasEnvironment(settings: BusinessCentralSettings): boolean {
  return settings.environment !== undefined || settings.instance !== undefined || /\/v2\.0\/[^/]+/.test(rootUrl(settings))
}

/** A server on-premises has no such list. */
export async function listEnvironments(
  settings: BusinessCentralSettings,
  client: Client,
  http: HttpClient,
  options: SendOptions = {},
): Promise<Discovery['environments']> {
  if (settings.instance !== undefined) return []
  const { origin } = new URL(rootUrl(settings))
  const request = { method: 'GET', url: `${origin}/environments/v1.2`, headers: { accept: 'application/json', 'accept-language': 'en-US' } }
  const { status, body, headers, correlationId } = await http.send(request, { writes: false, ...options })
  if (status === 404 || status === 405) return []
  if (status !== 200) {
    const asked = { method: 'GET', address: { service: 'environments', path: 'v1.2' }, resource: 'the list of environments', writes: false }
    throw client.refusal({ ...asked, expects: 'object' }, { status, headers, body: parse(body) }, correlationId)
  }
  const { value = [] } = parse(body) as { value?: { name: string; type: string; aadTenantId: string }[] }
  return value.map(({ name, type, aadTenantId }) => ({
    name,
    kind: type,
    url: `${origin}/v2.0/${aadTenantId}/${encodeURIComponent(name)}`,
  }))
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8')) as unknown
  } catch {
    return body.toString('utf8')
  }
}
