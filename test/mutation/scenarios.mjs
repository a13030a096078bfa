import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { FlowRunner } from '../../dist/server/runtime/run-flow.js'
import { connectionsFor } from '../../dist/server/workspace/connections.js'
import { readyFlow } from '../../dist/server/workspace/open-flow.js'
import { productRoot } from '../../dist/server/root.js'

const folder = join(productRoot, 'mappings', 'app4sales-to-business-central', 'samples')
const read = (name) => JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8'))
const order = (changes = {}) => ({ ...read('order-2001'), ...changes })
const lineWith = (source, item) => ({
  ...source,
  OrderLines: source.OrderLines.map((line) => ({ ...line, Item: { ...line.Item, ...item } })),
})
const customerWith = (source, changes) => ({ ...source, Customer: { ...source.Customer, ...changes } })
const vat = { EnableDynamicItemVATPercentDeterminationDuringOrderSend: true }
const returned = read('order-2007-return')
const refuse = (entitySet, more = {}) => ({ fault: 'refuse', method: 'POST', entitySet, status: 400, ...more })

/** What only shows against a system: failures and their undo, what is adopted, what is asked only once, and the words of problems. */
export const scenarios = [
  { orders: [returned], settings: { LocationForReturnOrders: 'MOON' } },
  { orders: [lineWith(order(), { FreeFields: [{ Name: 'VatProdPostingGroup', Value: 'LUXURY' }] })], settings: vat },
  { orders: [lineWith(order(), { FreeFields: [] })], settings: vat },
  { orders: [customerWith(order(), { PaymentConditionCode: 'NEVER' }), customerWith(order(), { DeliveryMethod: 'NEVER' })] },
  { orders: [order()], settings: { UseExpandToSendOrderIncludingLines: false }, faults: [{ fault: 'fail-line', line: 2 }] },
  { orders: [returned], settings: { LocationForReturnOrders: 'MAIN' }, faults: [{ fault: 'fail-line', line: 2 }] },
  {
    orders: [order({ Notes: 'word '.repeat(40) })],
    settings: { SendOrderNoteAsSalesCommentLine: true },
    faults: [refuse('SalesCommentLines', { skip: 1 })],
  },
  { orders: [order()], endpoint: true },
  { orders: [order(), order(), read('order-2006-quote'), returned], settings: { LocationForReturnOrders: 'MAIN' } },
  { orders: [order(), lineWith(order({ OrderLines: order().OrderLines.map((line) => ({ ...line, Quantity: 99 })) }), {})] },
  {
    orders: [order(), read('order-2004-same-address')],
    settings: vat,
    between: { act: 'change', table: 'VAT Posting Setup', key: ['NATIONAL', 'STANDARD'], fields: { 'VAT %': 17 } },
  },
  { orders: [order({ Charges: [{ Code: 'FREIGHT', Amount: 5 }] })], settings: { UseApiVersion2: false }, tables: true },
  {
    orders: [
      order({
        Attachments: [
          { Name: 'a.txt', Content: 'QQ==' },
          { Name: 'b.txt', Content: '!' },
        ],
      }),
    ],
  },
  ...['SetReasonCode', 'SetYourReference', 'SetHeaderExtras', 'SetShipToAddress', 'AddOrderNote', 'SetWorkDescription'].map((name) => ({
    orders: [{ ...read('order-2002-portal-alternate-address'), Reference: 'R', Notes: 'N' }],
    settings: {
      SalesOrderPortal4SalesProReasonCode: 'PORTAL',
      UpdateSalesHeaderShippingAddressUsingWebservice: true,
      SendOrderNoteToBackofficeUsingWebserviceCall: true,
      MapOrderNotesToOrderWorkDescription: true,
      ...(name === 'SetHeaderExtras' && { AddAdditionalDataToSalesHeadersUsingOptimizersALScript: true }),
    },
    faults: [refuse(`SalesIntegration_${name}`)],
  })),
]

/** Sleeps that are deadlines of requests never come; any other is over at once. */
function hastyClock() {
  let now = Date.parse('2026-03-10T12:00:00Z')
  return {
    now: () => now,
    sleep: (ms, signal) => {
      if (ms === 15_000 || ms >= 60_000) return new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)))
      now += ms
      return Promise.resolve()
    },
  }
}

/** All that can be seen of a scenario, as one text. */
export async function fingerprint(scenario, workspace, sandbox) {
  sandbox.reset()
  const tell = (path, body, method = 'POST') => {
    const request = { method, body: JSON.stringify(body) }
    return fetch(`${sandbox.url}/_sandbox/${path}`, request)
  }
  if (scenario.faults) await tell('faults', scenario.faults, 'PUT')
  const requests = []
  const clock = hastyClock()
  const connections = connectionsFor(workspace, { sandbox: sandbox.url })
  const seen = []
  let ready
  try {
    ready = readyFlow(workspace, {
      flow: 'app4sales-to-business-central/send-order',
      settings: scenario.settings ?? {},
      connection: (system, connector, packageName) => {
        const keys = connections(system, connector, packageName)
        return scenario.endpoint && connector === 'files' ? { ...keys, endpoint: 'http://127.0.0.1:9/' } : keys
      },
      context: {
        clock,
        schemas: workspace.schemas,
        secret: () => '',
        log: ({ method, path, status }) => requests.push(`${method} ${path.split('/').at(-1)} ${status}`),
      },
    })
    const runner = new FlowRunner({ program: ready.program, sessions: ready.sessions, clock })
    for (const record of scenario.orders) {
      const { outcome } = await runner.run({ record, name: 'order' })
      seen.push({
        state: outcome.state,
        number: outcome.number,
        problems: outcome.problems.map(({ code, severity, message, hint }) => [code, severity, message, hint]),
      })
      if (scenario.between) await tell('act', scenario.between)
    }
  } catch (error) {
    seen.push(String(error.problems?.map(({ code, message }) => `${code} ${message}`) ?? error.stack))
  } finally {
    await ready?.close()
  }
  const ledger = sandbox.ledger().map(({ method, entitySet, committed, body }) => [method, entitySet, committed, body])
  return JSON.stringify([seen, ledger, requests])
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi, 'guid')
    .replace(/127\.0\.0\.1:\d+/g, 'host')
}
