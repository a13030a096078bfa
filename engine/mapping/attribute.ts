import { placeOf } from '../document/node.ts'
import { type Path, showPath } from '../document/path.ts'
import type { Place, Problem } from '../problem.ts'
import type { Violation } from './contract.ts'
import type { Site, Sites } from './sites.ts'

/**
 * The contract's complaints about a result, told at the lines of the document that make the values.
 * @param failed whether fields are missing because their expressions failed: that they are missing is then no news
 */
export function violationsOf(violations: readonly Violation[], sites: Sites, document: string, failed: boolean): Problem[] {
  return violations.flatMap(({ path, problemAt }) => {
    const problem = problemAt({ ...placeOfPath(path, sites), document, ...(path.length > 0 && { path: showPath(path) }) })
    return failed && problem.code === 'mapping.required-missing' ? [] : [{ ...problem, class: 'rejected' as const }]
  })
}

/** The document's place of what makes the value at a path. */
function placeOfPath(path: Path, sites: Sites): Place {
  const names = path.filter((step): step is string => typeof step === 'string')
  const site = sites.all.find((each) => each.role === 'value' && makes(each, names))
  return site ? { ...placeOf(site.value.node), field: site.field } : {}
}

/** Whether a site makes the value at these names: its field has the names of parts between them. */
function makes({ field }: Site, names: readonly string[]): boolean {
  const steps = field.split('.')
  if (names.length === 0 || steps.at(-1) !== names.at(-1)) return false
  let found = 0
  for (const step of steps) if (step === names[found]) found++
  return found === names.length
}
