import { expect, test } from 'vitest'
import { Recent } from '../../engine/recent.ts'

test('what was asked for latest is kept, and what nobody asks for goes', () => {
  const recent = new Recent<number, string>(10)

  for (let key = 0; key < 100; key++) {
    recent.set(key, `value ${key}`)
    recent.get(0)
  }

  expect(recent.get(0)).toBe('value 0')
  for (let key = 90; key < 100; key++) expect(recent.get(key)).toBe(`value ${key}`)
  for (let key = 1; key < 80; key++) expect(recent.get(key)).toBeUndefined()
})
