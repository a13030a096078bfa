import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Agent, request } from 'undici'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { connectorContext } from '../../../../server/auth/connector-context.ts'
import { businessCentral, entraIdentity } from '../../../../server/connectors/business-central/index.ts'
import type { ConnectionSettings } from '../../../../server/connectors/connector.ts'
import { type Sandbox, startBusinessCentralSandbox } from '../../../../server/sandbox/business-central/index.ts'
import { ManualClock } from '../../manual-clock.ts'
import { problemOf, schemas } from './open.ts'

const tenant = '5fa11d00-0000-4000-8000-000000000001'

let sandbox: Sandbox
beforeAll(async () => {
  sandbox = await startBusinessCentralSandbox({ auth: true })
})
afterAll(() => sandbox.close())

/** A server of its own beside a sandbox with https, its token authority, and callers that it knows. */
function openOnline() {
  const stateFolder = mkdtempSync(join(tmpdir(), 'identity-'))
  const url = sandbox.url.replace('127.0.0.1', 'localhost')
  const environment = {
    CA: sandbox.auth!.certificate,
    SECRET: 'sandbox-secret',
    WRONG: 'something else',
    KEY: sandbox.auth!.users[0]!.webServiceAccessKey,
  }
  const clock = new ManualClock(Date.now())
  const { context, entra } = connectorContext({ schemas, stateFolder, environment, clock })
  onTestFinished(async () => {
    await entra.close()
    rmSync(stateFolder, { recursive: true })
  })
  const application = (end: number, more: object = {}) => ({
    kind: 'application',
    tenant,
    clientId: `c11e0000-0000-4000-8000-00000000000${end}`,
    secret: 'env:SECRET',
    authority: url,
    ...more,
  })
  const connectionOf = (auth: object, more: object = {}): ConnectionSettings => ({
    name: 'acme-bc',
    connector: 'business-central',
    url,
    environment: 'Production',
    ca: 'env:CA',
    auth,
    ...more,
  })
  const open = (auth: object, more: object = {}) => {
    const session = businessCentral.open(connectionOf(auth, more), context)
    onTestFinished(() => session.close())
    const customers = session.target('customers')!
    return { session, customers, read: () => session.findAll([{ target: customers, match: { number: '10000' } }]) }
  }
  return { url, clock, application, connectionOf, open, context, entra }
}

describe('JU-01 over https, with tokens of the authority', () => {
  test('an application that is registered everywhere reads and writes', async () => {
    const { application, open } = openOnline()
    const { session, customers, read } = open(application(1))

    const [found] = await read()
    const made = await session.send({ kind: 'create', target: customers, body: { displayName: 'Ann' } })

    expect(found).toHaveLength(1)
    expect(made.status).toBe(201)
  })

  test('a person signs in with consent, and the connection acts as that user', async () => {
    const { application, connectionOf, open, entra } = openOnline()
    const auth = { ...application(1), kind: 'user' as const }
    const identity = entraIdentity(connectionOf(auth), auth as never)
    const { url } = await entra.beginSignIn(identity, 'http://localhost:4100/connections/callback')
    const back = await followSignIn(url)

    const { user } = await entra.completeSignIn(identity, back)
    const [found] = await open(auth).read()

    expect(user).toBe('admin@sandbox.test')
    expect(found).toHaveLength(1)
  })

  test.each([
    ['a wrong secret', 1, { secret: 'env:WRONG' }, 'identity.secret-refused'],
    ['an application that the tenant does not know', 9, {}, 'identity.application-unknown'],
    ['a tenant that there is not', 1, { tenant: 'nowhere.example' }, 'identity.tenant-unknown'],
    ['no consent', 2, {}, 'identity.consent-missing'],
    ['an application that is not registered in Business Central', 3, {}, 'identity.application-not-registered'],
    ['a token for another service', 1, { scope: 'https://graph.microsoft.com/.default' }, 'identity.wrong-audience'],
    ['the permission for another API', 4, {}, 'bc.permission-missing'],
  ])('%s is told as such, with whom to ask', async (_, end, more, code) => {
    const { application, open } = openOnline()

    const problem = await problemOf(open(application(end, more)).read())

    expect(problem).toMatchObject({ code })
    expect(problem.hint).toMatch(/administrator|whoever owns|`scope`/)
  })

  test('a permission that is missing on one table refuses the record, naming what', async () => {
    const { application, open } = openOnline()
    const { session } = open(application(5))

    const problem = await problemOf(
      session.send({ kind: 'create', target: session.target('salesOrders')!, body: { customerNumber: '10000' } }),
    )

    expect(problem).toMatchObject({ code: 'bc.permission-missing', class: 'rejected', parameters: { resource: 'salesOrders' } })
  })

  test('an environment that there is not', async () => {
    const { application, open } = openOnline()

    const problem = await problemOf(open(application(1), { environment: 'Nowhere' }).read())

    expect(problem).toMatchObject({ code: 'bc.environment-unknown', class: 'systemic' })
  })

  test('a certificate that nobody knows', async () => {
    const { open, clock } = openOnline()

    const reading = problemOf(open({ kind: 'token', token: 'env:SECRET' }, { ca: undefined }).read())
    for (let count = 0; count < 3; count++) await clock.skipSleep(1, 10_000)

    expect(await reading).toMatchObject({ code: 'transport.certificate-refused' })
  })
})

