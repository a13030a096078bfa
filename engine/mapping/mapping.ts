import type { DocumentSet, SourceDocument } from '../document/document-set.ts'
import { type Overlay, effectiveDocument } from '../document/effective.ts'
import { type MapNode, childOf, placeOf, textOf, valueOf } from '../document/node.ts'
import type { Problem } from '../problem.ts'
import { mappingProblem } from './problems.ts'
import { type SchemaView, findSchema } from './schema.ts'
import { type SchemaSource, adviseOnSchema } from './schema-source.ts'
import { type SettingsSchema, readSettings } from './settings.ts'
import { type Shape, readShape } from './shape.ts'
import { type Table, readTable } from './table.ts'

/** Where a mapping finds what it refers to. */
export interface Sources {
  readonly documents: DocumentSet
  readonly schemas: SchemaSource
  readonly overlay?: Overlay
}

/** A mapping as it holds: with all that it takes in and the overlay, and with the package around it. */
export interface Mapping {
  readonly name: string
  readonly document: SourceDocument
  readonly root: MapNode
  readonly shape: Shape
  readonly source?: { readonly schema?: string; readonly blank: boolean }
  /** Reference to the schema of what it makes; a fragment has none. */
  readonly target?: string
  readonly facts: PackageFacts
  readonly sources: Sources
  /** Of structure and of taking things in; what the expressions mean is checked by `checkMapping`. */
  readonly problems: readonly Problem[]
}

/** What the documents of a package share. */
export interface PackageFacts {
  readonly packageName: string
  readonly settings?: SettingsSchema
  readonly tables: ReadonlyMap<string, Table>
  /** By the name of the system: which connector it needs, and which version of its API. */
  readonly systems: ReadonlyMap<string, SystemNeeds>
  readonly problems: readonly Problem[]
}

export interface SystemNeeds {
  readonly name: string
  readonly connector: string
  /** A JSONata expression over $settings. */
  readonly api?: string
  readonly pins: Readonly<Record<string, string>>
  /** What the identity of the connection must be allowed, by resource: `read`, `create`, `update`. */
  readonly permissions: Readonly<Record<string, readonly string[]>>
  readonly document: SourceDocument
}

/** Reads a mapping with all that belongs to it. */
export function openMapping(document: SourceDocument, sources: Sources): Mapping {
  const { root, problems } = effectiveDocument(document, sources.documents, sources.overlay)
  const source = childOf(root, 'source')
  const schema = textOf(childOf(source, 'schema'))
  const target = textOf(childOf(childOf(root, 'target'), 'schema'))
  const facts = packageFacts(document.packageName, sources)
  return {
    name: document.name,
    document,
    root,
    shape: readShape(root),
    ...(source && { source: { ...(schema !== undefined && { schema }), blank: textOf(childOf(source, 'blank')) === 'absent' } }),
    ...(target !== undefined && { target }),
    facts,
    sources,
    problems: [...problems, ...facts.problems],
  }
}

export function packageFacts(packageName: string, { documents, overlay }: Sources): PackageFacts {
  const problems: Problem[] = []
  const effective = (document: SourceDocument): MapNode => {
    const result = effectiveDocument(document, documents, overlay)
    problems.push(...result.problems)
    return result.root
  }
  const ofKind = (kind: SourceDocument['kind']) => documents.all(kind).filter((document) => document.packageName === packageName)
  const settings = readSettings(ofKind('Settings').map(effective))
  return {
    packageName,
    ...(settings && { settings }),
    tables: new Map(ofKind('Table').map((document) => [document.name, readTable(effective(document))])),
    systems: new Map(ofKind('System').map((document) => [document.name, readSystem(document)])),
    problems,
  }
}

function readSystem(document: SourceDocument): SystemNeeds {
  const { root, name } = document
  const api = textOf(childOf(root, 'api'))
  const pins = childOf(root, 'pins')
  const permissions = childOf(root, 'permissions')
  const pinned =
    pins?.kind === 'map' ? pins.entries.flatMap(({ key, value }) => (textOf(value) === undefined ? [] : [[key, textOf(value)!]])) : []
  return {
    name,
    connector: textOf(childOf(root, 'connector')) ?? '',
    ...(api !== undefined && { api }),
    pins: Object.fromEntries(pinned) as Record<string, string>,
    permissions: (permissions?.kind === 'map' ? valueOf(permissions) : {}) as Record<string, string[]>,
    document,
  }
}

/** The system of the package that a schema reference belongs to: `business-central/salesOrder` → the one with that connector. */
export function systemOf(facts: PackageFacts, schemaReference: string): SystemNeeds | undefined {
  const connector = schemaReference.split('/')[0]
  return [...facts.systems.values()].find((system) => system.connector === connector)
}

/** The schema of what a mapping makes, in a version of the target's API. */
export function targetView(mapping: Mapping, api: string | undefined): SchemaView | Problem | undefined {
  if (mapping.target === undefined) return undefined
  const view = findSchema(mapping.sources.schemas, mapping.target, api)
  if (view) return view
  const node = childOf(childOf(mapping.root, 'target'), 'schema')!
  const forApi = api === undefined ? '' : ` for API ${api}`
  return mappingProblem('mapping.schema-unknown', placeOf(node), {
    schema: mapping.target,
    forApi,
    advice: adviseOnSchema(mapping.sources.schemas, mapping.target),
  })
}
