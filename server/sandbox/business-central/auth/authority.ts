import { createHash, randomUUID } from 'node:crypto'
import type { Request, Response } from '../service/message.ts'
import type { ClientRegistration, Registrations } from './registrations.ts'
import type { TokenSigner } from './tokens.ts'

export const businessCentral = 'https://api.businesscentral.dynamics.com'

/** A refusal as Microsoft Entra ID words it. */
class Denial extends Error {
  readonly error: string
  readonly number: number
  readonly status: number

  constructor(error: string, number: number, message: string, status = 400) {
    super(message)
    this.error = error
    this.number = number
    this.status = status
  }
}

interface Grant {
  client: ClientRegistration
  user: string
  scope: string
  nonce: string | undefined
  redirectUri: string
  challenge: string | undefined
  expires: number
}

const lifeSeconds = 3_600

/**
 * The token authority: client credentials, and the authorisation code with PKCE and consent. It signs its own users in without asking;
 * what it refuses, it refuses with the codes of Microsoft Entra ID.
 */
export class Authority {
  readonly #registrations: Registrations
  readonly #signer: TokenSigner
  readonly #clock: () => Date
  readonly #consented: Set<string>
  readonly #codes = new Map<string, Grant>()
  readonly #refreshTokens = new Map<string, Grant>()

  constructor(registrations: Registrations, signer: TokenSigner, clock: () => Date) {
    this.#registrations = registrations
    this.#signer = signer
    this.#clock = clock
    this.#consented = new Set(registrations.clients.filter(({ consented }) => consented).map(({ id }) => id))
  }

  /** @returns undefined where the address is none of the authority's */
  handle(request: Request): Response | undefined {
    const route = routeOf(request.path)
    if (!route) return undefined
    try {
      return this.#answer(route, request)
    } catch (error) {
      if (error instanceof Denial) return denied(error)
      throw error
    }
  }