describe('JU-15 on-premises', () => {
  test('a user with a web service access key, at an instance with several tenants', async () => {
    const { open } = openOnline()
    const { read } = open(
      { kind: 'access-key', user: 'ADMIN', key: 'env:KEY' },
      { environment: undefined, instance: 'BC140', tenant: 'acme' },
    )

    const [found] = await read()

    expect(found).toHaveLength(1)
  })

  test('a key that is not accepted says where to find the right one', async () => {
    const { open } = openOnline()
    const { read } = open({ kind: 'access-key', user: 'ADMIN', key: 'env:WRONG' }, { environment: undefined, instance: 'BC140' })

    const problem = await problemOf(read())

    expect(problem).toMatchObject({ code: 'identity.credentials-refused', class: 'systemic' })
    expect(problem.hint).toContain('web service access key')
  })
})

describe('JU-02 environments and companies are listed to choose from', () => {
  test('before one is chosen, environments; then companies', async () => {
    const { application, connectionOf, context, url } = openOnline()

    const first = await businessCentral.discover!(connectionOf(application(1), { environment: undefined }), context)
    const second = await businessCentral.discover!(connectionOf(application(1)), context)

    expect(first).toEqual({
      environments: [
        { name: 'Production', kind: expect.any(String), url: `${url}/v2.0/${tenant}/Production` },
        { name: 'Sandbox', kind: expect.any(String), url: `${url}/v2.0/${tenant}/Sandbox` },
      ],
      companies: [],
    })
    expect(second.companies.map(({ name }) => name)).toEqual(['CRONUS International Ltd.', 'My Company'])
  })

  test('JU-03 the same flow runs on another environment by changing the connection, nothing else', async () => {
    const { application, open } = openOnline()

    const found = await Promise.all(['Production', 'Sandbox'].map((environment) => open(application(1), { environment }).read()))

    expect(found.map(([customers]) => customers!.length)).toEqual([1, 1])
  })

  test('a server on-premises lists its companies alone', async () => {
    const { connectionOf, context } = openOnline()
    const connection = connectionOf({ kind: 'access-key', user: 'ADMIN', key: 'env:KEY' }, { environment: undefined, instance: 'BC140' })

    const found = await businessCentral.discover!(connection, context)

    expect(found.environments).toEqual([])
    expect(found.companies.map(({ name }) => name)).toContain('CRONUS International Ltd.')
  })
})

/** What a browser does: the sandbox signs its own user in without asking, and sends it back. */
async function followSignIn(url: string): Promise<{ state: string; code: string }> {
  const { headers } = await request(url, { dispatcher: new Agent({ connect: { rejectUnauthorized: false } }) })
  const query = new URL(String(headers['location'])).searchParams
  return { state: query.get('state')!, code: query.get('code')! }
}
