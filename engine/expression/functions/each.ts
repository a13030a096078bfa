import { callEachField, type Callback } from '../runtime/higher-order.ts'
import { defineFunction } from './definition.ts'

export const each = defineFunction({
  name: 'each',
  signature: '<o-f:a>',
  summary: 'What a function makes of each field of an object. It is given the value, the key and the object.',
  examples: [['$each({ "a": 1, "b": 2 }, function($value, $key) { $key & $value })', ['a1', 'b2']]],
  parameters: ['object', 'function'],
  returns: 'sequence',
  implement: (object?: object, callback?: Callback) => {
    const results: unknown[] = []
    callEachField(object, callback, (result) => {
      if (result !== undefined) results.push(result)
    })
    return results
  },
})
