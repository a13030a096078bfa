import type { Request, Response } from '../service/message.ts'

const tenant = '5fa11d00-0000-4000-8000-000000000001'

const environmentNames = ['Production', 'Sandbox']

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
