import { describe, expect, test } from 'vitest'
import { compileExpression } from '../../../engine/expression/index.ts'
import { builtIns } from '../../../engine/expression/functions/index.ts'

describe('every function keeps the promise of its examples', () => {
  const examples = [...builtIns.values()].flatMap(({ name, examples }) => examples.map(([text, value]) => ({ name, text, value })))

  test.each(examples)('$$$name: $text', ({ text, value }) => {
    expect(compileExpression(text).evaluate({})).toEqual(value)
  })

  test('and has at least one, a summary, and names for its parameters', () => {
    for (const { name, examples, summary, parameters, parsed } of builtIns.values()) {
      expect(examples.length, name).toBeGreaterThan(0)
      expect(summary, name).toMatch(/\.$/)
      expect(parameters.length, name).toBe(parsed.parameters.length)
    }
  })
})
