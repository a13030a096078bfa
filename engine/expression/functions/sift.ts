import { callEachField, type Callback } from '../runtime/higher-order.ts'
import { setOwn } from '../runtime/object.ts'
import { isTrue } from '../runtime/operators.ts'
import { defineFunction } from './definition.ts'

export const sift = defineFunction({
  name: 'sift',
  signature: '<o-f?:o>',
  summary: 'The fields of an object for which a function holds; nothing if there is none. It is given the value, the key and the object.',
  examples: [['$sift({ "a": 1, "b": 2 }, function($value) { $value > 1 })', { b: 2 }]],
  parameters: ['object', 'function'],
  implement: (object?: object, callback?: Callback) => {
    const kept: Record<string, unknown> = {}
    callEachField(object, callback, (holds, value, key) => {
      if (isTrue(holds)) setOwn(kept, key, value)
    })
    return Object.keys(kept).length === 0 ? undefined : kept
  },
})
