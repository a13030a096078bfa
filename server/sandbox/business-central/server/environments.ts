import { defaultRegistrations } from '../auth/registrations.ts'
import type { Request, Response } from '../service/message.ts'

const { tenant, environments: environmentNames } = defaultRegistrations

/** The list of a tenant's environments, which the online service gives beside the APIs; undefined for any other address. */
export function environments({ method, path, origin }: Request): Response | undefined {
  const isShort = /^\/environments\/v1\.[12]\/?$/.test(path)
  const admin = /^\/admin\/v2\.\d+\/applications(?:\/([^/]+))?\/environments\/?$/.exec(path)
  if (method !== 'GET' || (!isShort && !admin)) return undefined
  const value = environmentNames.map((name) => ({
    aadTenantId: tenant,
    applicationFamily: 'BusinessCentral',
    type: name,
    name,
    countryCode: 'GB',
    webServiceUrl: origin,
    webClientLoginUrl: `${origin}/${tenant}/${name}`,
    ringName: 'PROD',
  }))
  return { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ value }) }
}
