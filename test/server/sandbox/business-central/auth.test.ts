import { createHash } from 'node:crypto'
import { Agent, fetch } from 'undici'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startBusinessCentralSandbox, type Sandbox } from '../../../../server/sandbox/business-central/index.ts'
import { outcome, startClient } from './raw-client.ts'

let sandbox: Sandbox
let dispatcher: Agent
let tenant: string

beforeAll(async () => {
  sandbox = await startBusinessCentralSandbox({ auth: true })
  tenant = sandbox.auth!.tenant
  dispatcher = new Agent({ connect: { ca: sandbox.auth!.certificate } })
})
afterAll(async () => {
  await dispatcher.close()
  await sandbox.close()
})

const [well, unconsented, unregistered, automationOnly, withoutInsert] = [1, 2, 3, 4, 5].map(
  (end) => `c11e0000-0000-4000-8000-00000000000${end}`,
)
const scope = 'https://api.businesscentral.dynamics.com/.default'

interface Body {
  access_token?: string
  refresh_token?: string
  id_token?: string
  error?: string & { code: string; message: string }
  error_codes?: number[]
  value?: { name?: string }[]
}

async function send(method: string, path: string, headers: Record<string, string> = {}, body?: string) {
  const response = await fetch(sandbox.url + path, { method, headers, dispatcher, redirect: 'manual', ...(body !== undefined && { body }) })
  const text = await response.text()
  return { status: response.status, headers: response.headers, body: (text.startsWith('{') ? JSON.parse(text) : text) as Body }
}

const token = (form: Record<string, string>, from = tenant) =>
  send('POST', `/${from}/oauth2/v2.0/token`, { 'content-type': 'application/x-www-form-urlencoded' }, new URLSearchParams(form).toString())

const credentials = (client: string, more: object = {}) =>
  token({ grant_type: 'client_credentials', client_id: client, client_secret: 'sandbox-secret', scope, ...more })

const api = (path = 'companies', from = tenant, environment = 'Production') => `/v2.0/${from}/${environment}/api/v2.0/${path}`

const call = async (client: string, path = api(), more: object = {}) => {
  const { body } = await credentials(client, more)
  const answer = await send('GET', path, { authorization: `Bearer ${body.access_token}` })
  return answer.status === 200 ? '200' : `${answer.status} ${answer.body.error!.code}`
}

describe('client credentials', () => {
  test('open the API to an app that is consented and registered', async () => {
    expect(await call(well!)).toBe('200')
  })

  test.each([
    ['no consent', () => call(unconsented!), '401 Authentication_InvalidCredentials'],
    ['not registered in Business Central', () => call(unregistered!), '401 Authentication_InvalidCredentials'],
    ['a permission for the automation API only', () => call(automationOnly!), '403 Authorization_RequestDenied'],
    [
      'a token for another resource',
      () => call(well!, api(), { scope: 'https://graph.microsoft.com/.default' }),
      '401 Authentication_InvalidCredentials',
    ],
    [
      'another tenant',
      () => call(well!, api('companies', '11111111-1111-4111-8111-111111111111')),
      '401 Authentication_InvalidCredentials',
    ],
    ['no such environment', () => call(well!, api('companies', tenant, 'Nowhere')), '404 NoEnvironment'],
  ])('%s', async (_, attempt, expected) => {
    expect(await attempt()).toBe(expected)
  })

  test('a permission that the permission sets leave out', async () => {
    const { body } = await credentials(withoutInsert!)
    const headers = { authorization: `Bearer ${body.access_token}`, 'content-type': 'application/json' }
    const companies = (await send('GET', api(), headers)).body.value as unknown as { id: string }[]

    const answer = await send(
      'POST',
      api(`companies(${companies[0]!.id})/salesOrders`),
      headers,
      JSON.stringify({ customerNumber: '10000' }),
    )

    expect(answer.status).toBe(400)
    expect(answer.body.error!.message).toContain('You do not have the following permissions on TableData Sales Header: Insert.')
  })

  test.each([
    ['a wrong secret', { client_secret: 'wrong' }, 401, 'invalid_client', 7000215],
    ['an unknown app', { client_id: 'c11e0000-0000-4000-8000-000000000009' }, 400, 'unauthorized_client', 700016],
    ['a scope that is no default', { scope: 'https://api.businesscentral.dynamics.com/user_impersonation' }, 400, 'invalid_scope', 1002012],
    ['another grant', { grant_type: 'password' }, 400, 'unsupported_grant_type', 70003],
  ])('%s', async (_, form, status, error, number) => {
    const answer = await credentials(well!, form)

    expect([answer.status, answer.body.error, answer.body.error_codes]).toEqual([status, error, [number]])
  })

  test('an unknown tenant', async () => {
    const answer = await token(
      { grant_type: 'client_credentials', client_id: well!, client_secret: 'sandbox-secret', scope },
      'nobody.example',
    )

    expect(answer.body.error_codes).toEqual([90002])
  })
})