  #answer({ tenant, name }: Route, request: Request): Response {
    if (name === 'keys') return reply(200, { keys: [this.#signer.jwk] })
    if (name === 'instance')
      return reply(200, {
        tenant_discovery_endpoint: `${request.origin}/${this.#registrations.tenant}/v2.0/.well-known/openid-configuration`,
        metadata: [],
      })
    this.#checkTenant(tenant)
    const base = `${request.origin}/${this.#registrations.tenant}`
    if (name === 'configuration') return reply(200, configuration(base))
    if (name === 'consent') return this.#consent(request)
    return name === 'authorize' ? this.#authorize(request) : this.#token(request, base)
  }

  #checkTenant(tenant: string): void {
    if (![this.#registrations.tenant, 'common', 'organizations'].includes(tenant.toLowerCase()))
      throw new Denial('invalid_request', 90002, `Tenant '${tenant}' not found. Check to make sure you have the correct tenant ID.`)
  }

  #client(id: string | null): ClientRegistration {
    const client = this.#registrations.clients.find((each) => each.id === id)
    if (!client)
      throw new Denial('unauthorized_client', 700016, `Application with identifier '${id ?? ''}' was not found in the directory.`)
    return client
  }

  /** An administrator consents for everybody. */
  #consent({ query }: Request): Response {
    const client = this.#client(query.get('client_id'))
    this.#consented.add(client.id)
    return redirect(query.get('redirect_uri') ?? '', {
      admin_consent: 'True',
      tenant: this.#registrations.tenant,
      state: query.get('state'),
    })
  }

  #authorize({ query }: Request): Response {
    const client = this.#client(query.get('client_id'))
    const redirectUri = query.get('redirect_uri') ?? ''
    if (!client.redirectUris.some((each) => sameAddress(each, redirectUri)))
      throw new Denial(
        'invalid_request',
        50011,
        `The redirect URI '${redirectUri}' specified in the request does not match the redirect URIs configured for the application.`,
      )
    const state = query.get('state')
    if (query.get('prompt') === 'consent') this.#consented.add(client.id)
    if (!this.#consented.has(client.id))
      return redirect(redirectUri, { error: 'consent_required', error_description: consentText(client), state })
    const user = this.#registrations.users[0]!.name
    const code = randomUUID()
    this.#codes.set(code, {
      client,
      user,
      scope: query.get('scope') ?? '',
      nonce: query.get('nonce') ?? undefined,
      redirectUri,
      challenge: query.get('code_challenge') ?? undefined,
      expires: this.#clock().getTime() + 600_000,
    })
    return redirect(redirectUri, { code, state, session_state: randomUUID() })
  }

  #token({ method, body }: Request, base: string): Response {
    if (method !== 'POST') throw new Denial('invalid_request', 900561, 'The endpoint only accepts POST requests.')
    const form = new URLSearchParams(Buffer.from(body).toString('utf8'))
    switch (form.get('grant_type')) {
      case 'client_credentials':
        return this.#forClient(form, base)
      case 'authorization_code':
        return this.#forCode(form, base)
      case 'refresh_token':
        return this.#forRefreshToken(form, base)
      default:
        throw new Denial('unsupported_grant_type', 70003, `The app requested an unsupported grant type '${form.get('grant_type') ?? ''}'.`)
    }
  }

  #checkSecret(client: ClientRegistration, form: URLSearchParams): void {
    if (client.secret === undefined || form.get('client_secret') === client.secret) return
    if (form.get('client_secret') === null && form.get('code_verifier') !== null) return
    throw new Denial('invalid_client', 7000215, 'Invalid client secret provided.', 401)
  }

  #forClient(form: URLSearchParams, base: string): Response {
    const client = this.#client(form.get('client_id'))
    if (form.get('client_secret') !== client.secret) throw new Denial('invalid_client', 7000215, 'Invalid client secret provided.', 401)
    const scope = form.get('scope') ?? ''
    if (!scope.endsWith('/.default'))
      throw new Denial(
        'invalid_scope',
        1002012,
        `The provided value for scope ${scope} is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI).`,
      )
    const roles = this.#consented.has(client.id)
      ? client.permissions.filter((each) => each.endsWith('.All') && !each.startsWith('Financials'))
      : []
    const token = this.#access(client, audienceOf(scope), base, { roles, sub: client.id, oid: client.id, idtyp: 'app' })
    return reply(200, { token_type: 'Bearer', expires_in: lifeSeconds, ext_expires_in: lifeSeconds, access_token: token })
  }

  #forCode(form: URLSearchParams, base: string): Response {
    const grant = this.#codes.get(form.get('code') ?? '')
    if (!grant || grant.expires < this.#clock().getTime())
      throw new Denial(
        'invalid_grant',
        70008,
        'The provided authorization code or refresh token has expired due to inactivity, or was used before.',
      )
    this.#codes.delete(form.get('code')!)
    if (grant.client.id !== form.get('client_id')) throw new Denial('invalid_grant', 70000, 'The code was not issued to this client.')
    this.#checkSecret(grant.client, form)
    if (grant.redirectUri !== form.get('redirect_uri'))
      throw new Denial('invalid_grant', 50011, 'The redirect URI does not match the one of the code.')
    const verifier = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url')
    if (grant.challenge !== undefined && grant.challenge !== verifier)
      throw new Denial(
        'invalid_grant',
        501481,
        'The Code_Verifier does not match the code_challenge supplied in the authorization request.',
      )
    return this.#delegated(grant, base)
  }

  #forRefreshToken(form: URLSearchParams, base: string): Response {
    const grant = this.#refreshTokens.get(form.get('refresh_token') ?? '')
    if (!grant || grant.client.id !== form.get('client_id'))
      throw new Denial('invalid_grant', 700082, 'The refresh token has expired due to inactivity or was revoked.')
    this.#checkSecret(grant.client, form)
    return this.#delegated({ ...grant, scope: form.get('scope') ?? grant.scope }, base)
  }

  #delegated(grant: Grant, base: string): Response {
    const { client, user, scope, nonce } = grant
    const scopes = scope.split(/\s+/).filter((each) => each.startsWith(businessCentral))
    const granted = client.permissions.filter((each) => each === 'Financials.ReadWrite.All' || each === 'user_impersonation').join(' ')
    const oid = createHash('sha1').update(user).digest('hex').slice(0, 32)
    const refreshToken = randomUUID()
    this.#refreshTokens.set(refreshToken, grant)
    const seconds = Math.floor(this.#clock().getTime() / 1000)
    const identity = {
      sub: oid,
      oid,
      tid: this.#registrations.tenant,
      preferred_username: `${user.toLowerCase()}@sandbox.test`,
      name: user,
    }
    return reply(200, {
      token_type: 'Bearer',
      scope: [...scopes, 'openid', 'profile', 'offline_access'].join(' '),
      expires_in: lifeSeconds,
      access_token: this.#access(client, scopes[0] ? audienceOf(scopes[0]) : businessCentral, base, {
        scp: granted,
        upn: user,
        ...identity,
      }),
      refresh_token: refreshToken,
      id_token: this.#signer.sign({
        iss: `${base}/v2.0`,
        aud: client.id,
        iat: seconds,
        nbf: seconds,
        exp: seconds + lifeSeconds,
        ver: '2.0',
        ...(nonce && { nonce }),
        ...identity,
      }),
      client_info: Buffer.from(JSON.stringify({ uid: oid, utid: this.#registrations.tenant })).toString('base64url'),
    })
  }

  #access(client: ClientRegistration, audience: string, base: string, claims: object): string {
    const seconds = Math.floor(this.#clock().getTime() / 1000)
    return this.#signer.sign({
      iss: `${base}/v2.0`,
      aud: audience,
      iat: seconds,
      nbf: seconds,
      exp: seconds + lifeSeconds,
      appid: client.id,
      tid: this.#registrations.tenant,
      ...claims,
    })
  }
}

