import { createHash } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'
import { testCertificate, testCertificateKey } from '../test-certificate.ts'

export interface Authority {
  readonly url: string
  /** The bodies of the token requests so far. */
  readonly tokenRequests: Record<string, string>[]
  /** Answers the next token requests by these, before it goes on as usual. */
  readonly next: { status: number; body?: object }[]
  /** How long access tokens live from now on. */
  lifetimeSeconds: number
  /** What a person does on the sign-in page: the query to come back with. */
  signIn(pageUrl: string): { state: string; code: string }
}

const tenant = 'contoso.example'

/** The part of Microsoft Entra ID that the library speaks to: metadata, codes with PKCE, tokens. */
export async function startAuthority(): Promise<Authority> {
  const codes = new Map<string, { challenge: string; nonce: string }>()
  const authority: Authority = { url: '', tokenRequests: [], next: [], lifetimeSeconds: 3_600, signIn }
  let issued = 0

  function signIn(pageUrl: string): { state: string; code: string } {
    const query = new URL(pageUrl).searchParams
    const code = `code-${codes.size + 1}`
    codes.set(code, { challenge: query.get('code_challenge') ?? '', nonce: query.get('nonce') ?? '' })
    return { state: query.get('state') ?? '', code }
  }

  function grant(body: Record<string, string>): { status: number; body: object } {
    const planned = authority.next.shift()
    if (planned) return { body: {}, ...planned }
    if (body['client_secret'] === 'wrong') return refusal(401, 'invalid_client', 'AADSTS7000215: Invalid client secret provided.')
    const common = {
      token_type: 'Bearer',
      expires_in: authority.lifetimeSeconds,
      access_token: accessToken(body['grant_type'] === 'client_credentials'),
    }
    if (body['grant_type'] === 'client_credentials') return { status: 200, body: common }
    const signedIn = body['grant_type'] === 'refresh_token' ? { nonce: '' } : redeem(body)
    if (!signedIn) return refusal(400, 'invalid_grant', 'AADSTS54005: OAuth2 Authorization code was already redeemed.')
    const claims = {
      iss: `${authority.url}/${tenant}/v2.0`,
      aud: body['client_id'],
      oid: 'u1',
      tid: tenant,
      preferred_username: 'ann@contoso.example',
    }
    const idToken = jwt({ ...claims, sub: 'u1', nonce: signedIn.nonce, exp: Date.now() / 1_000 + 3_600, iat: Date.now() / 1_000 })
    const clientInfo = Buffer.from(JSON.stringify({ uid: 'u1', utid: tenant })).toString('base64url')
    return {
      status: 200,
      body: { ...common, refresh_token: 'refresh-me', id_token: idToken, client_info: clientInfo, scope: body['scope'] },
    }
  }

  function redeem(body: Record<string, string>): { nonce: string } | undefined {
    const known = codes.get(body['code'] ?? '')
    codes.delete(body['code'] ?? '')
    const challenge = createHash('sha256')
      .update(body['code_verifier'] ?? '')
      .digest('base64url')
    return known?.challenge === challenge ? known : undefined
  }

  function accessToken(isApplication: boolean): string {
    issued++
    const who = isApplication
      ? { idtyp: 'app', roles: ['API.ReadWrite.All'] }
      : { scp: 'Financials.ReadWrite.All', upn: 'ann@contoso.example' }
    return jwt({ aud: 'https://api.businesscentral.dynamics.com', tid: tenant, ...who, jti: String(issued) })
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const { pathname } = new URL(request.url ?? '', authority.url)
    if (pathname === `/${tenant}/v2.0/.well-known/openid-configuration`) return reply(response, 200, metadata(authority.url))
    if (pathname !== `/${tenant}/oauth2/v2.0/token`) return reply(response, 404, {})
    const body = Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString('utf8')))
    authority.tokenRequests.push(body)
    const granted = grant(body)
    reply(response, granted.status, granted.body)
  }

  const server = createServer({ cert: testCertificate, key: testCertificateKey }, (request, response) => void handle(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(
    () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  )
  return Object.assign(authority, { url: `https://localhost:${(server.address() as AddressInfo).port}` })
}

export function refusal(status: number, error: string, description: string): { status: number; body: object } {
  return { status, body: { error, error_description: description } }
}

/** A token without a signature: nobody here checks one. */
export function jwt(claims: object): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
  return `${part({ alg: 'none', typ: 'JWT' })}.${part(claims)}.`
}

function metadata(url: string): object {
  return {
    issuer: `${url}/${tenant}/v2.0`,
    authorization_endpoint: `${url}/${tenant}/oauth2/v2.0/authorize`,
    token_endpoint: `${url}/${tenant}/oauth2/v2.0/token`,
    jwks_uri: `${url}/${tenant}/discovery/v2.0/keys`,
    end_session_endpoint: `${url}/${tenant}/oauth2/v2.0/logout`,
  }
}

function reply(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(JSON.stringify(body))
}
