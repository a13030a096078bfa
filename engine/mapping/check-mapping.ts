import type { Problem } from '../problem.ts'
import { possibleApiVersions } from './api-version.ts'
import type { Sighting, Used } from './check-scope.ts'
import { checkShape } from './check-shape.ts'
import { TargetShape } from './check-target.ts'
import { checkVariants } from './check-variants.ts'
import { type Mapping, systemOf, targetView } from './mapping.ts'
import { mappingProblem } from './problems.ts'
import { recordScope } from './record-scope.ts'
import { adviseOnSchema } from './schema-source.ts'
import { resolveSettings } from './settings.ts'
import { type DocumentNode, childOf, placeOf } from '../document/node.ts'
import { shapeFor } from './variant.ts'

export interface CheckMappingOptions {
  /** Values of settings by which it is checked; those of an integration, or none for the defaults. */
  readonly settings?: Readonly<Record<string, unknown>>
  /** Where those were written. */
  readonly settingsNode?: DocumentNode
  /** Records of the source that are known, by the name of their schema. */
  readonly samples?: (schema: string) => readonly unknown[]
  /** Collects which settings and tables are read. */
  readonly used?: Used
  /** Is told of every place that is checked, and what can be seen there. */
  readonly see?: (sighting: Sighting) => void
}

/**
 * Checks what a mapping means, for every version of the target's API that its settings can lead to: paths, names, tables, settings,
 * and every field against the contract. A fragment is checked where it is used.
 */
export function checkMapping(mapping: Mapping, options: CheckMappingOptions = {}): Problem[] {
  const { facts, target } = mapping
  if (target === undefined) return [...mapping.problems]
  const settings = resolveSettings(facts.settings, options.settings ?? {})
  const apis = possibleApiVersions(systemOf(facts, target), facts.settings)
  const problems = apis.flatMap((api) => {
    const view = targetView(mapping, api)
    if (view && 'code' in view) return [view]
    const shape = shapeFor(mapping.shape, { mode: 'create', ...(api !== undefined && { api }) })
    return checkShape(
      shape,
      recordScope(mapping, options),
      settings.values,
      view && new TargetShape(mapping.sources.schemas, view, 'create'),
    )
  })
  return distinct([...mapping.problems, ...settings.problems, ...checkSource(mapping), ...checkVariants(mapping), ...problems])
}

function checkSource({ source, sources, root }: Mapping): Problem[] {
  if (source?.schema === undefined || sources.schemas.get(source.schema)) return []
  const node = childOf(childOf(root, 'source'), 'schema')!
  return [
    mappingProblem('mapping.schema-unknown', placeOf(node), {
      schema: source.schema,
      forApi: '',
      advice: adviseOnSchema(sources.schemas, source.schema),
    }),
  ]
}

/** A line that several variants share is told once. */
export function distinct(problems: readonly Problem[]): Problem[] {
  const seen = new Set<string>()
  return problems.filter(({ code, message, at }) => {
    const key = JSON.stringify([code, message, at.file, at.line, at.column])
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}
