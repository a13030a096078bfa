import { type Shape, analyseExpression, types } from '../../engine/index.ts'
import type { OpenedMapping } from './open-mapping.ts'

/** Names that lead from the record to what the expressions below a row see; undefined where a list is computed. */
export type Contexts = Readonly<Record<string, readonly string[] | undefined>>

/** By the row of every object, list and part; `''` is the mapping itself. */
export function contextsOf({ mapping }: OpenedMapping): Contexts {
  const contexts: Record<string, readonly string[] | undefined> = {}
  visit(mapping.shape, '', [])
  return contexts

  function visit(shape: Shape, id: string, outer: readonly string[] | undefined): void {
    const inner = shape.each ? itemPath(shape.each.text, outer) : outer
    contexts[id] = inner
    for (const field of shape.fields) if (field.kind === 'shape') visit(field, join(id, field.name), inner)
    for (const part of shape.parts ?? []) visit(part, join(id, part.name), inner)
  }
}

function itemPath(each: string, outer: readonly string[] | undefined): readonly string[] | undefined {
  const source = { types: types.ANYTHING, origin: { root: 'source', path: [] } }
  const context = outer ? { types: types.ANYTHING, origin: { root: 'source', path: outer } } : { types: types.ANYTHING }
  const { origin } = analyseExpression(each, { context, variables: { source } }).value
  return origin?.root === 'source' ? origin.path : undefined
}

function join(id: string, name: string): string {
  return id === '' ? name : `${id}.${name}`
}
