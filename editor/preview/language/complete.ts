import { type Project } from '../project.ts'
import { completeExpression } from './complete-expression.ts'
import { completeKey, completeValue } from './complete-document.ts'
import { cursorAt } from './cursor.ts'
import type { Completion, TextPlace } from './language-methods.ts'
import type { Sightings } from './sightings.ts'
import type { Values } from './values.ts'

export interface Helper {
  readonly project: Project
  readonly sightings: Sightings
  readonly values: Values
}

/** What could be written at a place: names of the source in an expression, keys and values of the grammar outside of one. */
export function complete(place: TextPlace, helper: Helper): Completion[] {
  const cursor = cursorAt(place, helper.project)
  if (!cursor) return []
  switch (cursor.kind) {
    case 'expression':
      return completeExpression(cursor, helper)
    case 'key':
      return completeKey(cursor, helper)
    case 'value':
      return completeValue(cursor, helper)
  }
}
