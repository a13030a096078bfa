import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { type Entra, type EntraSettings, createEntra } from '../../../server/auth/entra/entra.ts'
import { createSeal } from '../../../server/auth/seal.ts'
import { createSealedFiles } from '../../../server/auth/sealed-store.ts'
import type { EntraIdentity } from '../../../server/connectors/connector.ts'
import { problemOf } from '../connectors/business-central/open.ts'
import { ManualClock } from '../manual-clock.ts'
import { testCertificate, testCertificateKey } from '../test-certificate.ts'
import { type Authority, jwt, refusal, startAuthority } from './authority.ts'

const key = randomBytes(32)
const secrets: Record<string, string> = {
  'env:CA': testCertificate,
  'env:SECRET': 's3cret',
  'env:CERT': `${testCertificate}\n${testCertificateKey}`,
  'env:BROKEN': 'no certificate',
}

interface World {
  readonly authority: Authority
  readonly clock: ManualClock
  readonly folder: string
  readonly identity: EntraIdentity
  readonly user: EntraIdentity
  /** Another process with the same files. */
  start(settings?: Partial<EntraSettings>): Entra
}

async function openWorld(): Promise<World> {
  const authority = await startAuthority()
  const folder = mkdtempSync(join(tmpdir(), 'entra-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const clock = new ManualClock(Date.now())
  const identity: EntraIdentity = {
    connection: 'acme-bc',
    authority: authority.url,
    tenant: 'contoso.example',
    clientId: '6b1f4a8e-0000-4000-8000-000000000001',
    secret: 'env:SECRET',
    user: false,
    scope: 'https://api.businesscentral.dynamics.com/.default',
    audience: 'https://api.businesscentral.dynamics.com',
    ca: 'env:CA',
  }
  return {
    authority,
    clock,
    folder,
    identity,
    user: { ...identity, user: true },
    start(settings) {
      const entra = createEntra({
        clock,
        store: createSealedFiles(folder, createSeal([key])),
        secret: (reference) => secrets[reference] ?? '',
        random: () => 0.5,
        ...settings,
      })
      onTestFinished(() => entra.close())
      return entra
    },
  }
}

describe('JU-01 service to service (client credentials)', () => {
  test('a token is fetched once, however many requests wait, and kept for other processes', async () => {
    const { authority, identity, start } = await openWorld()
    const first = start().authorisation(identity)

    const headers = await Promise.all([first.header(), first.header(), first.header()])
    const again = await first.header()
    const elsewhere = await start().authorisation(identity).header()

    expect(new Set([...headers, again, elsewhere]).size).toBe(1)
    expect(authority.tokenRequests).toMatchObject([{ grant_type: 'client_credentials', scope: identity.scope, client_secret: 's3cret' }])
  })

  test('a token is renewed before it ends', async () => {
    const { authority, clock, identity, start } = await openWorld()
    const { header } = start().authorisation(identity)
    authority.lifetimeSeconds = 60
    const before = await header()

    authority.lifetimeSeconds = 3_600
    clock.advance(120_000)
    const after = await header()

    expect(after).not.toBe(before)
  })

  test('a token that was refused is not handed out again', async () => {
    const { identity, start } = await openWorld()
    const { header } = start().authorisation(identity)
    const refused = await header()

    expect(await header(refused)).not.toBe(refused)
  })

  test('503 of the token endpoint is tried again by us', async () => {
    const { authority, clock, identity, start } = await openWorld()
    authority.next.push({ status: 503 }, { status: 503 })

    const waiting = start().authorisation(identity).header()
    await clock.skipSleep(1_000, 1_001)
    await clock.skipSleep(2_000, 2_001)

    expect(await waiting).toMatch(/^Bearer /)
    expect(authority.tokenRequests).toHaveLength(3)
  })

  test('a token endpoint that stays down is a problem of the connection', async () => {
    const { authority, clock, identity, start } = await openWorld()
    authority.next.push({ status: 503 }, { status: 503 }, { status: 503 }, { status: 503 })

    const waiting = problemOf(start().authorisation(identity).header())
    for (const ms of [1_000, 2_000, 4_000]) await clock.skipSleep(ms, ms + 1)

    expect(await waiting).toMatchObject({ code: 'identity.authority-unavailable', class: 'systemic' })
  })

  test('an application proves itself by a certificate, without a secret', async () => {
    const { authority, identity, start } = await openWorld()
    const { secret: _, ...rest } = identity

    await start()
      .authorisation({ ...rest, certificate: 'env:CERT' })
      .header()

    expect(authority.tokenRequests[0]).toMatchObject({ client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer' })
    expect(authority.tokenRequests[0]).not.toHaveProperty('client_secret')
  })

  test('a certificate that is none says what is expected', async () => {
    const { identity, start } = await openWorld()

    const problem = await problemOf(
      start()
        .authorisation({ ...identity, certificate: 'env:BROKEN' })
        .header(),
    )

    expect(problem).toMatchObject({ code: 'identity.certificate-invalid', class: 'systemic', parameters: { reference: 'env:BROKEN' } })
  })

  test('an authority whose certificate nobody knows is not spoken to', async () => {
    const { clock, identity, start } = await openWorld()
    const { ca: _, ...unknown } = identity

    const waiting = problemOf(start().authorisation(unknown).header())
    for (const ms of [1_000, 2_000, 4_000]) await clock.skipSleep(ms, ms + 1)

    expect(await waiting).toMatchObject({ code: 'transport.certificate-refused' })
  })
})

describe('JU-01 sign-in with consent (authorisation code with PKCE)', () => {
  test('a person signs in once, and other processes act as that user', async () => {
    const { authority, user, start } = await openWorld()
    const { url, state } = await start().beginSignIn(user, 'https://loom.example/back')
    const page = new URL(url).searchParams

    const { user: name } = await start().completeSignIn(user, authority.signIn(url))
    const header = await start().authorisation(user).header()

    expect(page.get('code_challenge_method')).toBe('S256')
    expect(page.get('redirect_uri')).toBe('https://loom.example/back')
    expect(page.get('scope')).toContain(user.scope)
    expect(page.get('state')).toBe(state)
    expect(name).toBe('ann@contoso.example')
    expect(header).toMatch(/^Bearer /)
    expect(authority.tokenRequests.map(({ grant_type }) => grant_type)).toEqual(['authorization_code'])
  })

  test('the sign-in lives on by its refresh token', async () => {
    const { authority, clock, user, start } = await openWorld()
    const entra = start()
    authority.lifetimeSeconds = 60
    await entra.completeSignIn(user, authority.signIn((await entra.beginSignIn(user, 'https://loom.example/back')).url))
    clock.advance(120_000)

    await entra.authorisation(user).header()

    expect(authority.tokenRequests.at(-1)).toMatchObject({ grant_type: 'refresh_token', refresh_token: 'refresh-me' })
  })

  test('a refresh token that is refused stops the connection until somebody signs in again', async () => {
    const { authority, user, start } = await openWorld()
    const entra = start()
    authority.lifetimeSeconds = 60
    await entra.completeSignIn(user, authority.signIn((await entra.beginSignIn(user, 'https://loom.example/back')).url))
    authority.next.push(refusal(400, 'invalid_grant', 'AADSTS700082: The refresh token has expired due to inactivity.'))

    const problem = await problemOf(entra.authorisation(user).header())

    expect(problem).toMatchObject({ code: 'identity.sign-in-needed', class: 'systemic' })
  })

  test('nobody has signed in yet, or not any more', async () => {
    const { authority, user, start } = await openWorld()
    const entra = start()
    const before = await problemOf(entra.authorisation(user).header())
    await entra.completeSignIn(user, authority.signIn((await entra.beginSignIn(user, 'https://loom.example/back')).url))

    await entra.signOut(user)
    const after = await problemOf(entra.authorisation(user).header())

    expect([before.code, after.code]).toEqual(['identity.sign-in-needed', 'identity.sign-in-needed'])
  })

  test('a sign-in is completed once, in time, for the connection that began it', async () => {
    const { authority, clock, user, start } = await openWorld()
    const entra = start()
    const answers = []
    for (let count = 0; count < 3; count++) answers.push(authority.signIn((await entra.beginSignIn(user, 'https://loom.example/back')).url))
    const [once, late, other] = answers

    await entra.completeSignIn(user, once!)
    const twice = await problemOf(entra.completeSignIn(user, once!))
    const elsewhere = await problemOf(entra.completeSignIn({ ...user, connection: 'other' }, other!))
    clock.advance(11 * 60_000)
    const tooLate = await problemOf(entra.completeSignIn(user, late!))
    const forged = await problemOf(entra.completeSignIn(user, { state: 'made-up', code: 'x' }))

    expect([twice, elsewhere, tooLate, forged].map(({ code }) => code)).toEqual(Array(4).fill('identity.sign-in-expired'))
  })

  test('a person who does not consent comes back with that', async () => {
    const { user, start } = await openWorld()
    const entra = start()
    const { state } = await entra.beginSignIn(user, 'https://loom.example/back')

    const problem = await problemOf(
      entra.completeSignIn(user, { state, error: 'access_denied', error_description: 'AADSTS65004: User declined to consent.' }),
    )

    expect(problem).toMatchObject({ code: 'identity.consent-missing' })
  })
})

describe('JU-01 a failure says what to ask whom', () => {
  test.each([
    ['AADSTS90002', 'invalid_request', 'identity.tenant-unknown', 'administrator of Microsoft 365'],
    ['AADSTS700016', 'unauthorized_client', 'identity.application-unknown', 'administrator of the tenant'],
    ['AADSTS7000215', 'invalid_client', 'identity.secret-refused', 'app registration'],
    ['AADSTS7000222', 'invalid_client', 'identity.secret-expired', 'app registration'],
    ['AADSTS65001', 'invalid_grant', 'identity.consent-missing', 'Grant admin consent'],
    ['AADSTS500011', 'invalid_resource', 'identity.service-unknown', 'subscription'],
    ['AADSTS70011', 'invalid_scope', 'identity.scope-refused', 'scope'],
    ['AADSTS53003', 'access_denied', 'identity.policy-refused', 'administrator'],
    ['AADSTS99999', 'strange', 'identity.token-refused', 'administrator'],
  ])('%s (%s) is %s', async (number, error, code, advice) => {
    const { authority, identity, start } = await openWorld()
    authority.next.push(refusal(400, error, `${number}: Ein Text in irgendeiner Sprache.`))

    const problem = await problemOf(start().authorisation(identity).header())

    expect(problem).toMatchObject({ code, class: 'systemic' })
    expect(problem.hint).toContain(advice)
  })

  test.each([
    ['for another service', { aud: 'https://graph.microsoft.com', roles: ['x'] }, false, 'identity.wrong-audience'],
    ['without a granted permission', { aud: 'https://api.businesscentral.dynamics.com', idtyp: 'app' }, false, 'identity.consent-missing'],
    [
      'of an application that is in order',
      { aud: 'https://api.businesscentral.dynamics.com/', idtyp: 'app', roles: ['API.ReadWrite.All'] },
      false,
      'identity.application-not-registered',
    ],
    ['of a person', { aud: 'https://api.businesscentral.dynamics.com', scp: 'user_impersonation' }, true, 'identity.user-not-let-in'],
  ])('a token %s that Business Central refuses', async (_, claims, isUser, code) => {
    const { authority, identity, user, start } = await openWorld()
    const entra = start()
    if (isUser) await entra.completeSignIn(user, authority.signIn((await entra.beginSignIn(user, 'https://loom.example/back')).url))
    else authority.next.push({ status: 200, body: { token_type: 'Bearer', expires_in: 3_600, access_token: jwt(claims) } })
    const authorisation = entra.authorisation(isUser ? user : identity)
    await authorisation.header()

    expect(authorisation.whyRefused('api.businesscentral.dynamics.com')).toMatchObject({ code, class: 'systemic' })
  })
})

test('nothing that is kept, logged or told has a secret or a token in it', async () => {
  const { authority, folder, identity, user, start } = await openWorld()
  const events: unknown[] = []
  const entra = start({ log: (event) => events.push(event) })
  const header = await entra.authorisation(identity).header()
  await entra.completeSignIn(user, authority.signIn((await entra.beginSignIn(user, 'https://loom.example/back')).url))
  authority.next.push(refusal(400, 'invalid_client', 'AADSTS7000215'))
  const problem = await problemOf(entra.authorisation({ ...identity, tenant: 'contoso.example', clientId: 'other' }).header())

  const kept = readdirSync(folder).map((name) => name + readFileSync(join(folder, name), 'utf8'))
  const everything = [...kept, JSON.stringify(events), JSON.stringify(problem)].join('\n')

  for (const secret of ['s3cret', 'refresh-me', header!.slice('Bearer '.length), 'access_token', 'ann@contoso.example'])
    expect(everything).not.toContain(secret)
  expect(kept.length).toBeGreaterThan(0)
})
