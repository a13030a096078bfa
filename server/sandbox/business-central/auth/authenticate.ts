import { Refusal } from '../refusal.ts'
import type { Request } from '../service/message.ts'
import { businessCentral } from './authority.ts'
import type { Registrations, Scope } from './registrations.ts'
import type { TokenSigner } from './tokens.ts'

/** Who calls, and what their permission sets leave out: `Sales Header Insert`. */
export interface Caller {
  name: string
  denied: ReadonlySet<string>
}

const invalidCredentials = () => new Refusal(401, 'Authentication_InvalidCredentials', 'The server has rejected the client credentials.')

const missingScope = () => new Refusal(403, 'Authorization_RequestDenied', 'The app does not have the permission that this API needs.')

const noEnvironment = () => new Refusal(404, 'NoEnvironment', 'Environment does not exist.')

/** @throws Refusal where the request comes from nobody that may call */
export function authenticate(request: Request, registrations: Registrations, signer: TokenSigner, now: Date): Caller {
  const [kind = '', value = ''] = (request.headers.authorization ?? '').split(/\s+/)
  const online = /^\/v[12]\.0\//.test(request.path)
  if (kind.toLowerCase() === 'basic' && !online) return byAccessKey(value, registrations)
  if (kind.toLowerCase() !== 'bearer') throw invalidCredentials()
  const caller = byToken(value, request, registrations, signer, now)
  if (online) checkEnvironment(request.path, registrations)
  return caller
}

/** On-premises: a user with a web-service access key. */
function byAccessKey(value: string, { users }: Registrations): Caller {
  const [name = '', ...key] = Buffer.from(value, 'base64').toString('utf8').split(':')
  const user = users.find((each) => each.name.toLowerCase() === name.toLowerCase() && each.webServiceAccessKey === key.join(':'))
  if (!user?.licensed) throw invalidCredentials()
  return { name: user.name, denied: new Set() }
}

function byToken(token: string, request: Request, registrations: Registrations, signer: TokenSigner, now: Date): Caller {
  const claims = signer.read(token)
  const client = registrations.clients.find(({ id }) => id === claims?.appid)
  if (!claims || !client || Number(claims.exp) * 1000 <= now.getTime()) throw invalidCredentials()
  // Another resource's token, another tenant's path, an app that Business Central does not know: all answered alike.
  if (claims.aud !== businessCentral || claims.tid !== tenantOf(request.path, registrations)) throw invalidCredentials()
  const isApp = claims.idtyp === 'app'
  if (isApp && !client.registered) throw invalidCredentials()
  const granted = isApp ? (claims.roles as Scope[]) : String(claims.scp ?? '').split(' ')
  if (granted.length === 0 || granted[0] === '') throw invalidCredentials()
  const needed = request.path.includes('/api/microsoft/automation/') ? 'Automation.ReadWrite.All' : 'API.ReadWrite.All'
  if (isApp && !granted.includes(needed)) throw missingScope()
  const denied = (client.denied ?? []).map(({ table, permission }) => `${table} ${permission}`)
  return { name: isApp ? client.id : String(claims.upn), denied: new Set(denied) }
}

/** The tenant that the path names: a GUID or a domain; without one it is the token's. */
function tenantOf(path: string, { tenant }: Registrations): string {
  const named = /^\/v[12]\.0\/([0-9a-f-]{36})\//i.exec(path)?.[1]
  return named?.toLowerCase() ?? tenant
}

function checkEnvironment(path: string, { environments }: Registrations): void {
  const segments = path.split('/').slice(2)
  const end = segments.findIndex((segment) => segment === 'api' || segment === 'ODataV4')
  const name = segments[end - 1]
  if (end > 0 && path.startsWith('/v2.0/') && !environments.some((each) => each.toLowerCase() === name?.toLowerCase()))
    throw noEnvironment()
}
