import type { SourceDocument } from '../document/document-set.ts'
import { childOf, keyPlaceOf, textOf } from '../document/node.ts'
import { placeInScalar } from '../document/scalar-offsets.ts'
import { analyseExpression, parseExpression } from '../expression/index.ts'
import type { CheckMappingOptions } from '../mapping/check-mapping.ts'
import { type Sources, packageFacts } from '../mapping/mapping.ts'
import { mappingProblem } from '../mapping/problems.ts'
import type { Problem } from '../problem.ts'
import { knownResource, unknownResource, versionsOf } from './resources.ts'

/** What is wrong with a System document: the expression of its API version, and names of resources that it has in no version. */
export function checkSystem(document: SourceDocument, sources: Sources, options: CheckMappingOptions): Problem[] {
  return [...checkApi(document, options), ...checkResources(document, sources)]
}

function checkApi({ root }: SourceDocument, { used }: CheckMappingOptions): Problem[] {
  const node = childOf(root, 'api')
  const api = textOf(node)
  if (api === undefined || node?.kind !== 'scalar') return []
  for (const { origin } of analyseExpression(api, { variables: { settings: { types: 64, origin: { root: 'settings', path: [] } } } }).reads)
    if (origin.root === 'settings' && origin.path[0] !== undefined) used?.settings.add(origin.path[0])
  return parseExpression(api).problems.map(({ code, message, hint, start }) => ({
    ...mappingProblem('mapping.expression-syntax', placeInScalar(node, start), { reason: message, jsonata: code, advice: hint }),
    code,
  }))
}

/** Resources that are pinned to a version, or whose permissions are tried: each exists there, or is a route of some connection. */
function checkResources({ name, packageName, root }: SourceDocument, sources: Sources): Problem[] {
  const facts = packageFacts(packageName, sources)
  const system = facts.systems.get(name)!
  return ['pins', 'permissions'].flatMap((key) => {
    const named = childOf(root, key)
    if (named?.kind !== 'map') return []
    return named.entries.flatMap((entry) => {
      const apis = versionsOf(system, entry.key, facts)
      if (apis.some((api) => knownResource(system, entry.key, api, sources))) return []
      const [only, ...others] = apis
      return [unknownResource(keyPlaceOf(entry), system, entry.key, others.length === 0 ? only : undefined, sources.schemas)]
    })
  })
}
