import { analyseExpression, compileExpression } from '../expression/index.ts'
import { isTrue } from '../expression/index.ts'
import type { Value } from './shape.ts'

/**
 * What a condition is for every record, where settings alone decide it.
 * @returns undefined where the record has a say
 */
export function constantOf(value: Value | undefined, settings: Readonly<Record<string, unknown>>): boolean | undefined {
  if (value === undefined) return true
  if (value.kind === 'constant') return isTrue(value.value)
  const { reads, variables, clock, random } = analyseExpression(value.text)
  const isFixed =
    reads.every(({ origin }) => origin.root === 'settings') && variables.every(({ name, isUnknown }) => name === 'settings' || !isUnknown)
  if (!isFixed || clock.length > 0 || random.length > 0) return undefined
  try {
    return isTrue(compileExpression(value.text, { profile: 'document' }).evaluate(undefined, { settings }))
  } catch {
    return undefined
  }
}
