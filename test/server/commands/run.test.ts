import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { mappingCatalogue } from '../../../engine/index.ts'
import { collectSeed } from '../../../server/commands/seed-from.ts'
import { productRoot } from '../../../server/root.ts'
import { startBusinessCentralSandbox } from '../../../server/sandbox/business-central/index.ts'
import { loadWorkspace } from '../../../server/workspace/workspace.ts'
import { folderOf, run } from './command-line.ts'

const demoOrders = join(productRoot, 'mappings', 'demo', 'orders')
const shared = join(productRoot, '..', 'shared', 'samples', 'app4sales')

async function openSandbox(orders: string) {
  const { seed } = await collectSeed(loadWorkspace(), [orders])
  const sandbox = await startBusinessCentralSandbox({ seed })
  useSandboxAt(sandbox.url)
  onTestFinished(() => sandbox.close())
  return sandbox
}

/** The connection that ships means the sandbox of this machine: which one, this says. */
function useSandboxAt(url: string): void {
  process.env['FIELDLOOM_SANDBOX'] = url
  onTestFinished(() => void delete process.env['FIELDLOOM_SANDBOX'])
}

/** A workspace whose integration sends to that sandbox; records are read from its folder `orders`. */
function workspaceFor(orders: Record<string, string>, more = ''): string {
  return folderOf({
    'acme.yaml': `kind: Integration
name: acme
extends: app4sales-to-business-central
connections: { app4sales: orders, bc: sandbox }
${more}
---
kind: Connection
name: orders
connector: files
path: orders
`,
    ...Object.fromEntries(Object.entries(orders).map(([name, text]) => [`orders/${name}`, text])),
  })
}

function ordersIn(folder: string): Record<string, string> {
  const names = readdirSync(folder).filter((name) => name.endsWith('.json'))
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, name), 'utf8')]))
}

const order = readFileSync(join(demoOrders, 'order-2001.json'), 'utf8')

test('SO-R01 SO-X06 sends orders, and a second run finds them there', async () => {
  const sandbox = await openSandbox(demoOrders)
  const workspace = workspaceFor({ 'order-2001.json': order })
  const args = ['run', 'send-order', '--integration', 'acme', '--workspace', workspace, '--json']

  const first = await run(args)
  const second = await run([...args, '--input', join(demoOrders, 'order-2001.json')])

  expect(JSON.parse(first.output)).toMatchObject({
    outcomes: [{ key: '2001', state: 'confirmed', number: expect.any(String) }],
  })
  expect(JSON.parse(second.output)).toMatchObject({
    outcomes: [{ key: '2001', state: 'confirmed', number: JSON.parse(first.output).outcomes[0].number }],
  })
  expect([first.exitCode, second.exitCode]).toEqual([0, 0])
  expect(sandbox.ledger().filter(({ method, entitySet }) => method === 'POST' && entitySet === 'salesOrders')).toHaveLength(1)
})

describe('SO-X06 what is sent is what is looked up', () => {
  test('an overlay that sends another reference than the step looks for is refused, and nothing is sent', async () => {
    const sandbox = await openSandbox(demoOrders)
    const overlay = 'overlays: { mappings: { sales-header: { fields: { externalDocumentNumber: $documentNo & "-X" } } } }'
    const workspace = workspaceFor({ 'order-2001.json': order }, overlay)

    const { exitCode, output } = await run(['run', 'send-order', '--integration', 'acme', '--workspace', workspace, '--json'])

    const [outcome] = (JSON.parse(output) as { outcomes: object[] }).outcomes
    expect(exitCode).toBe(4)
    expect(outcome).toMatchObject({ state: 'rejected', problems: [{ code: 'flow.match-differs', at: { path: 'externalDocumentNumber' } }] })
    expect(sandbox.ledger()).toEqual([])
  })

  test('an overlay that no longer sends the reference is refused, and what was made is taken back', async () => {
    const sandbox = await openSandbox(demoOrders)
    const overlay = 'overlays: { mappings: { sales-header: { fields: { externalDocumentNumber: { remove: true } } } } }'
    const workspace = workspaceFor({ 'order-2001.json': order }, overlay)

    const { exitCode, output } = await run(['run', 'send-order', '--integration', 'acme', '--workspace', workspace, '--json'])

    const [outcome] = (JSON.parse(output) as { outcomes: object[] }).outcomes
    expect(exitCode).toBe(4)
    expect(outcome).toMatchObject({ state: 'rejected', problems: [{ code: 'delivery.not-found-again' }] })
    expect(sandbox.ledger().map(({ method }) => method)).toEqual(['POST', 'DELETE'])
  })
})

