import { type CheckScope, type DataShape, type KnownValue, analyseExpression, dataShapes, parseExpression } from '../../../engine/index.ts'

export interface Seen {
  /** What the name at the place is a field of. */
  readonly base?: KnownValue<DataShape>
  /** The field or variable itself. */
  readonly value?: KnownValue<DataShape>
  readonly variables: ReadonlyMap<string, KnownValue<DataShape>>
}

/** What can be seen at a place of an expression, broken or whole, by the scope that the checker had there. */
export function lookAt(text: string, index: number, scope: CheckScope): Seen {
  const { ast } = parseExpression(text, { recover: true })
  const known = new Map(Object.entries(scope.variables))
  if (!ast) return { base: scope.context, variables: known }
  const { cursor } = analyseExpression<DataShape>(ast, {
    context: scope.context,
    variables: scope.variables,
    shapes: dataShapes(scope.schemas),
    cursor: index,
  })
  return cursor ?? { variables: known }
}
