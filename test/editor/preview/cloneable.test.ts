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
