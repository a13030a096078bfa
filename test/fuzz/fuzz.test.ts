import { expect, test } from 'vitest'
import { fuzz } from './fuzz.ts'

test('random expressions come to the same as in JSONata, but for the deliberate differences', async () => {
  const { evaluations, defined, found } = await fuzz({ count: 1500, seed: 7, stopAfter: 3 })

  expect(found).toEqual([])
  expect(defined / evaluations).toBeGreaterThan(0.6)
})