describe('the authorisation code', () => {
  const redirectUri = 'http://localhost:4100/connections/callback'
  const verifier = 'a-verifier-that-is-long-enough-to-be-one-of-its-kind'
  const challenge = createHash('sha256').update(verifier).digest('base64url')
  const delegated = 'https://api.businesscentral.dynamics.com/Financials.ReadWrite.All openid profile offline_access'

  const authorize = async (client: string, more: Record<string, string> = {}) => {
    const query = new URLSearchParams({
      client_id: client,
      response_type: 'code',
      redirect_uri: redirectUri,
      scope: delegated,
      state: 'S',
      nonce: 'N',
      code_challenge: challenge,
      code_challenge_method: 'S256',
      ...more,
    })
    const answer = await send('GET', `/${tenant}/oauth2/v2.0/authorize?${query.toString()}`)
    const location = answer.headers.get('location')
    return { ...answer, query: location ? new URL(location).searchParams : new URLSearchParams() }
  }
  const redeem = (code: string, more: Record<string, string> = {}) =>
    token({
      grant_type: 'authorization_code',
      client_id: well!,
      client_secret: 'sandbox-secret',
      redirect_uri: redirectUri,
      code,
      code_verifier: verifier,
      ...more,
    })

  test('gives a token, an identity and a refresh token that gives the next', async () => {
    const { query } = await authorize(well!)
    const first = await redeem(query.get('code')!)
    const identity = JSON.parse(Buffer.from(first.body.id_token!.split('.')[1]!, 'base64url').toString()) as Record<string, unknown>
    const next = await token({
      grant_type: 'refresh_token',
      client_id: well!,
      client_secret: 'sandbox-secret',
      refresh_token: first.body.refresh_token!,
    })

    expect(query.get('state')).toBe('S')
    expect(identity).toMatchObject({ aud: well, nonce: 'N', tid: tenant, iss: `${sandbox.url}/${tenant}/v2.0` })
    for (const { body } of [first, next])
      expect((await send('GET', api(), { authorization: `Bearer ${body.access_token}` })).status).toBe(200)
  })

  test('is good once, for its verifier and its redirect address', async () => {
    const code = async () => (await authorize(well!)).query.get('code')!
    const used = await code()
    await redeem(used)

    expect((await redeem(used)).body.error_codes).toEqual([70008])
    expect((await redeem(await code(), { code_verifier: 'another' })).body.error_codes).toEqual([501481])
    expect((await redeem(await code(), { redirect_uri: 'http://localhost/' })).body.error_codes).toEqual([50011])
    expect(
      (await token({ grant_type: 'refresh_token', client_id: well!, client_secret: 'sandbox-secret', refresh_token: 'x' })).body
        .error_codes,
    ).toEqual([700082])
  })

  test('needs consent, which an administrator gives', async () => {
    const own = await startBusinessCentralSandbox({ auth: true })
    const ownDispatcher = new Agent({ connect: { ca: own.auth!.certificate } })
    const ask = async (path: string) => {
      const answer = await fetch(own.url + path, { dispatcher: ownDispatcher, redirect: 'manual' })
      return new URL(answer.headers.get('location')!).searchParams
    }
    const at = `/${tenant}/oauth2/v2.0/authorize?client_id=${unconsented}&response_type=code&redirect_uri=${encodeURIComponent(redirectUri)}&scope=openid`

    const before = await ask(at)
    const given = await ask(`/${tenant}/v2.0/adminconsent?client_id=${unconsented}&redirect_uri=${encodeURIComponent(redirectUri)}`)
    const after = await ask(at)
    await ownDispatcher.close()
    await own.close()

    expect(before.get('error')).toBe('consent_required')
    expect(before.get('error_description')).toContain('AADSTS65001')
    expect(given.get('admin_consent')).toBe('True')
    expect(after.get('code')).not.toBeNull()
  })

  test('goes to registered addresses only', async () => {
    expect((await authorize(well!, { redirect_uri: 'https://evil.example/' })).body.error_codes).toEqual([50011])
  })
})

