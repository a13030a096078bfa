import { type Mapping, checkMapping, compileMapping, filesIn, openMapping, previewKey, requireTarget } from '../../engine/index.ts'
import { type KeyedMapping, type MappingProgram, packMapping } from '../../engine/pool/index.ts'
import { type Integration, documentNamed, integrationNamed } from './lookup.ts'
import { refuseBroken, refuseErrors } from './refuse.ts'
import { samplesOf } from './samples.ts'
import type { Workspace } from './workspace.ts'

export interface MappingChoice {
  readonly mapping: string
  readonly integration?: string
  readonly settings: Readonly<Record<string, unknown>>
}

/** A mapping of the workspace with the overlay and the settings of an integration, ready to run. */
export interface ReadyMapping extends KeyedMapping {
  readonly mapping: Mapping
  /** The same for the threads of the pool. */
  pack(): MappingProgram
}

/** Opens and compiles a mapping. Throws a ProblemError with all that is wrong with the documents that it is made of. */
export function readyMapping(workspace: Workspace, { mapping: reference, integration: name, settings }: MappingChoice): ReadyMapping {
  const integration = name === undefined ? undefined : integrationNamed(workspace, name)
  const mapping = openNamedMapping(workspace, reference, integration)
  requireTarget(mapping)
  const values = { ...integration?.settings, ...settings }
  refuseErrors(checkMapping(mapping, { settings: values, samples: samplesOf(workspace) }))
  const compiled = compileMapping(mapping, { settings: values })
  return { mapping, compiled, keyOf: previewKey(mapping, values), pack: () => packMapping(compiled, integration?.document) }
}

function openNamedMapping(workspace: Workspace, reference: string, integration: Integration | undefined): Mapping {
  const inPackage = integration && !reference.includes('/') ? `${integration.packageName}/${reference}` : reference
  const document = documentNamed(workspace, 'Mapping', inPackage)
  refuseBroken(workspace, [document.file])
  const mapping = openMapping(document, {
    documents: workspace.documents,
    schemas: workspace.schemas,
    ...(integration && { overlay: integration.overlay }),
  })
  refuseBroken(workspace, filesIn(mapping.root))
  return mapping
}
