import { mkdtempSync, rmSync } from 'node:fs'
import { type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Agent, request } from 'undici'
import { onTestFinished } from 'vitest'
import { connectorContext } from '../../../../server/auth/connector-context.ts'
import { businessCentral } from '../../../../server/connectors/business-central/index.ts'
import type { ConnectionSettings } from '../../../../server/connectors/connector.ts'
import { type Sandbox, startBusinessCentralSandbox } from '../../../../server/sandbox/business-central/index.ts'
import { ManualClock } from '../../manual-clock.ts'
import { testCertificate, testCertificateKey } from '../../test-certificate.ts'
import { type Subject, connectorContract } from '../connector-contract.ts'
import { schemas } from './open.ts'

const untrusting = new Agent({ connect: { rejectUnauthorized: false } })
const now = new Date()
/** More than one page of customers, all of one moment. */
const seeded = Array.from({ length: 620 }, (_, index) => `C${String(index).padStart(5, '0')}`)
const demo = ['10000', '20000', '30000', '40000', '50000']

connectorContract(
  'Business Central over https with MSAL',
  async (): Promise<Subject> => {
    const sandbox = await startBusinessCentralSandbox({
      auth: true,
      clock: () => now,
      seed: { customers: seeded.map((number) => ({ number })) },
    })
    const front = await spoilingFront(sandbox)
    const stateFolder = mkdtempSync(join(tmpdir(), 'contract-'))
    const clock = new ManualClock(now.getTime())
    const environment = {
      CA: `${sandbox.auth!.certificate}\n${testCertificate}`,
      SECRET: 'sandbox-secret',
      WRONG: 'secret-of-the-test',
    }
    const { context, entra } = connectorContext({ schemas, stateFolder, environment, clock })
    onTestFinished(async () => {
      await entra.close()
      await front.close()
      await sandbox.close()
      rmSync(stateFolder, { recursive: true })
    })
    const authority = sandbox.url.replace('127.0.0.1', 'localhost')
    const connection = (end: number, auth: object = {}, more: object = {}): ConnectionSettings => ({
      name: 'acme-bc',
      connector: 'business-central',
      url: front.url,
      environment: 'Production',
      ca: 'env:CA',
      auth: {
        kind: 'application',
        tenant: sandbox.auth!.tenant,
        clientId: `c11e0000-0000-4000-8000-00000000000${end}`,
        secret: 'env:SECRET',
        authority,
        ...auth,
      },
      ...more,
    })
    const control = async (method: string, path: string, body: object) => {
      const { statusCode } = await request(`${sandbox.url}/_sandbox/${path}`, {
        method,
        body: JSON.stringify(body),
        dispatcher: untrusting,
      })
      if (statusCode !== 200) throw new Error(`${path}: ${statusCode}`)
    }
    return {
      connector: businessCentral,
      connection: connection(1),
      context,
      clock,
      refused: {
        'a wrong secret': { connection: connection(1, { secret: 'env:WRONG' }), code: 'identity.secret-refused' },
        'an unknown application': { connection: connection(9), code: 'identity.application-unknown' },
        'an unknown tenant': { connection: connection(1, { tenant: 'nowhere.example' }), code: 'identity.tenant-unknown' },
        'no consent': { connection: connection(2), code: 'identity.consent-missing' },
        'not registered in Business Central': { connection: connection(3), code: 'identity.application-not-registered' },
        'another audience': {
          connection: connection(1, { scope: 'https://graph.microsoft.com/.default' }),
          code: 'identity.wrong-audience',
        },
        'a permission for another API': { connection: connection(4), code: 'bc.permission-missing' },
        'an unknown environment': { connection: connection(1, {}, { environment: 'Nowhere' }), code: 'bc.environment-unknown' },
      },
      discovery: {
        connection: connection(1, {}, { environment: undefined }),
        environments: ['Production', 'Sandbox'],
        companies: ['CRONUS International Ltd.', 'My Company'],
      },
      source: { resource: 'customers', since: 'lastModifiedDateTime', key: 'number' },
      keys: [...demo, ...seeded],
      add: async (...keys) => {
        for (const key of keys) await control('POST', 'act', { act: 'insert', table: 'Customer', fields: { 'No.': key, Name: key } })
      },
      throttle: (times, retryAfter) =>
        control('PUT', 'faults', [{ fault: 'throttle', method: 'GET', entitySet: 'customers', times, retryAfter }]),
      spoil: async () => front.spoil(),
    }
  },
  { throttles: true },
)

/** A proxy before the sandbox, which puts rows into the next page that are no records. */
async function spoilingFront(sandbox: Sandbox) {
  const spoiled = [null, 'text', [1]]
  let spoils = false
  const server = createServer({ cert: testCertificate, key: testCertificateKey }, (incoming, outgoing) => void pass(incoming, outgoing))

  async function pass(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of incoming) chunks.push(chunk as Buffer)
    const { host: _, connection: __, 'content-length': ___, ...headers } = incoming.headers
    const {
      statusCode,
      headers: answered,
      body,
    } = await request(sandbox.url + (incoming.url ?? ''), {
      method: incoming.method as 'GET',
      headers: headers as Record<string, string>,
      ...(chunks.length > 0 && { body: Buffer.concat(chunks) }),
      dispatcher: untrusting,
    })
    const text = Buffer.from(await body.arrayBuffer())
    const { 'content-length': ____, connection: _____, ...kept } = answered
    outgoing.writeHead(statusCode, kept)
    outgoing.end(spoils && /\/customers\?/.test(incoming.url ?? '') ? spoil(text) : text)
  }

  function spoil(text: Buffer): string {
    const page = JSON.parse(text.toString('utf8')) as { value: unknown[] }
    spoils = false
    return JSON.stringify({ ...page, value: [spoiled[0], ...page.value, ...spoiled.slice(1)] })
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `https://localhost:${(server.address() as AddressInfo).port}`,
    spoil: () => {
      spoils = true
      return spoiled.length
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
