import { analyseExpression, compileExpression, conjunctsOf, isTrue } from '../expression/index.ts'
import type { Value } from './shape.ts'

type Settings = Readonly<Record<string, unknown>>

/**
 * What a condition is for every record, where settings alone decide it.
 * @returns undefined where the record has a say
 */
export function constantOf(value: Value | undefined, settings: Settings): boolean | undefined {
  if (value === undefined) return true
  if (value.kind === 'constant') return isTrue(value.value)
  const parts = new Set(conjunctsOf(value.text).map((text) => fixedValue(text, settings)))
  if (parts.has(false)) return false
  return parts.has(undefined) ? undefined : true
}

/** Whether a condition holds only because a setting was changed from its default: that setting is what asks for the rest. */
export function isSwitchedOn(value: Value | undefined, settings: Settings, defaults: Settings): boolean {
  if (value?.kind !== 'expression' || constantOf(value, settings) === false) return false
  return conjunctsOf(value.text).some((text) => fixedValue(text, settings) === true && fixedValue(text, defaults) === false)
}

function fixedValue(text: string, settings: Settings): boolean | undefined {
  const { reads, variables, clock, random } = analyseExpression(text)
  const isFixed =
    reads.every(({ origin }) => origin.root === 'settings') && variables.every(({ name, isUnknown }) => name === 'settings' || !isUnknown)
  if (!isFixed || clock.length > 0 || random.length > 0) return undefined
  try {
    return isTrue(compileExpression(text, { profile: 'document' }).evaluate(undefined, { settings }))
  } catch {
    return undefined
  }
}
