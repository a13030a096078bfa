import { expect, test } from 'vitest'
import { isSandbox } from '../../../../server/connectors/business-central/preflight.ts'
import { checkPermissions } from '../../../../server/runtime/preflight/connection-checks.ts'
import { answer, faultServer } from '../fault-server.ts'
import { openSession, openWorld, problemOf } from './open.ts'

const guid = (end: number) => `00000000-0000-4000-8000-${String(end).padStart(12, '0')}`

test('JU-13 a write that is only tried changes nothing, and uses no number of a series without gaps', async () => {
  const { session, sandbox, target } = await openWorld()
  const orders = target('salesOrders')
  const before = await session.findAll([{ target: orders, match: {} }])

  const trials = [await session.preflight!.permission(orders, 'create'), await session.preflight!.permission(orders, 'update')]

  expect(trials).toEqual([{ state: 'allowed' }, { state: 'allowed' }])
  expect(await session.findAll([{ target: orders, match: {} }])).toEqual(before)
  expect(sandbox.ledger().filter(({ committed }) => committed)).toEqual([])
})

test('JU-13 outside of a sandbox writes are tried only where that was asked for', async () => {
  const { session, sandbox } = await openWorld()
  const production = { ...session.preflight!, isSandbox: async () => false }
  const needs = { system: 'bc', session, preflight: production, permissions: { customers: ['read', 'create'] }, apiOf: () => 'v2.0' }

  const careful = await checkPermissions({ ...needs, tryWrites: false }, {})
  const untouched = sandbox.ledger().length
  const asked = await checkPermissions({ ...needs, tryWrites: true }, {})

  expect(careful.map(({ name, state }) => [name, state])).toEqual([
    ['permission read bc.customers', 'ok'],
    ['permission create bc.customers', 'not-checked'],
  ])
  expect(untouched).toBe(0)
  expect(asked.map(({ state }) => state)).toEqual(['ok', 'ok'])
})

test.each([
  ['Sandbox', 'https://api.businesscentral.dynamics.com/v2.0/acme.example/Test', true],
  ['Production', 'https://api.businesscentral.dynamics.com/v2.0/acme.example/Test', false],
  ['Sandbox', 'https://api.businesscentral.dynamics.com/v2.0/acme.example/Live', false],
  ['Production', 'http://127.0.0.1:4101/v2.0/default/Test', true],
])('an environment of type %s named Test, and a connection to %s', async (kind, url, expected) => {
  const settings = { name: 'acme-bc', connector: 'business-central', url }
  const environments = async () => [{ name: 'Test', kind, url }]

  expect(await isSandbox(settings, environments)).toBe(expected)
})

test('JU-13 a server that keeps what was to be taken back is told, with the record', async () => {
  const companies = answer(200, { value: [{ id: guid(1), name: 'CRONUS' }] })
  const made = { id: guid(7), displayName: 'FIELDLOOM TRIAL' }
  const kept = answer(200, {
    responses: [
      { id: '0', status: 201, body: made },
      { id: '1', status: 404, body: { error: { code: 'BadRequest_NotFound', message: 'x' } } },
    ],
  })
  const server = await faultServer(companies, kept, answer(200, made))
  const { session } = openSession({ url: server.url })

  const problem = await problemOf(session.preflight!.permission(session.target('customers')!, 'create'))

  expect(problem).toMatchObject({ code: 'bc.trial-left-behind', parameters: { resource: 'customers', record: guid(7) } })
  const [post, deletion] = (JSON.parse(server.requests[1]!.body) as { requests: { method: string; url: string }[] }).requests
  expect(post).toMatchObject({ method: 'POST', body: { displayName: 'FIELDLOOM TRIAL' } })
  expect(deletion).toMatchObject({ method: 'DELETE', url: expect.stringContaining('customers(00000000-0000-0000-0000-000000000000)') })
  expect(server.requests[1]!.headers['isolation']).toBe('snapshot')
})

test('AC-29 a release without batches that hold together is not tried by writing', async () => {
  const off = answer(404, {})
  const server = await faultServer(off, answer(200, { value: [{ id: guid(1), name: 'CRONUS' }] }))
  const old = openSession({ url: server.url }).session

  const trial = await old.preflight!.permission(old.target('customers', 'v1.0')!, 'create')

  expect(trial).toMatchObject({ state: 'unknown', why: expect.stringContaining('no batch that holds together') })
  expect(server.requests.every(({ method }) => method === 'GET')).toBe(true)
})

test('JU-02 a connection without an environment is told which there are', async () => {
  const { sandbox } = await openWorld()
  const { session } = openSession({ url: sandbox.url })

  const problem = await problemOf(session.preflight!.connection())

  expect(problem).toMatchObject({ code: 'bc.environment-unchosen', class: 'systemic' })
  expect(problem.cause).toBe('The identity may enter: Production (Production), Sandbox (Sandbox).')
  expect(problem.hint).toContain('`environment: Sandbox`')
})
