import { ProblemError } from '../../../engine/index.ts'
import type { Authorisation, ConnectorContext, EntraIdentity } from '../connector.ts'
import { anonymous, bearerToken, userAndKey } from '../http.ts'
import { type Auth, type BusinessCentralSettings, rootUrl } from './connection.ts'
import { businessCentralProblem } from './problems.ts'

/** Who a connection is, on the wire. */
export function authorisationOf(settings: BusinessCentralSettings, context: ConnectorContext): Authorisation {
  const { name, auth } = settings
  switch (auth?.kind) {
    case undefined:
      return anonymous(name)
    case 'token':
      return bearerToken(name, () => context.secret(auth.token))
    case 'access-key':
      return userAndKey(name, auth.user, () => context.secret(auth.key))
    case 'application':
    case 'user':
      if (!context.entra) throw new ProblemError(businessCentralProblem('bc.no-token-store', {}, { connection: name }))
      return context.entra(entraIdentity(settings, auth))
  }
}

const online = 'https://api.businesscentral.dynamics.com'

/** The identity that a connection's keys describe; also for whoever lets a person sign in. */
export function entraIdentity(settings: BusinessCentralSettings, auth: Auth & { kind: 'application' | 'user' }): EntraIdentity {
  const { kind, tenant, clientId, secret, certificate, scope = `${online}/.default` } = auth
  const { name: connection, ca, environment } = settings
  const isOnline = environment !== undefined || rootUrl(settings).startsWith(`${online}/`)
  return {
    connection,
    tenant,
    clientId,
    scope,
    user: kind === 'user',
    authority: auth.authority ?? 'https://login.microsoftonline.com',
    audience: isOnline ? online : scope.replace(/\/\.default$/, ''),
    ...(secret !== undefined && { secret }),
    ...(certificate !== undefined && { certificate }),
    ...(ca !== undefined && { ca }),
  }
}
