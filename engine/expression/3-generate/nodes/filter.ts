import type { Predicate } from '../../1-parse/tree.ts'
import { ANYTHING, ARRAY, mayBe, NUMBER } from '../../2-analyze/types.ts'
import { js, type Operand } from '../code.ts'
import { contextOf, nothing, type Generator } from '../generator.ts'
import { truth } from './operators.ts'

/** The index that a predicate names, if it is a number as written, whatever stands behind that; rounded down. */
export function indexOf({ test }: Predicate): number | undefined {
  return test.kind === 'literal' && typeof test.value === 'number' ? Math.floor(test.value) : undefined
}

/** The item at an index; of a value that is no list, the value is the only one. Negative indexes count from the end. */
export function emitItemAt(g: Generator, value: Operand, index: number): Operand {
  const at = index < 0 ? js`${value}[${value}.length - ${-index}]` : js`${value}[${index}]`
  if (value.types === ARRAY) return g.constant(at, ANYTHING)
  const isFirst = index === 0 || index === -1
  if (!mayBe(value.types, ARRAY)) return isFirst ? value : nothing
  return g.constant(
    isFirst ? js`${g.use('isArray')}(${value}) ? ${at} : ${value}` : js`${g.use('isArray')}(${value}) ? ${at} : undefined`,
    ANYTHING,
  )
}

/**
 * The items of a list for which a test holds. A number is an index, and a list of numbers several, each of which may let an item
 * through once more; anything else counts as true or false.
 */
export function emitFilter(g: Generator, list: Operand, test: (item: Operand) => Operand, write: (item: Operand) => void): void {
  const take = (item: Operand) => {
    g.tracer?.taken(g, item)
    write(item)
  }
  g.forEach(list, (item, index) => {
    const result = test(item)
    if (!mayBe(result.types, NUMBER | ARRAY)) return g.if(truth(g, result), () => take(item))
    const times = g.constant(js`${g.use('timesKept')}(${result}, ${index}, ${list}.length)`, NUMBER)
    if (!mayBe(result.types, ARRAY)) return g.if(js`${times} > 0`, () => take(item))
    const count = g.name('i', ANYTHING)
    return g.inBraces(js`for (let ${count} = 0; ${count} < ${times}; ${count}++) {`, () => take(item))
  })
}

/** The test of a predicate, on an item. */
export function testOn(g: Generator, { test }: Predicate): (item: Operand) => Operand {
  return (item) => g.value(test, contextOf(item))
}
