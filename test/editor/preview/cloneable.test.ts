import { expect, test } from 'vitest'
import { cloneable } from '../../../editor/preview/cloneable.ts'

test('what an unfinished expression gives can go to another thread', () => {
  const given = { rows: [{ value: Math.max }, { value: null }], byId: new Map([['a', { nested: [() => 1, 2] }]]), text: 'x' }

  expect(structuredClone(cloneable(given))).toEqual({
    rows: [{ value: '(a function)' }, { value: null }],
    byId: new Map([['a', { nested: ['(a function)', 2] }]]),
    text: 'x',
  })
})

test('a value that holds another many times is copied as often as it is there', () => {
  let value: unknown = 1
  for (let level = 0; level < 200; level++) value = { a: value, b: value }

  const copy = cloneable(value) as { a: unknown; b: unknown }

  expect(copy.a).toBe(copy.b)
  expect(structuredClone(copy)).toBeTypeOf('object')
})
