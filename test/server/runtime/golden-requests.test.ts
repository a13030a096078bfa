import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { RecordResult } from '../../../server/runtime/run-flow.ts'
import { type NastyOrder, nastyOrders } from './nasty-orders.ts'
import { openOrderWorld } from './order-world.ts'

// The files are reviewed. After a change that is meant, write them again and read the difference:
//   npx vitest run --config test/vitest.config.ts test/server/runtime/golden-requests.test.ts --update

const versions = [
  ['v2.0', true],
  ['v1.0', false],
] as const

/** The exact requests of a plan; of a very long list the ends, and what all of it comes to. */
function requestsOf({ plan }: RecordResult): string {
  const requests = plan.steps.flatMap(({ step, state, request }) =>
    request ? [{ step, state, method: request.method, url: request.url.replace(/^https?:\/\/[^/]+/, ''), body: request.body }] : [],
  )
  return `${JSON.stringify(requests, (_, value: unknown) => (Array.isArray(value) && value.length > 50 ? ends(value) : value), 2)}\n`
}

function ends(list: readonly unknown[]): object {
  const sha256 = createHash('sha256').update(JSON.stringify(list)).digest('hex')
  return { length: list.length, sha256, first: list[0], last: list.at(-1) }
}

describe.each(versions)('API %s', (version, UseApiVersion2) => {
  const settingsOf = ({ settings }: NastyOrder) => ({ ...settings, UseApiVersion2, LocationForReturnOrders: 'MAIN' })

  test('SO-B05 the requests for orders of nasty shapes are those that were reviewed', async () => {
    const world = await openOrderWorld()

    for (const nasty of nastyOrders) {
      const planned = await world.sendOne(nasty.order, { settings: settingsOf(nasty), dryRun: true })

      await expect(requestsOf(planned)).toMatchFileSnapshot(`golden/${nasty.name}.${version}.json`)
    }
    expect(world.sandbox.ledger()).toEqual([])
  })

  test('SO-X07 orders of nasty shapes end confirmed, and every line is there', async () => {
    const world = await openOrderWorld()

    const ended = []
    for (const nasty of nastyOrders) {
      const { outcome } = await world.sendOne(nasty.order, { settings: settingsOf(nasty) })
      ended.push([
        nasty.name,
        outcome.state,
        ...outcome.problems.filter(({ severity }) => severity === 'error').map(({ message }) => message),
      ])
    }

    expect(ended).toEqual(nastyOrders.map(({ name }) => [name, 'confirmed']))
    const lines = await world.get(`salesOrders?$filter=externalDocumentNumber eq '3007'&$expand=salesOrderLines`)
    expect((lines[0]!['salesOrderLines'] as unknown[]).length).toBe(400)
  })
})
