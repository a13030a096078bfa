/**
 * What stands at a place of a document: in this language the position decides whether a text is an expression.
 * A context says it of the values below a key.
 */
export type Context =
  'document' | 'plain' | 'shape' | 'members' | 'shapes' | 'expressions' | 'lets' | 'overlays' | 'overlaidShapes' | 'from'

export interface Meaning {
  /** Of a map that stands as the value. */
  readonly context: Context
  /** Of a text that stands as the value. */
  readonly isExpression: boolean
}

const plain: Meaning = { context: 'plain', isExpression: false }
const expression: Meaning = { context: 'plain', isExpression: true }
const members: Meaning = { context: 'members', isExpression: false }
const shapes: Meaning = { context: 'shapes', isExpression: false }
const expressions: Meaning = { context: 'expressions', isExpression: false }
const lets: Meaning = { context: 'lets', isExpression: false }

const shapeKeys: Record<string, Meaning> = {
  fields: members,
  parts: shapes,
  steps: shapes,
  choose: shapes,
  undo: { context: 'shape', isExpression: false },
  let: lets,
  match: expressions,
  at: expressions,
  ...Object.fromEntries(['expr', 'when', 'each', 'default', 'apart', 'require', 'message'].map((key) => [key, expression])),
}

const documentKeys: Record<string, Record<string, Meaning>> = {
  Mapping: shapeKeys,
  Flow: { ...shapeKeys, where: expression, key: expression, from: { context: 'from', isExpression: false } },
  System: { api: expression },
  Integration: { overlays: { context: 'overlays', isExpression: false } },
}

/** @param kind of the document, where it was said already */
export function meaningOf(context: Context, key: string, kind: string): Meaning {
  switch (context) {
    case 'document':
      return documentKeys[kind]?.[key] ?? plain
    case 'shape':
      return shapeKeys[key] ?? plain
    case 'members':
      return { context: 'shape', isExpression: true }
    case 'shapes':
      return { context: 'shape', isExpression: false }
    case 'expressions':
      return expression
    case 'lets':
      return { context: 'shape', isExpression: true }
    case 'overlays':
      return key === 'mappings' || key === 'flows' ? { context: 'overlaidShapes', isExpression: false } : plain
    case 'overlaidShapes':
      return { context: 'shape', isExpression: false }
    case 'from':
      return key === 'match' ? expressions : plain
    case 'plain':
      return plain
  }
}
