import type { ArrayConstructor, Node, Operation } from '../../1-parse/tree.ts'
import { ARRAY, mayBe, UNDEFINED } from '../../2-analyze/types.ts'
import { js, type Operand } from '../code.ts'
import type { Context, Generator } from '../generator.ts'

/** How an item of a constructor is taken in: as it is, as it is if it is there, or item by item if it is a list. */
type Manner = 'push' | 'pushIfThere' | 'append'

/** `[…]`: the items of lists are taken in, but a constructor in it is an item. Missing values leave no gap. */
export function emitArray(g: Generator, { items }: ArrayConstructor, context: Context): Operand {
  const parts = items.map((item) => emitItem(g, item, context))
  if (parts.length === 1 && isRange(items[0]!)) return parts[0]!.value
  const sure = parts.findIndex((part) => part.manner !== 'push')
  const first = sure === -1 ? parts : parts.slice(0, sure)
  const list = g.constant(js`[${first.map((part) => part.value)}]`, ARRAY, 'list')
  for (const { value, manner } of parts.slice(first.length)) {
    if (manner === 'append') g.tracer?.gathered(g, value)
    if (manner === 'append') g.line(js`${g.use('append')}(${list}, ${value})`)
    else g.line(manner === 'push' ? js`${list}.push(${value})` : js`if (${value} !== undefined) ${list}.push(${value})`)
  }
  return list
}

function emitItem(g: Generator, item: Node, context: Context): { value: Operand; manner: Manner } {
  if (isRange(item)) {
    const [left, right] = [g.value(item.left, context), g.value(item.right, context)]
    return { value: g.constant(js`${g.use('range')}(${left}, ${right}, ${item.position})`, ARRAY, 'list'), manner: 'append' }
  }
  const value = g.value(item, context)
  const isTakenAsItIs = item.kind === 'array' || !mayBe(value.types, ARRAY)
  return { value, manner: !isTakenAsItIs ? 'append' : mayBe(value.types, UNDEFINED) ? 'pushIfThere' : 'push' }
}

function isRange(node: Node): node is Operation {
  return node.kind === 'operation' && node.operator === '..' && !node.predicates && !node.group
}
