import type { SlotFailure, SlotWarning } from '../expression/index.ts'
import type { Problem } from '../problem.ts'
import { mappingProblem } from './problems.ts'
import type { Sites } from './sites.ts'

/** What went wrong in the expressions of a record, as problems that name document, line, field and item. */
export function slotProblems(
  failures: readonly SlotFailure[],
  warnings: readonly SlotWarning[],
  sites: Sites,
  document: string,
): Problem[] {
  return [
    ...failures.map((failure) => slotProblem(failure, sites, document, 'error')),
    ...warnings.map((warning) => slotProblem(warning, sites, document, 'warning')),
  ]
}

function slotProblem(failure: SlotFailure | SlotWarning, sites: Sites, document: string, severity: 'error' | 'warning'): Problem {
  const { site, indexes, code, message, hint, position } = failure
  // JSONata counts to the end of the token; the place to look at is its beginning.
  const offset = position === undefined ? undefined : Math.max(0, position - (failure.token?.length ?? 0))
  const place = sites.placeOf(site, offset)
  const field = itemField(place.field ?? '', indexes)
  const at = { ...place, document, field, ...(indexes.length > 0 && { path: itemPath(indexes) }) }
  if (code === 'expression.required-missing')
    return mappingProblem('mapping.required-missing', at, { target: document, properties: `“${field}”` })
  const made = mappingProblem('mapping.expression-failed', at, {
    field,
    reason: message,
    jsonata: code,
    ...(failure.token && { token: failure.token }),
  })
  // JSONata's own codes stay as they are; what the expression compiler adds belongs to mappings for whoever reads it.
  return {
    ...made,
    code: code.replace(/^expression\./, 'mapping.'),
    severity,
    ...(severity === 'error' && { class: 'rejected' as const }),
    ...(hint && { hint }),
  }
}

/** `salesOrderLines.items.unitPrice`, told for the third item. */
function itemField(field: string, indexes: readonly number[]): string {
  return indexes.length === 0 ? field : `${field} (item ${indexes.map((index) => index + 1).join('.')})`
}

function itemPath(indexes: readonly number[]): string {
  return `[${indexes.join('][')}]`
}
