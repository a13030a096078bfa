import { expect, test } from 'vitest'
import { problemBeside } from '../../editor/problem-travel.ts'

const problems = [
  { path: 'orders.yaml', from: 40 },
  { path: 'customers.yaml', from: 7 },
  { path: 'orders.yaml', from: 12 },
  { path: 'items.yaml', from: 0 },
]

/** Every place that is come to from a place, until one is come to again. */
function travel(step: 1 | -1, start?: { path: string; from: number }): string[] {
  const been: string[] = []
  let here = start
  do {
    here = problemBeside(problems, here, step)
    if (here) been.push(`${here.path} ${here.from}`)
  } while (here && been.length < 5)
  return been
}

test('the problems of a file follow each other by their place in it, and the next file follows', () => {
  expect(travel(1)).toEqual(['orders.yaml 12', 'orders.yaml 40', 'customers.yaml 7', 'items.yaml 0', 'orders.yaml 12'])
})

test('backwards the way is the same', () => {
  expect(travel(-1)).toEqual(['items.yaml 0', 'customers.yaml 7', 'orders.yaml 40', 'orders.yaml 12', 'items.yaml 0'])
})

test('from between two problems the nearer one in that direction is next', () => {
  expect(travel(1, { path: 'orders.yaml', from: 20 })[0]).toBe('orders.yaml 40')
  expect(travel(-1, { path: 'orders.yaml', from: 20 })[0]).toBe('orders.yaml 12')
})

test('from a file without a problem the first or the last is next', () => {
  expect(travel(1, { path: 'tables.yaml', from: 3 })[0]).toBe('orders.yaml 12')
  expect(travel(-1, { path: 'tables.yaml', from: 3 })[0]).toBe('items.yaml 0')
})

test('without a problem there is none beside', () => {
  expect(problemBeside([], { path: 'orders.yaml', from: 3 }, 1)).toBeUndefined()
})
