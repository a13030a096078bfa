import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { productRoot } from '../../../server/root.ts'
import { openOrderWorld } from './order-world.ts'

const shared = join(productRoot, '..', 'shared', 'samples', 'app4sales')
const own = join(productRoot, 'mappings', 'app4sales-to-business-central', 'samples')
const folders = [own, ...(existsSync(shared) ? [shared] : [])]

const ordersIn = (folder: string) =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => ({ name, order: JSON.parse(readFileSync(join(folder, name), 'utf8')) as Record<string, unknown> }))

describe.each(folders)('%s', (folder) => {
  describe.each([true, false])('UseApiVersion2 %s', (UseApiVersion2) => {
    test.each(['Order', 'Invoice', 'Quote', 'ReturnOrder'])('SO-R01 SO-R02 every order ends confirmed as %s', async (ValueToBackoffice) => {
      const world = await openOrderWorld([folder])
      const orders = ordersIn(folder)

      const results = await world.send(
        orders.map(({ order }) => ({ ...order, OrderType: { ValueToBackoffice } })),
        { settings: { UseApiVersion2, LocationForReturnOrders: 'MAIN' } },
      )

      const ended = results.map(({ outcome }, index) => [
        orders[index]!.name,
        outcome.state,
        ...outcome.problems.filter(({ severity }) => severity === 'error').map(({ code, message }) => `${code}: ${message}`),
      ])
      expect(ended).toEqual(orders.map(({ name }) => [name, 'confirmed']))
    })
  })
})
