import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { type MapNode, parseText } from '../../../engine/index.ts'
import { collectSeed } from '../../../server/commands/seed-from.ts'
import type { ConnectionSettings } from '../../../server/connectors/connector.ts'
import { productRoot } from '../../../server/root.ts'
import { FlowRunner, type RecordResult, type SourceRecord } from '../../../server/runtime/run-flow.ts'
import { type Sandbox, type Seed, mergeSeeds, startBusinessCentralSandbox } from '../../../server/sandbox/business-central/index.ts'
import { connectionsFor } from '../../../server/workspace/connections.ts'
import { type ReadyFlow, readyFlow } from '../../../server/workspace/open-flow.ts'
import { sourceRecords } from '../../../server/workspace/source-records.ts'
import { type Workspace, loadWorkspace } from '../../../server/workspace/workspace.ts'
import { HastyClock } from './hasty-clock.ts'
import { replaceDocument } from './replace-document.ts'

const packageFolder = join(productRoot, 'mappings', 'app4sales-to-business-central')

export let workspace = loadWorkspace()

/** Sends by other documents from now on. */
export function useWorkspace(other: Workspace): void {
  workspace = other
}

/** What charges become while a test runs: the table that ships has no rows. */
export function useCharges(rows: object): void {
  const before = workspace
  const table = before.documents.find('Table', 'app4sales-to-business-central/charge')!
  const [root] = parseText(JSON.stringify({ apiVersion: 'v1', kind: 'Table', name: 'charge', onMiss: 'error', rows }), 'charge.json').roots
  useWorkspace(replaceDocument(before, { ...table, root: root as MapNode }))
  onTestFinished(() => useWorkspace(before))
}

/** The steps that records came to, by name. */
export const stepsTaken = new Set<string>()

export type Order = Record<string, unknown> & { OrderID: number | string; OrderLines: Record<string, unknown>[] }

const sampleFiles: Record<string, string> = {
  '2001': 'order-2001',
  '2002': 'order-2002-portal-alternate-address',
  '2003': 'order-2003-marketplace-consumer',
  '2004': 'order-2004-same-address',
  '2005': 'order-2005-invoice',
  '2006': 'order-2006-quote',
  '2007': 'order-2007-return',
  '2008': 'order-2008-broken-extra-data',
}

/** A sample order of the package, with what a test changes in it. */
export function sampleOrder(key: keyof typeof sampleFiles, changes: Record<string, unknown> = {}): Order {
  const order = JSON.parse(readFileSync(join(packageFolder, 'samples', `${sampleFiles[key]}.json`), 'utf8')) as Order
  return { ...order, ...changes }
}

export interface SendChoice {
  readonly settings?: Readonly<Record<string, unknown>>
  readonly settingsNode?: MapNode
  readonly dryRun?: boolean
  /** Changes the keys of a connection. */
  readonly connection?: (settings: ConnectionSettings) => ConnectionSettings
}

export interface OrderWorld {
  readonly sandbox: Sandbox
  readonly clock: HastyClock
  /** One line a request: `POST salesOrders 201`. */
  readonly requests: string[]
  /** Sends orders one after the other through the shipped flow. */
  send(orders: readonly unknown[], choice?: SendChoice): Promise<RecordResult[]>
  sendOne(order: unknown, choice?: SendChoice): Promise<RecordResult>
  /** Runs a flow that reads its records itself. */
  read(flow: string): Promise<RecordResult[]>
  setFaults(...faults: object[]): Promise<void>
  /** The faults that are set, with how often each was met. */
  faults(): Promise<unknown>
  /** What a person does in the client. */
  act(action: object): Promise<void>
  /** What Business Central has. */
  get(path: string): Promise<Record<string, unknown>[]>
  post(path: string): Promise<void>
}

const seeds = new Map<string, Promise<Seed>>()