test('a dry run reads, shows the requests, and writes nothing', async () => {
  const sandbox = await openSandbox(demoOrders)
  const workspace = workspaceFor({ 'order-2001.json': order })

  const { exitCode, output } = await run(['run', 'send-order', '--integration', 'acme', '--workspace', workspace, '--dry-run', '--json'])
  const { plans } = JSON.parse(output) as {
    plans: { key: string; steps: { step: string; state: string; request?: { method: string } }[] }[]
  }

  expect([exitCode, plans.length, plans[0]?.key]).toEqual([0, 1, '2001'])
  expect(plans[0]?.steps).toContainEqual(expect.objectContaining({ state: 'send', request: expect.objectContaining({ method: 'POST' }) }))
  expect(sandbox.ledger()).toEqual([])
})

test('records that are rejected end with 4, the others go on, and each problem names its record', async () => {
  await openSandbox(demoOrders)
  const records = [
    order,
    '{ "OrderID": 7, "OrderLines": "none" }',
    'no json',
    `{ "OrderID": 8, "x": ${'{"a":'.repeat(200)}1${'}'.repeat(200)} }`,
  ]
  const workspace = workspaceFor({ 'orders.ndjson': records.map((text) => text.replaceAll('\n', ' ')).join('\n') })

  const { exitCode, output, messages } = await run(['run', 'send-order', '--integration', 'acme', '--workspace', workspace])

  expect(exitCode).toBe(4)
  expect(output).toMatch(/^4 records: 3 rejected, 1 confirmed$/m)
  expect(output).toMatch(/^2001 +confirmed/m)
  for (const place of ['record orders.ndjson, line 3', 'record orders.ndjson, line 4']) expect(messages).toContain(place)
  expect(messages).toContain(mappingCatalogue['source.wrong-type'].hint)
})

test('a target that is down ends with 3 and says what to do', async () => {
  useSandboxAt('http://127.0.0.1:9')
  const workspace = workspaceFor({ 'order-2001.json': order })

  const { exitCode, messages } = await run(['run', 'send-order', '--integration', 'acme', '--workspace', workspace])

  expect(exitCode).toBe(3)
  expect(messages).toMatch(/error transport\.\S+ /)
  expect(messages).toMatch(/→ \w/)
})

test.each([
  [
    'overlays: { mappings: { sales-order: { fields: { emial: x } } } }\nsettings: { UseApiVersion2: true, a: 1 }',
    'mapping.setting-unknown',
  ],
  ['overlays: { mappings: { sales-order: { fields: { email: a ? b : c } } } }', 'document.syntax'],
  ['overlays: { mappings: { sales-order: { fields: { emial: x } } } }', 'mapping.property-unknown'],
  ['overlays: { mappings: { sales-order: { fields: { email: Customer.Emial } } } }', 'mapping.path-unknown'],
  ['overlays: { mappings: { sales-order: { fields: { email: "$uper(note)" } } } }', 'mapping.variable-unknown'],
])('a document that breaks is refused whole before anything is read or sent: %s', async (more, code) => {
  const sandbox = await openSandbox(demoOrders)
  const workspace = workspaceFor({ 'order-2001.json': order }, more)

  const { exitCode, output } = await run(['run', 'send-order', '--integration', 'acme', '--workspace', workspace, '--json'])

  expect(exitCode).toBe(2)
  expect((JSON.parse(output) as { problems: { code: string }[] }).problems.map((problem) => problem.code)).toContain(code)
  expect(sandbox.ledger()).toEqual([])
})

test.skipIf(!existsSync(shared))(
  'every original order maps to what the contract takes, and ends confirmed (where ../shared is there)',
  async () => {
    await openSandbox(shared)
    const workspace = workspaceFor(ordersIn(shared), 'settings: { LocationForReturnOrders: MAIN }')
    const orders = Object.entries(ordersIn(shared)).map(([name, text]) => ({ name, text, kind: kindOf(text) }))
    const salesOrders = orders.filter(({ kind }) => kind === 'order')

    const mapped = await Promise.all(orders.map(({ name }) => run(['map', 'sales-order', '--input', join(shared, name), '--json'])))
    const sent = await run(['run', 'send-order', '--integration', 'acme', '--workspace', workspace, '--json'])

    expect(mapped.map(({ exitCode, output }) => [exitCode, (JSON.parse(output) as { problems: unknown[] }).problems])).toEqual(
      orders.map(() => [0, []]),
    )
    const outcomes = (JSON.parse(sent.output) as { outcomes: { key: string; state: string }[] }).outcomes
    const keys = salesOrders.map(({ text }) => String((JSON.parse(text) as { OrderID: number }).OrderID))
    expect(keys.length).toBeGreaterThan(2)
    expect(keys.map((key) => outcomes.find((outcome) => outcome.key === key)?.state)).toEqual(keys.map(() => 'confirmed'))
  },
)

function kindOf(text: string): string {
  const { OrderType } = JSON.parse(text) as { OrderType?: { ValueToBackoffice?: string } }
  const kind = OrderType?.ValueToBackoffice?.toLowerCase() ?? ''
  return ['invoice', 'quote', 'returnorder'].includes(kind) ? kind : 'order'
}
