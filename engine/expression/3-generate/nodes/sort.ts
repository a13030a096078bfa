import type { Sort } from '../../1-parse/tree.ts'
import { ARRAY } from '../../2-analyze/types.ts'
import { js, type Operand } from '../code.ts'
import { contextOf, type Context, type Generator } from '../generator.ts'

/** `^(…)`: the keys of each item are computed when two items are compared, in the order of the terms. */
export function emitSort(g: Generator, sort: Sort, list: Operand, _context: Context): Operand {
  const [left, right] = [g.name('c', 255), g.name('c', 255)]
  const compare = g.function([left, right], () => {
    const order = g.variable(255, 'order', js`0`)
    sort.terms.forEach(({ node, descending }, index) => {
      const write = () => {
        const first = g.value(node, contextOf(left))
        const second = g.value(node, contextOf(right))
        g.assign(order, js`${g.use('orderOf')}(${first}, ${second}, ${descending}, ${sort.position})`)
      }
      if (index === 0) write()
      else g.if(js`${order} === 0`, write)
    })
    return js`${order} === 1`
  })
  g.tracer?.gathered(g, list)
  return g.constant(js`${g.use('sorted')}(${list}, ${compare})`, ARRAY, 'list')
}
