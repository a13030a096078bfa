import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { Agent, request } from 'undici'
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import type { ProblemError } from '../../../engine/index.ts'
import { type ConnectOptions, connectCommand } from '../../../server/commands/connect.ts'
import { type Sandbox, startBusinessCentralSandbox } from '../../../server/sandbox/business-central/index.ts'
import { folderOf } from './command-line.ts'

let sandbox: Sandbox
let workspace: string

beforeEach(async () => {
  sandbox = await startBusinessCentralSandbox({ auth: true })
  onTestFinished(() => sandbox.close())
  vi.stubEnv('CONNECT_TEST_SECRET', sandbox.auth!.clients[0]!.secret ?? '')
  vi.stubEnv('CONNECT_TEST_CA', sandbox.auth!.certificate)
  onTestFinished(() => void vi.unstubAllEnvs())
  workspace = folderOf({ 'connections.yaml': [connectionOf('user'), connectionOf('application')].join('---\n') })
})

function connectionOf(kind: string): string {
  const url = sandbox.url.replace('127.0.0.1', 'localhost')
  const { tenant, clients } = sandbox.auth!
  return `kind: Connection
name: by-${kind}
connector: business-central
url: ${url}
environment: Production
company: CRONUS International Ltd.
ca: env:CONNECT_TEST_CA
auth: { kind: ${kind}, tenant: ${tenant}, clientId: ${clients[0]!.id}, secret: env:CONNECT_TEST_SECRET, authority: "${url}" }
`
}

/** Runs the command; whoever reads the address that it prints opens it, as a browser would, and comes back. */
async function connect(name: string, options: ConnectOptions, state = folderOf({})) {
  const [output, messages] = [new PassThrough(), new PassThrough()]
  let told = ''
  let opened = 0
  messages.on('data', (chunk: Buffer) => {
    told += chunk.toString()
    const address = /^ {2}(https:\S+)$/m.exec(told)?.[1]
    if (address && opened++ === 0) void comeBack(address)
  })
  const terminal = { input: new PassThrough(), output, messages }
  const exitCode = await connectCommand(name, { workspace, port: '0', ...options }, terminal, state)
  output.end()
  return { exitCode, output: await text(output), messages: told, opened }
}

async function comeBack(address: string): Promise<void> {
  const { headers } = await request(address, { dispatcher: new Agent({ connect: { rejectUnauthorized: false } }) })
  await request(String(headers['location']).replace('localhost', '127.0.0.1'))
}

test('JU-01 a person signs in once, and the connection acts as that user until signed out', async () => {
  const state = folderOf({})

  const first = await connect('by-user', {}, state)
  const second = await connect('by-user', { json: true }, state)
  await connect('by-user', { signOut: true }, state)
  const third = await connect('by-user', { json: true }, state)

  expect([first, second, third].map(({ opened }) => opened > 0)).toEqual([true, false, true])
  expect(first.messages).toContain('signed in as admin@sandbox.test')
  expect(JSON.parse(second.output)).toEqual(JSON.parse(third.output))
})

test('JU-02 environments and companies are listed to choose from, with what is chosen marked', async () => {
  const { output, messages } = await connect('by-application', {})

  expect(messages).toBe('')
  expect(output).toMatch(/^✓ +Production +/m)
  expect(output).toMatch(/^✓ +CRONUS International Ltd\. +[0-9a-f-]{36}$/m)
})

test('nobody signs in to a connection that acts as an application', async () => {
  const failure = await connect('by-application', { signIn: true }).catch((error: unknown) => error)

  expect((failure as ProblemError).message).toContain('nobody signs in to connection “by-application”')
})