describe('callers', () => {
  test.each([
    ['nobody', ''],
    ['a made-up token', 'Bearer any'],
    ['a token that was changed', 'Bearer a.b.c'],
    ['a name and key online', `Basic ${Buffer.from('ADMIN:sandbox+key/of/forty+four/characters/in/all=').toString('base64')}`],
  ])('%s is refused', async (_, authorization) => {
    const answer = await send('GET', api(), authorization ? { authorization } : {})

    expect([answer.status, answer.body.error!.code]).toEqual([401, 'Authentication_InvalidCredentials'])
    expect(answer.headers.get('www-authenticate')).toBe('Bearer')
  })

  test('on-premises, a name and its access key will do', async () => {
    const basic = (text: string) => ({ authorization: `Basic ${Buffer.from(text).toString('base64')}` })

    expect((await send('GET', '/BC/api/v1.0/companies', basic('admin:sandbox+key/of/forty+four/characters/in/all='))).status).toBe(200)
    expect((await send('GET', '/BC/api/v1.0/companies', basic('admin:wrong'))).status).toBe(401)
  })

  test('a token runs out', async () => {
    let now = Date.now()
    const own = await startBusinessCentralSandbox({ auth: true, clock: () => new Date(now) })
    const ownDispatcher = new Agent({ connect: { ca: own.auth!.certificate } })
    const form = new URLSearchParams({ grant_type: 'client_credentials', client_id: well!, client_secret: 'sandbox-secret', scope })
    const answer = await fetch(`${own.url}/${tenant}/oauth2/v2.0/token`, { method: 'POST', body: form, dispatcher: ownDispatcher })
    const { access_token: accessToken } = (await answer.json()) as { access_token: string }
    const status = async () =>
      (await fetch(own.url + api(), { headers: { authorization: `Bearer ${accessToken}` }, dispatcher: ownDispatcher })).status

    const before = await status()
    now += 3_601_000
    const after = await status()
    await ownDispatcher.close()
    await own.close()

    expect([before, after]).toEqual([200, 401])
  })
})

describe('the environments of a tenant', () => {
  test('are listed to choose from', async () => {
    const { body } = await credentials(well!)

    const answer = await send('GET', '/environments/v1.2', { authorization: `Bearer ${body.access_token}` })

    expect(answer.body.value).toMatchObject([
      { name: 'Production', type: 'Production', aadTenantId: tenant, applicationFamily: 'BusinessCentral', webServiceUrl: sandbox.url },
      { name: 'Sandbox', type: 'Sandbox' },
    ])
  })
})

describe('the token endpoint', () => {
  test('can be down', async () => {
    const faults = (rules: object[]) => send('PUT', '/_sandbox/faults', {}, JSON.stringify(rules))
    await faults([{ fault: 'unavailable', entitySet: '$token', retryAfter: 1 }])

    const down = await credentials(well!)
    const up = await credentials(well!)

    expect([down.status, down.headers.get('retry-after'), up.status]).toEqual([503, '1', 200])
  })

  test('describes itself', async () => {
    const { body } = await send('GET', `/${tenant}/v2.0/.well-known/openid-configuration`)

    expect(body).toMatchObject({ issuer: `${sandbox.url}/${tenant}/v2.0`, token_endpoint: `${sandbox.url}/${tenant}/oauth2/v2.0/token` })
  })
})

describe('without --auth', () => {
  test('any caller will do, and permissions can still be taken away', async () => {
    const client = await startClient({
      seed: {
        denied: [
          { table: 'Customer', permission: 'Insert' },
          { table: 'Item', permission: 'Read' },
        ],
      },
    })

    const answers = [await client.get('customers'), await client.post('customers', { displayName: 'A' }), await client.get('items')]
    await client.close()

    expect(answers.map(outcome)).toEqual(['200', '400 Internal_ServerError', '400 Internal_ServerError'])
  })
})
