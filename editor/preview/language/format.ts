import { type TextEdit, applyEdit, documentsIn, formatExpression, nodeAt, parseText, setEdit } from '../../../engine/index.ts'
import type { Helper } from './complete.ts'
import type { TextPlace } from './language-methods.ts'
import { spotAt } from './cursor.ts'
import { isExpressionAt } from './schema-walk.ts'

/** Formats the expression at a place. Where the text around could not hold it as it is, nothing is changed. */
export function format(place: TextPlace, { project }: Helper): { edit: TextEdit } | { refused: string } {
  const spot = spotAt(place, project)
  const { scalar } = spot ?? {}
  if (!spot || !scalar || typeof scalar.value !== 'string' || !isExpressionAt(spot)) return { refused: 'there is no expression here' }
  const formatted = formatExpression(scalar.value)
  if ('refused' in formatted) return formatted
  if (formatted.text === scalar.value) return { refused: 'it is formatted already' }
  const edit = setEdit(spot.document.root, spot.path, { expression: formatted.text })
  const text = applyEdit(scalar.source.text, edit)
  const after = documentsIn(parseText(text, place.path), place.path).documents.find(
    ({ name, kind }) => name === spot.document.name && kind === spot.document.kind,
  )
  const written = nodeAt(after?.root, spot.path)
  const isKept = written?.kind === 'scalar' && written.value === formatted.text
  return isKept ? { edit } : { refused: 'it cannot be written here in another way' }
}