interface Route {
  tenant: string
  name: 'configuration' | 'token' | 'authorize' | 'consent' | 'keys' | 'instance'
}

const routes: readonly (readonly [pattern: RegExp, name: Route['name']])[] = [
  [/^\/([^/]+)\/(?:v2\.0\/)?\.well-known\/openid-configuration$/, 'configuration'],
  [/^\/([^/]+)\/oauth2\/v2\.0\/token$/, 'token'],
  [/^\/([^/]+)\/oauth2\/v2\.0\/authorize$/, 'authorize'],
  [/^\/([^/]+)\/(?:v2\.0\/)?adminconsent$/, 'consent'],
  [/^\/([^/]+)\/discovery\/v2\.0\/keys$/, 'keys'],
  [/^\/(common)\/discovery\/instance$/, 'instance'],
]

function routeOf(path: string): Route | undefined {
  for (const [pattern, name] of routes) {
    const match = pattern.exec(path)
    if (match) return { tenant: decodeURIComponent(match[1]!), name }
  }
  return undefined
}

export const isTokenEndpoint = (path: string) => routeOf(path)?.name === 'token'

const audienceOf = (scope: string) => scope.replace(/\/[^/]*$/, '')

/** For a port that the system chose, the address of a registered redirect URI counts without its port. */
function sameAddress(registered: string, given: string): boolean {
  if (registered === given) return true
  try {
    const [a, b] = [new URL(registered), new URL(given)]
    return a.hostname === b.hostname && /^(localhost|127\.0\.0\.1)$/.test(b.hostname) && (a.pathname === b.pathname || a.pathname === '/')
  } catch {
    return false
  }
}

const consentText = ({ id }: ClientRegistration) =>
  `AADSTS65001: The user or administrator has not consented to use the application with ID '${id}'. Send an interactive authorization request for this user and resource.`

function configuration(base: string): object {
  return {
    issuer: `${base}/v2.0`,
    authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
    token_endpoint: `${base}/oauth2/v2.0/token`,
    jwks_uri: `${base}/discovery/v2.0/keys`,
    end_session_endpoint: `${base}/oauth2/v2.0/logout`,
    response_types_supported: ['code'],
    response_modes_supported: ['query'],
    subject_types_supported: ['pairwise'],
    id_token_signing_alg_values_supported: ['RS256'],
    scopes_supported: ['openid', 'profile', 'offline_access'],
    token_endpoint_auth_methods_supported: ['client_secret_post'],
  }
}

const reply = (status: number, value: unknown): Response => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' },
  body: JSON.stringify(value),
})

function denied({ error, number, message, status }: Denial): Response {
  const trace = randomUUID()
  return reply(status, {
    error,
    error_description: `AADSTS${number}: ${message} Trace ID: ${trace}`,
    error_codes: [number],
    trace_id: trace,
    correlation_id: randomUUID(),
  })
}

function redirect(to: string, parameters: Readonly<Record<string, string | null>>): Response {
  const location = new URL(to)
  for (const [name, value] of Object.entries(parameters)) if (value !== null) location.searchParams.set(name, value)
  return { status: 302, headers: { location: location.href }, body: '' }
}
