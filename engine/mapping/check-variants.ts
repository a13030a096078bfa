import { didYouMean } from '../document/nearest-name.ts'
import { placeOf } from '../document/node.ts'
import type { Problem } from '../problem.ts'
import { possibleApiVersions } from './api-version.ts'
import type { Mapping, PackageFacts } from './mapping.ts'
import { mappingProblem } from './problems.ts'
import type { Field, Only, Shape } from './shape.ts'

/** What is kept `only` for a version of an API that no system of the package is ever used with. */
export function checkVariants({ shape, facts, name }: Mapping): Problem[] {
  const known = versionsOf(facts)
  return onlyIn(shape, '').flatMap(({ only, field }) =>
    only.apis
      .filter((api) => /^(v\d|beta$)/.test(api) && !known.has(api))
      .map((api) =>
        mappingProblem('mapping.variant-unknown', { ...placeOf(only.node), document: name, field }, { api, advice: advise(api, known) }),
      ),
  )
}

function versionsOf({ systems, settings }: PackageFacts): ReadonlySet<string> {
  const all = [...systems.values()].flatMap((system) => [...possibleApiVersions(system, settings), ...Object.values(system.pins)])
  return new Set(all.filter((api) => api !== undefined))
}

function advise(api: string, known: ReadonlySet<string>): string {
  return known.size > 0 ? didYouMean(api, known) : 'Say in the package’s System document which `api` is used, or take `only` away.'
}

function onlyIn(field: Field, path: string): { only: Only; field: string }[] {
  const own = field.only ? [{ only: field.only, field: path }] : []
  if (field.kind === 'leaf') return own
  const inner: readonly (Field | Shape)[] = [...field.fields, ...(field.parts ?? [])]
  return [...own, ...inner.flatMap((each) => onlyIn(each, path ? `${path}.${each.name}` : each.name))]
}
