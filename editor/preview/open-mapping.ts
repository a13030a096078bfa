import {
  type DocumentSet,
  type Entry,
  type MapNode,
  type Mapping,
  type Problem,
  type SourceDocument,
  apiVersion,
  childOf,
  entryOf,
  openMapping,
  overlayOfIntegration,
  textOf,
  valueOf,
} from '../../engine/index.ts'
import type { MappingAddress } from './mapping-view.ts'
import type { Project } from './project.ts'

/** A mapping with everything that lies on it, and the document that gestures change. */
export interface OpenedMapping {
  readonly mapping: Mapping
  readonly integration?: SourceDocument
  readonly settings: Readonly<Record<string, unknown>>
  /** Of the target's API, under the settings. */
  readonly api: string | undefined
  readonly layer: EditedLayer
  /** The mapping and all that it takes in. */
  readonly documents: readonly SourceDocument[]
}

/** The document on top: the integration's, or without one the mapping itself. */
export interface EditedLayer {
  readonly document: SourceDocument
  /** Keys from its root to where the mapping's own keys stand: `overlays mappings sales-order`. */
  readonly base: readonly string[]
  /** Whether something lies below: then what is written here changes it. */
  readonly isOverlay: boolean
}

/** Undefined where there is no such mapping (any more). */
export function openAddress(
  project: Pick<Project, 'documents' | 'schemas'>,
  { packageName, name, integration: wanted }: MappingAddress,
): OpenedMapping | undefined {
  const { documents, schemas } = project
  const document = documents.find('Mapping', `${packageName}/${name}`)
  const integration = wanted === undefined ? undefined : documents.all('Integration').find((each) => each.name === wanted)
  if (!document || (wanted !== undefined && !integration)) return undefined
  const overlay = integration && overlayOfIntegration(integration)
  const mapping = openMapping(document, { documents, schemas, ...(overlay && { overlay }) })
  const chosen = childOf(integration?.root, 'settings')
  const settings = (chosen?.kind === 'map' ? valueOf(chosen) : {}) as Record<string, unknown>
  return {
    mapping,
    ...(integration && { integration }),
    settings,
    api: targetApi(mapping, settings),
    layer: integration
      ? { document: integration, base: ['overlays', 'mappings', name], isOverlay: true }
      : { document, base: [], isOverlay: false },
    documents: takenIn(document, documents),
  }
}

function targetApi({ facts, target }: Mapping, settings: Readonly<Record<string, unknown>>): string | undefined {
  if (target === undefined) return undefined
  const connector = target.split('/')[0]
  const system = [...facts.systems.values()].find((each) => each.connector === connector)
  const presets = Object.entries(facts.settings?.properties ?? {}).map(([name, setting]) => [name, setting.default])
  try {
    return apiVersion(system, { ...Object.fromEntries(presets), ...settings })
  } catch {
    return undefined
  }
}

/** Whether an entry of the merged document was written in the document on top. */
export function isWrittenIn({ document }: EditedLayer, entry: Entry): boolean {
  return entry.source.file === document.file && pathOfEntry(document.root, entry) !== undefined
}

/** The keys that lead to an entry in a document, found by where it stands. */
export function pathOfEntry(root: MapNode, { keyRange, source }: Entry): readonly string[] | undefined {
  if (root.source.file !== source.file) return undefined
  const path: string[] = []
  for (let map: MapNode | undefined = root; map;) {
    const around: Entry | undefined = map.entries.findLast((each) => each.keyRange[0] <= keyRange[0])
    if (!around) return undefined
    path.push(around.key)
    if (around.keyRange[0] === keyRange[0]) return path
    map = around.value.kind === 'map' ? around.value : undefined
  }
  return undefined
}

/** Problems that stand in the way of running: those of the documents that the mapping is made of. */
export function obstaclesOf({ mapping, layer, documents }: OpenedMapping, project: Project): Problem[] {
  const files = new Set([layer.document.file, ...documents.map(({ file }) => file)])
  const ofFiles = [...files].flatMap((file) => project.problemsOf(file))
  return [...ofFiles, ...mapping.problems].filter(({ severity }) => severity === 'error')
}

function takenIn(document: SourceDocument, documents: DocumentSet): SourceDocument[] {
  const found = new Set<SourceDocument>()
  const visit = (from: SourceDocument): void => {
    if (found.has(from)) return
    found.add(from)
    for (const name of usesIn(from.root)) {
      const used = documents.find('Mapping', name, from.packageName)
      if (used) visit(used)
    }
  }
  visit(document)
  return [...found]
}

function usesIn(node: MapNode): string[] {
  const use = entryOf(node, 'use')?.value
  const own = (use?.kind === 'list' ? use.items : use ? [use] : []).flatMap((item) => textOf(item) ?? [])
  return [...own, ...node.entries.flatMap(({ value }) => (value.kind === 'map' ? usesIn(value) : []))]
}
