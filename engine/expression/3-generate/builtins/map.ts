import type { Call } from '../../1-parse/tree.ts'
import { ANYTHING, ARRAY, mayBe, NUMBER, UNDEFINED } from '../../2-analyze/types.ts'
import { js, type Operand } from '../code.ts'
import type { Context, Generator } from '../generator.ts'
import { endsInOpenCall } from '../nodes/last-calls.ts'

/** `$map(list, function($item, $index) { … })` as a loop: the function stands here and is called nowhere else, so its body is put into it. */
export function emitMap(g: Generator, node: Call, context: Context, first: Operand | undefined): Operand | undefined {
  const lambda = node.arguments[first ? 0 : 1]
  const isPlain =
    node.arguments.length === (first ? 1 : 2) &&
    lambda?.kind === 'lambda' &&
    lambda.signature === undefined &&
    !lambda.predicates &&
    lambda.parameters.length >= 1 &&
    lambda.parameters.length <= 2 &&
    !endsInOpenCall(g, lambda.body)
  if (!isPlain) return undefined
  const given = first ?? g.value(node.arguments[0]!, context)
  const list = given.types === ARRAY ? given : g.constant(js`${g.use('items')}(${given})`, ARRAY, 'list')
  const results = g.constant(js`[]`, ARRAY, 'list')
  const write = () =>
    g.forEach(list, (item, index) =>
      g.inFrame(lambda.binds, () => {
        const [itemName, indexName] = lambda.parameters
        g.bound(itemName!, item, ANYTHING)
        if (indexName !== undefined) g.bound(indexName, index, NUMBER)
        const result = g.value(lambda.body, context)
        g.line(
          mayBe(result.types, UNDEFINED) ? js`if (${result} !== undefined) ${results}.push(${result})` : js`${results}.push(${result})`,
        )
      }),
    )
  g.guarded(write, (error) => js`${g.use('inCall')}(${error}, ${node.position}, ${'map'})`)
  return g.constant(js`${g.use('collapse')}(${results})`, ANYTHING)
}
