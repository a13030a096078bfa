import type { Problem } from '../../../engine/index.ts'
import type { EntraIdentity } from '../../connectors/connector.ts'
import { authProblem } from '../problems.ts'
import { claimsOf } from './claims.ts'

type Code = Parameters<typeof authProblem>[0]

/** Numbers of Microsoft Entra ID (AADSTS…): they are stable, the texts are not. */
const byNumber: Readonly<Record<string, Code>> = {
  90002: 'identity.tenant-unknown',
  900023: 'identity.tenant-unknown',
  700016: 'identity.application-unknown',
  7000215: 'identity.secret-refused',
  7000216: 'identity.secret-refused',
  700027: 'identity.secret-refused',
  7000222: 'identity.secret-expired',
  65001: 'identity.consent-missing',
  65004: 'identity.consent-missing',
  650056: 'identity.consent-missing',
  650057: 'identity.consent-missing',
  90094: 'identity.consent-missing',
  500011: 'identity.service-unknown',
  650052: 'identity.service-unknown',
  70011: 'identity.scope-refused',
  1002012: 'identity.scope-refused',
  50011: 'identity.redirect-refused',
  900971: 'identity.redirect-refused',
  53003: 'identity.policy-refused',
  50105: 'identity.policy-refused',
  53000: 'identity.policy-refused',
  70008: 'identity.sign-in-needed',
  700082: 'identity.sign-in-needed',
  50173: 'identity.sign-in-needed',
  50076: 'identity.sign-in-needed',
  50079: 'identity.sign-in-needed',
  50078: 'identity.sign-in-needed',
  50058: 'identity.sign-in-needed',
  54005: 'identity.sign-in-expired',
}

/** Codes of OAuth 2.0, where no number came with them. */
const byName: Readonly<Record<string, Code>> = {
  invalid_client: 'identity.secret-refused',
  unauthorized_client: 'identity.application-unknown',
  consent_required: 'identity.consent-missing',
  access_denied: 'identity.consent-missing',
  interaction_required: 'identity.sign-in-needed',
  login_required: 'identity.sign-in-needed',
  no_tokens_found: 'identity.sign-in-needed',
  invalid_grant: 'identity.sign-in-needed',
  invalid_scope: 'identity.scope-refused',
  invalid_resource: 'identity.service-unknown',
  openid_config_error: 'identity.authority-unavailable',
  endpoints_resolution_error: 'identity.authority-unavailable',
  temporarily_unavailable: 'identity.authority-unavailable',
  server_error: 'identity.authority-unavailable',
}

/** What went wrong at Microsoft Entra ID, by the codes that it or the library gives. */
export function tokenProblem(identity: EntraIdentity, error: unknown): Problem {
  const { errorCode = 'unknown', errorMessage = '' } = error as { errorCode?: string; errorMessage?: string }
  const number = /AADSTS(\d+)/.exec(errorMessage)?.[1]
  const code = byNumber[number ?? ''] ?? byName[errorCode] ?? 'identity.token-refused'
  return authProblem(code, {}, parametersOf(identity, number ? `AADSTS${number}` : errorCode) as never)
}

export function signInNeeded(identity: EntraIdentity, reason: string): Problem {
  return authProblem('identity.sign-in-needed', {}, { ...parametersOf(identity, ''), reason })
}

function parametersOf({ connection, tenant, clientId, scope, authority, user }: EntraIdentity, code: string) {
  const permission = user ? 'Financials.ReadWrite.All (delegated)' : 'API.ReadWrite.All (application)'
  return {
    connection,
    tenant,
    clientId,
    scope,
    authority,
    permission,
    code,
    reason: 'The sign-in has ended, or a policy asks for another one.',
  }
}

/** Why Business Central might refuse a token that Microsoft Entra ID gave: told by what the token says of itself. */
export function refusedTokenProblem(identity: EntraIdentity, token: string, host: string): Problem {
  const { connection, clientId, audience } = identity
  const claims = claimsOf(token)
  if (claims?.audience !== undefined && trimmed(claims.audience) !== trimmed(audience))
    return authProblem('identity.wrong-audience', {}, { audience: claims.audience, host, connection })
  if (identity.user) return authProblem('identity.user-not-let-in', {}, { host })
  if (claims && claims.roles.length === 0) return authProblem('identity.consent-missing', {}, parametersOf(identity, ''))
  return authProblem('identity.application-not-registered', {}, { host, clientId })
}

function trimmed(address: string): string {
  return address.replace(/\/+$/, '').toLowerCase()
}
