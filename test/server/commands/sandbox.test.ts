import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { request as secureRequest } from 'node:https'
import { readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { expect, onTestFinished, test } from 'vitest'
import { parse } from 'yaml'
import { ProblemError } from '../../../engine/index.ts'
import { connectorContext } from '../../../server/auth/connector-context.ts'
import { sandboxCommand } from '../../../server/commands/sandbox.ts'
import { businessCentral } from '../../../server/connectors/business-central/index.ts'
import type { ConnectionSettings } from '../../../server/connectors/connector.ts'
import { schemas } from '../connectors/business-central/open.ts'

/** Runs the command until the work with its greeting is done. */
async function withSandbox(options: { seed?: string; auth?: boolean }, work: (greeting: string) => Promise<void>): Promise<void> {
  const output = new PassThrough()
  const terminal = { input: new PassThrough(), output, messages: new PassThrough() }
  await sandboxCommand({ port: '0', ...options }, terminal, async () => {
    await once(output, 'readable')
    await work(String(output.read()))
  })
}

/** The Connection document that the greeting shows. */
function connectionIn(greeting: string): ConnectionSettings {
  const text = /A connection to it:\n\n((?: {2}.*\n?)+)/.exec(greeting)![1]!
  return parse(text.replaceAll(/^ {2}/gm, '')) as ConnectionSettings
}

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'sandbox-command-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return folder
}

async function customersOf(connection: ConnectionSettings, environment: NodeJS.ProcessEnv): Promise<unknown[]> {
  const { context, entra } = connectorContext({ schemas, stateFolder: temporaryFolder(), environment })
  const session = businessCentral.open(connection, context)
  const [found] = await session.findAll([{ target: session.target('customers')!, match: {} }])
  await session.close()
  await entra.close()
  return found!.map(({ values }) => values['number'])
}

test('the connection that the sandbox shows is one, and its seed is there', async () => {
  const seed = join(temporaryFolder(), 'seed.json')
  writeFileSync(seed, JSON.stringify({ customers: [{ number: 'D00100' }] }))

  await withSandbox({ seed }, async (greeting) => {
    expect(await customersOf(connectionIn(greeting), {})).toContain('D00100')
    expect(greeting).toContain('/_sandbox/ledger')
  })
})

test('with --auth the connection that it shows takes a token, over https', async () => {
  await withSandbox({ auth: true }, async (greeting) => {
    const [, secret, file] = /export BC_SECRET=(\S+) BC_CA="\$\(cat (\S+)\)"/.exec(greeting)!
    const certificate = readFileSync(file!, 'utf8')

    expect(await customersOf(connectionIn(greeting), { BC_SECRET: secret, BC_CA: certificate })).toContain('10000')
    expect(await statusOf(connectionIn(greeting)['url'] as string, certificate)).toBe(401)
  })
})

test('a seed that is none is told before anything is served', async () => {
  const seed = join(temporaryFolder(), 'seed.json')
  writeFileSync(seed, '{"customers":[{"name":"X"}]}')

  await expect(withSandbox({ seed }, async () => {})).rejects.toThrow(ProblemError)
})

function statusOf(url: string, ca: string): Promise<number> {
  return new Promise((resolve, reject) => {
    secureRequest(`${url}/api/v2.0/companies`, { ca }, (answer) => {
      answer.resume()
      resolve(answer.statusCode ?? 0)
    })
      .on('error', reject)
      .end()
  })
}
