import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { expect, onTestFinished, test } from 'vitest'
import { type Clock, systemClock } from '../../../server/clock.ts'
import type { Problem } from '../../../engine/index.ts'
import { doctorCommand } from '../../../server/commands/doctor.ts'
import { type Sandbox, type Seed, startBusinessCentralSandbox } from '../../../server/sandbox/business-central/index.ts'
import type { Terminal } from '../../../server/terminal/terminal.ts'

interface Examined {
  readonly code: number
  readonly checks: readonly { name: string; state: string; why?: string }[]
  readonly problems: readonly Problem[]
}

const today = new Date().toISOString().slice(0, 10)

/** Rates of today, so that none is old. */
const fresh: Seed = { exchangeRates: ['EUR', 'SEK', 'NOK', 'CHF'].map((currencyCode) => ({ currencyCode, startingDate: today })) }

const settings = {
  CountriesSoldTo: ['GB', 'DE', 'US'],
  CurrenciesUsed: ['GBP', 'EUR', 'SEK', 'NOK', 'CHF'],
  OldestExchangeRateDays: 30,
  LocalCurrency: 'GBP',
  CustomerPaymentJournal: 'GENERAL',
  GeneralJournal: 'DEFAULT',
  LocationForReturnOrders: 'EAST',
  SalesOrderDefaultReasonCode: 'APP',
}

const services = 'business-central/web-services'
const routes = {
  vatSetup: { kind: 'page', address: 'VATPostingSetup', schema: `${services}/VATPostingSetup` },
  numberSeries: { kind: 'page', address: 'NoSeries', schema: `${services}/NoSeries` },
  salesSetup: { kind: 'page', address: 'SalesReceivablesSetup', schema: `${services}/SalesReceivablesSetup` },
  reasonCodes: { kind: 'page', address: 'ReasonCodes', schema: `${services}/ReasonCodes` },
  returnOrder: { kind: 'page', address: 'SalesReturnOrder', schema: `${services}/SalesReturnOrder` },
  reasonCode: {
    kind: 'action',
    address: 'SalesIntegration_SetReasonCode',
    schema: {
      type: 'object',
      properties: { documentType: { type: 'string' }, documentNo: { type: 'string' }, reasonCode: { type: 'string' } },
    },
  },
}

async function startSandbox(seed: Seed): Promise<Sandbox> {
  const sandbox = await startBusinessCentralSandbox({ seed })
  onTestFinished(() => sandbox.close())
  return sandbox
}

