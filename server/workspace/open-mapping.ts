import {
  type CompiledMapping,
  type Mapping,
  ProblemError,
  compileMapping,
  isError,
  openMapping,
  previewKey,
  requireTarget,
} from '../../engine/index.ts'
import { type Integration, documentNamed, integrationNamed } from './lookup.ts'
import type { Workspace } from './workspace.ts'

export interface MappingChoice {
  readonly mapping: string
  readonly integration?: string
  readonly settings: Readonly<Record<string, unknown>>
}

/** A mapping of the workspace with the overlay and the settings of an integration, ready to run. */
export interface ReadyMapping {
  readonly mapping: Mapping
  readonly compiled: CompiledMapping
  /** The key that the package's flow would give a record; none, where no flow uses the mapping. */
  keyOf(record: unknown): string | undefined
}

/** Opens and compiles a mapping. Throws a ProblemError with all that is wrong with the documents that it is made of. */
export function readyMapping(workspace: Workspace, { mapping: reference, integration: name, settings }: MappingChoice): ReadyMapping {
  const integration = name === undefined ? undefined : integrationNamed(workspace, name)
  const mapping = openNamedMapping(workspace, reference, integration)
  requireTarget(mapping)
  const values = { ...integration?.settings, ...settings }
  return { mapping, compiled: compileMapping(mapping, { settings: values }), keyOf: previewKey(mapping, values) }
}

function openNamedMapping(workspace: Workspace, reference: string, integration: Integration | undefined): Mapping {
  const inPackage = integration && !reference.includes('/') ? `${integration.packageName}/${reference}` : reference
  const document = documentNamed(workspace, 'Mapping', inPackage)
  refuseBroken(workspace, document.file)
  return openMapping(document, {
    documents: workspace.documents,
    schemas: workspace.schemas,
    ...(integration && { overlay: integration.overlay }),
  })
}

/** A file that is broken is refused whole, before anything is read or sent. */
export function refuseBroken(workspace: Workspace, file: string): void {
  const errors = workspace.problems.filter((problem) => problem.at.file === file && isError(problem))
  if (errors.length > 0) throw new ProblemError(...errors)
}
