import { isArray } from '../runtime/list.ts'
import { charge } from '../runtime/meter.ts'
import { fieldsOf } from '../runtime/object.ts'
import { defineFunction } from './definition.ts'

export const keys = defineFunction({
  name: 'keys',
  signature: '<x-:a<s>>',
  summary: 'The keys of an object, or of all objects of a list, each once.',
  examples: [
    ['$keys({ "a": 1, "b": 2 })', ['a', 'b']],
    ['$keys([{ "a": 1 }, { "b": 2, "a": 3 }])', ['a', 'b']],
  ],
  parameters: ['object'],
  returns: 'sequence',
  implement: (value?: unknown) => keysOf(value),
})

function keysOf(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return []
  if (!isArray(value)) return fieldsOf(value)
  charge(value.length)
  // An object, because it orders its keys as an object does: numbers first.
  const merged: Record<string, true> = Object.create(null) as Record<string, true>
  for (const item of value) for (const key of keysOf(item)) merged[key] = true
  return Object.keys(merged)
}
