import { expect, test } from 'vitest'
import { ProblemError, defineProblems } from '../../engine/problem.ts'

const { problem } = defineProblems({
  'test.too-long': {
    message: '%field% has %length% characters, %limit% are allowed',
    hint: 'Shorten %field%.',
  },
})

test('a problem fills the parameters into its texts', () => {
  const made = problem('test.too-long', { field: 'city' }, { field: 'city', length: 31, limit: 30 })

  expect(made).toMatchObject({ message: 'city has 31 characters, 30 are allowed', hint: 'Shorten city.', at: { field: 'city' } })
})

test('a value in a message stays on one line and short', () => {
  const made = problem('test.too-long', {}, { field: `a\nb${'x'.repeat(300)}`, length: 1, limit: 1 })

  expect(made.message).toMatch(/^a bx+… has 1 characters/)
  expect(made.message.length).toBeLessThan(200)
})

test('a thrown problem carries all that is wrong', () => {
  const thrown = new ProblemError(
    problem('test.too-long', {}, { field: 'a', length: 1, limit: 0 }),
    problem('test.too-long', {}, { field: 'b', length: 1, limit: 0 }),
  )

  expect(thrown.problems).toHaveLength(2)
  expect(thrown.message).toContain('b has 1')
})

test('what a problem is about can be sent on, however large it is', () => {
  let value: unknown = 1
  for (let level = 0; level < 200; level++) value = [value, value]

  const made = problem('test.too-long', {}, { field: value, length: () => 1, limit: 1 })

  expect(made.message).toMatch(/^\[{60}/)
  expect(JSON.stringify(structuredClone(made)).length).toBeLessThan(3_000)
})