/** The doctor on a workspace with one integration. */
async function examine(url: string, more: { settings?: object; routes?: object; connection?: object } = {}): Promise<Examined> {
  const folder = mkdtempSync(join(tmpdir(), 'doctor-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const documents = {
    acme: {
      kind: 'Integration',
      name: 'acme',
      extends: 'app4sales-to-business-central',
      connections: { app4sales: 'orders', bc: 'acme-bc' },
      settings: { ...settings, ...more.settings },
      overlays: { tables: { 'vat-business-group': { rows: { GB: 'DOMESTIC', DE: 'EU', US: 'EXPORT' } } } },
    },
    orders: { kind: 'Connection', name: 'orders', connector: 'files', path: 'orders' },
    'acme-bc': {
      kind: 'Connection',
      name: 'acme-bc',
      connector: 'business-central',
      url: `${url}/v2.0/default/sandbox`,
      routes: more.routes ?? routes,
      ...more.connection,
    },
  }
  for (const [name, document] of Object.entries(documents))
    writeFileSync(join(folder, `${name}.json`), JSON.stringify({ apiVersion: 'v1', ...document }))
  const terminal: Terminal = { input: new PassThrough(), output: new PassThrough(), messages: new PassThrough() }
  const code = await doctorCommand({ integration: 'acme', workspace: folder, json: true }, terminal, hasty)
  terminal.output.end()
  return { code, ...(JSON.parse(await text(terminal.output as PassThrough)) as Omit<Examined, 'code'>) }
}

/** Waits for deadlines, but not before another attempt. */
const hasty: Clock = { ...systemClock, sleep: (ms, signal) => systemClock.sleep(ms < 10_000 ? 0 : ms, signal) }

const gaps = ({ checks }: Examined) => checks.filter(({ state }) => state === 'gap').map(({ name }) => name)

test('a sandbox where all is well has no gap, and keeps nothing of what was tried', async () => {
  const sandbox = await startSandbox(fresh)

  const found = await examine(sandbox.url)

  expect(found.problems).toEqual([])
  expect(found.code).toBe(0)
  expect(found.checks.length).toBeGreaterThan(40)
  expect(sandbox.ledger().filter(({ committed }) => committed)).toEqual([])
})

test('JU-09 JU-10 JU-11 JU-12 JU-13 of ten gaps it tells exactly these ten, each with its fix', async () => {
  const { url } = await startSandbox({
    ...fresh,
    numberSeries: [{ code: 'S-INV', lastUsed: '103999' }],
    remove: {
      numberSeries: ['S-QUO'],
      vatPostingSetup: [{ vatBusinessPostingGroup: 'EU', vatProductPostingGroup: 'REDUCED' }],
      currencies: ['CHF'],
      exchangeRates: ['SEK'],
      journalBatches: [{ template: 'CASHRCPT', name: 'GENERAL' }],
      locations: ['EAST'],
      services: ['SalesReturnOrder'],
    },
    denied: [
      { table: 'Customer', permission: 'Insert' },
      { table: 'Item', permission: 'Modify' },
    ],
  })

  const { code, problems } = await examine(url)

  expect(problems.map(({ message }) => message)).toEqual([
    expect.stringContaining('“SalesReturnOrder”, the address of route “returnOrder”'),
    'There is no number series S-QUO for quotes',
    'Number series S-INV has 0 numbers left, fewer than 100',
    'There is no VAT posting setup for business group EU (DE) and product group REDUCED',
    'There is no currency CHF',
    'Currency SEK has no exchange rate yet',
    'The cash receipt template has no batch GENERAL',
    'There is no location EAST, which goods of return orders come back to',
    'Business Central does not permit POST on customers',
    'Business Central does not permit PATCH on items',
  ])
  expect(problems.every(({ hint, severity }) => hint !== '' && severity === 'error')).toBe(true)
  expect(code).toBe(1)
})

test('JU-09 to JU-11 numbers of one’s own, numbers that are taken, old rates and another local currency are told', async () => {
  const { url } = await startSandbox({
    exchangeRates: [{ currencyCode: 'EUR', startingDate: today }],
    numberSeries: [{ code: 'S-ORD', lastUsed: '101000', automatic: false }],
  })

  const { problems } = await examine(url, {
    settings: { OwnNumbersFor: ['quotes'], CurrenciesUsed: ['EUR', 'DKK'], LocalCurrency: 'USD', CountriesSoldTo: ['GB', 'FR'] },
  })

  expect(problems.map(({ message }) => message)).toEqual([
    'Number series S-ORD does not give numbers by itself',
    'Number series S-QUO takes no numbers of our own',
    'The next number of its series, 101001, is taken already',
    'Which VAT business group customers in FR have is not said',
    'The company keeps its books in GBP, not in USD',
    expect.stringMatching(/^The last exchange rate of DKK is of \d{4}-01-02, older than 30 days$/),
  ])
})

test('what nobody can answer is not checked, and says why', async () => {
  const { url } = await startSandbox({ ...fresh, remove: { customers: ['10000', '20000', '30000', '40000', '50000'] } })

  const { vatSetup: _vat, numberSeries: _numbers, ...others } = routes

  const { code, checks } = await examine(url, { routes: others })
  const why = Object.fromEntries(checks.filter(({ state }) => state === 'not-checked').map((check) => [check.name, check.why]))

  expect(why['vatPairs']).toBe('the connection has no route “vatSetup”')
  expect(why['numberSeries']).toBe('the connection has no route “numberSeries”')
  expect(why['permission create bc.salesOrders']).toBe('there is no record that a new one of salesOrders could refer to')
  expect(code).toBe(0)
})

test('a route whose schema is of another release, and a setting that is wrong', async () => {
  const { url } = await startSandbox(fresh)
  const schema = { type: 'object', properties: { Code: { type: 'string' }, Colour: { type: 'string' } } }

  const found = await examine(url, { routes: { ...routes, reasonCodes: { kind: 'page', address: 'ReasonCodes', schema } } })
  const wrong = await examine(url, { settings: { CurrenciesUsed: 'EUR' } })

  expect(found.problems.map(({ code, message }) => [code, message])).toEqual([
    ['bc.route-outdated', 'route “reasonCodes” has no Colour in this installation'],
  ])
  expect(wrong.problems.map(({ code }) => code)).toEqual(['mapping.setting-wrong'])
})

test('JU-01 JU-02 a connection that cannot be used is the one gap, and a server that does not answer ends with 3', async () => {
  const { url } = await startSandbox({})

  const company = await examine(url, { connection: { company: 'Nobody Ltd.' } })
  const off = await examine('http://127.0.0.1:9')

  expect([company.code, gaps(company), company.problems.map(({ code }) => code)]).toEqual([1, ['connection bc'], ['bc.company-unknown']])
  expect([off.code, gaps(off), off.problems.map(({ code }) => code)]).toEqual([3, ['connection bc'], ['transport.unreachable']])
  expect(off.checks.at(-1)).toMatchObject({ name: 'all else', state: 'not-checked', why: 'a connection cannot be used' })
})
