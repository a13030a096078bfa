import type * as Tree from '../1-parse/tree.ts'
import type { Analyst } from './analyst.ts'
import { OBJECT, UNDEFINED } from './types.ts'
import { itemOf, objectOf, ofTypes, orMissing, type Scope, severalOf, type Value } from './value.ts'

export function filtered<Shape>(a: Analyst<Shape>, value: Value<Shape>, { test }: Tree.Predicate, scope: Scope<Shape>): Value<Shape> {
  const item = itemOf(value, a.given.shapes)
  a.value(test, item, scope)
  return test.kind === 'literal' && typeof test.value === 'number' ? orMissing(item, UNDEFINED) : severalOf(item)
}

export function grouped<Shape>(a: Analyst<Shape>, { pairs }: Tree.Grouping, value: Value<Shape>, scope: Scope<Shape>): Value<Shape> {
  const item = itemOf(value, a.given.shapes)
  for (const { key } of pairs) a.value(key, item, scope)
  return objectOfPairs(a, pairs, severalOf(item), scope)
}

export function objectOfPairs<Shape>(
  a: Analyst<Shape>,
  pairs: readonly Tree.Pair[],
  context: Value<Shape>,
  scope: Scope<Shape>,
): Value<Shape> {
  const fields = new Map<string, Value<Shape>>()
  let isOpen = false
  for (const { key, value } of pairs) {
    const field = a.value(value, context, scope)
    if (key.kind === 'literal' && typeof key.value === 'string') fields.set(key.value, field)
    else isOpen = true
  }
  return isOpen ? ofTypes(OBJECT) : objectOf(fields)
}