function seedOf(paths: readonly string[]): Promise<Seed> {
  const key = paths.join()
  let seed = seeds.get(key)
  if (!seed) seeds.set(key, (seed = collectSeed(workspace, paths).then((collected) => collected.seed)))
  return seed
}

/** A Business Central that knows the master data of the package's samples and of the orders given, and the flow that ships. */
export async function openOrderWorld(
  seedPaths: readonly string[] = [join(packageFolder, 'samples')],
  extra: object = {},
): Promise<OrderWorld> {
  const seed = mergeSeeds(await seedOf(seedPaths), extra)
  const sandbox = await startBusinessCentralSandbox({ seed })
  onTestFinished(() => sandbox.close())
  const clock = new HastyClock()
  const requests: string[] = []
  const root = `${sandbox.url}/v2.0/default/sandbox`

  const open = (flow: string, { settings = {}, settingsNode, connection = (each) => each }: SendChoice): ReadyFlow => {
    const connections = connectionsFor(workspace, { sandbox: sandbox.url })
    return readyFlow(workspace, {
      flow: `app4sales-to-business-central/${flow}`,
      settings,
      ...(settingsNode && { settingsNode }),
      connection: (...system) => connection(connections(...system)),
      context: {
        clock,
        schemas: workspace.schemas,
        secret: () => '',
        log: ({ method, path, status }) => requests.push(`${method} ${path.split('/').at(-1)!} ${status}`),
      },
    })
  }

  const runAll = async (ready: ReadyFlow, records: Iterable<SourceRecord> | AsyncIterable<SourceRecord>, dryRun: boolean) => {
    const runner = new FlowRunner({ ...ready, clock, dryRun })
    const results: RecordResult[] = []
    try {
      for await (const record of records) {
        const result = await runner.run(record)
        for (const { step } of result.plan.steps) stepsTaken.add(step)
        results.push(result)
      }
    } finally {
      await ready.close()
    }
    return results
  }

  const send = async (orders: readonly unknown[], choice: SendChoice = {}) => {
    const records = orders.map((record, index) => ({ record, name: `order ${index + 1}` }))
    return runAll(open('send-order', choice), records, choice.dryRun ?? false)
  }

  const control = async (method: string, path: string, body: object): Promise<void> => {
    const answer = await fetch(`${sandbox.url}/_sandbox/${path}`, { method, body: JSON.stringify(body) })
    if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`)
  }

  let company: Promise<{ id: string; name: string }> | undefined

  const call = async (method: string, path: string): Promise<Record<string, unknown>> => {
    company ??= fetch(`${root}/api/v2.0/companies`).then(
      async (answer) => ((await answer.json()) as { value: { id: string; name: string }[] }).value[0]!,
    )
    const { id, name } = await company
    const url = path.startsWith('ODataV4/')
      ? `${root}/ODataV4/Company('${encodeURIComponent(name)}')/${path.slice('ODataV4/'.length)}`
      : path.startsWith('api/')
        ? `${root}/${path.replace(/^(api\/(?:v\d\.\d|\w+\/\w+\/v\d\.\d))\//, `$1/companies(${id})/`)}`
        : `${root}/api/v2.0/companies(${id})/${path}`
    const answer = await fetch(url, { method })
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${url}: ${text}`)
    return text === '' ? {} : (JSON.parse(text) as Record<string, unknown>)
  }

  return {
    sandbox,
    clock,
    requests,
    send,
    read: async (flow) => {
      const ready = open(flow, {})
      return runAll(ready, sourceRecords(ready), false)
    },
    sendOne: async (order, choice) => (await send([order], choice))[0]!,
    setFaults: (...faults) => control('PUT', 'faults', faults),
    faults: async () => (await fetch(`${sandbox.url}/_sandbox/faults`)).json(),
    act: (action) => control('POST', 'act', action),
    async get(path) {
      const { value, ...json } = await call('GET', path)
      return (value as Record<string, unknown>[] | undefined) ?? [json]
    },
    post: async (path) => void (await call('POST', path)),
  }
}
