import type { SourceDocument } from '../document/document-set.ts'
import { type Overlay, overlayOfIntegration } from '../document/effective.ts'
import { suggestion } from '../document/nearest-name.ts'
import { type DocumentNode, type Entry, childOf, keyPlaceOf, placeOf, textOf, valueOf } from '../document/node.ts'
import { documentProblem } from '../document/problems.ts'
import { placeInScalar } from '../document/scalar-offsets.ts'
import { parseExpression } from '../expression/index.ts'
import { type CheckMappingOptions, checkMapping, distinct } from '../mapping/check-mapping.ts'
import type { Used } from '../mapping/check-scope.ts'
import { type Sources, openMapping, packageFacts } from '../mapping/mapping.ts'
import { mappingProblem } from '../mapping/problems.ts'
import { entitySetsOf } from '../mapping/schema-source.ts'
import { resolveSettings, settingEntry } from '../mapping/settings.ts'
import type { Problem } from '../problem.ts'
import { checkFlow } from './check-flow.ts'
import { checkRoutes } from './check-routes.ts'
import { checkSystem } from './check-system.ts'
import { type GivenSettings, expandFlow } from './expand.ts'
import { openFlow } from './open-flow.ts'

export interface CheckDocumentsOptions {
  /** Records of the source that are known, by the name of their schema. */
  readonly samples?: (schema: string) => readonly unknown[]
  /** What was found before, where the same documents are checked again and again. */
  readonly memory?: CheckMemory
  /** Some of the text could not be read: that nothing uses a setting or table is then not known. */
  readonly isIncomplete?: boolean
}

/**
 * Remembers what a package's documents were found to be, for as long as none of them is another. Whoever keeps it uses it with one
 * set of schemas and samples.
 */
export class CheckMemory {
  readonly #known = new Map<string, { readonly documents: readonly SourceDocument[]; readonly found: Found }>();

  *recall(key: string, documents: readonly SourceDocument[], find: () => Steps<Found>): Steps<Found> {
    const known = this.#known.get(key)
    if (known && known.documents.length === documents.length && known.documents.every((each, index) => each === documents[index]))
      return known.found
    const found = yield* find()
    this.#known.set(key, { documents, found })
    return found
  }
}

interface Found {
  readonly problems: readonly Problem[]
  readonly used: Used
}

/** Work that can be laid down between two documents: an editor does other things then. */
export type Steps<Result> = Generator<undefined, Result>

/** Checks what all documents mean, by themselves and together; what is wrong with their structure was told when they were read. */
export function checkDocuments(sources: Sources, options: CheckDocumentsOptions = {}): Problem[] {
  const steps = checkInSteps(sources, options)
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
  }
}

/** As `checkDocuments`, with a pause after every document. */
export function* checkInSteps(sources: Sources, options: CheckDocumentsOptions = {}): Steps<Problem[]> {
  const problems: Problem[] = []
  const packages = new Set(sources.documents.all().map(({ packageName }) => packageName))
  for (const packageName of packages) problems.push(...(yield* checkPackage(packageName, sources, options)))
  for (const document of sources.documents.all('Integration')) problems.push(...(yield* checkIntegration(document, sources, options)))
  for (const document of sources.documents.all('Test')) problems.push(...checkTest(document, sources))
  return distinct(problems)
}

function* checkPackage(packageName: string, sources: Sources, options: CheckDocumentsOptions): Steps<Problem[]> {
  const { problems, used } = yield* foundIn(packageName, sources, options)
  // What an expression reads that cannot be read itself is not known.
  if (problems.some(({ code }) => /^S\d/.test(code)) || options.isIncomplete) return [...problems]
  const settings = packageFacts(packageName, sources).settings
  const unusedSettings = Object.keys(settings?.properties ?? {}).filter((name) => !used.settings.has(name))
  const tables = sources.documents.all('Table').filter((table) => table.packageName === packageName && !used.tables.has(table.name))
  return [
    ...problems,
    ...unusedSettings.map((name) => mappingProblem('mapping.setting-unused', keyPlaceOf(settingEntry(settings!, name)!), { name })),
    ...tables.map(({ name, root }) => mappingProblem('mapping.table-unused', placeOf(childOf(root, 'name') ?? root), { name })),
  ]
}

/** A package by itself, or as an integration lays its changes and settings on it. */
function* foundIn(packageName: string, sources: Sources, { samples, memory }: CheckDocumentsOptions, over?: Over): Steps<Found> {
  function* find(): Steps<Found> {
    const used: Used = { settings: new Set(), tables: new Set() }
    const under = over ? { ...sources, overlay: over.overlay } : sources
    const options = { ...(samples && { samples }), ...(over && { settings: over.settings }), used }
    return { problems: yield* checkContents(packageName, under, options), used }
  }
  if (!memory) return yield* find()
  // What is taken in may be of another package, and routes stand in connections.
  const documents = sources.documents.all().filter(({ kind }) => kind !== 'Integration' && kind !== 'Test' && kind !== 'Sample')
  const own = over ? [over.integration] : []
  return yield* memory.recall(`${packageName} ${over?.integration.file} ${over?.integration.name}`, [...own, ...documents], find)
}

/** What an integration lays on a package. */
interface Over {
  readonly integration: SourceDocument
  readonly overlay: Overlay
  readonly settings: Readonly<Record<string, unknown>>
}

/** The mappings and flows of a package, by themselves or under the overlay and settings of an integration. */
function* checkContents(packageName: string, sources: Sources, options: CheckMappingOptions): Steps<Problem[]> {
  const problems: Problem[] = []
  for (const document of sources.documents.all().filter((each) => each.packageName === packageName)) {
    problems.push(...checkDocument(document, sources, options))
    yield
  }
  return problems
}

function checkDocument(document: SourceDocument, sources: Sources, options: CheckMappingOptions): Problem[] {
  switch (document.kind) {
    case 'System':
      return checkSystem(document, sources, options)
    case 'Mapping': {
      const mapping = openMapping(document, sources)
      return mapping.target === undefined
        ? [...mapping.problems, ...syntaxProblems(document.root, document.name)]
        : checkMapping(mapping, options)
    }
    case 'Flow':
      return checkFlow(openFlow(document, sources), options)
    default:
      return []
  }
}

/** A fragment that nobody uses is at least read. */
function syntaxProblems(node: DocumentNode, document: string): Problem[] {
  if (node.kind === 'list') return node.items.flatMap((item) => syntaxProblems(item, document))
  if (node.kind === 'scalar') return []
  return node.entries.flatMap(({ key, value }) => {
    if (!expressionKeys.has(key)) return value.kind === 'map' && !proseKeys.has(key) ? syntaxProblems(value, document) : []
    if (value.kind === 'scalar') return typeof value.value === 'string' ? syntaxOf(value, document) : []
    return value.kind === 'map'
      ? value.entries.flatMap((entry) =>
          entry.value.kind === 'scalar' && typeof entry.value.value === 'string'
            ? syntaxOf(entry.value, document)
            : syntaxProblems(entry.value, document),
        )
      : []
  })
}

const expressionKeys = new Set(['expr', 'when', 'each', 'default', 'let', 'fields'])
const proseKeys = new Set(['const', 'title', 'description', 'group', 'source', 'target'])

function syntaxOf(node: DocumentNode & { kind: 'scalar' }, document: string): Problem[] {
  return parseExpression(String(node.value)).problems.map(({ code, message, hint, start }) => ({
    ...mappingProblem(
      'mapping.expression-syntax',
      { ...placeInScalar(node, start), document },
      { reason: message, jsonata: code, advice: hint },
    ),
    code,
  }))
}

/** What an integration changes: its overlay and settings, and what they do to the package that it extends. */
function* checkIntegration(document: SourceDocument, sources: Sources, options: CheckDocumentsOptions): Steps<Problem[]> {
  const extension = childOf(document.root, 'extends')
  const packageName = (textOf(extension) ?? '').split('@')[0]!
  const packages = new Set(sources.documents.all('Flow').map((flow) => flow.packageName))
  if (!packages.has(packageName))
    return extension
      ? [
          documentProblem('document.not-found', placeOf(extension), {
            kind: 'package',
            name: packageName,
            ...suggestion(packageName, packages),
          }),
        ]
      : []
  const overlay = overlayOfIntegration(document)
  const under = { ...sources, overlay }
  const node = childOf(document.root, 'settings')
  const values = node?.kind === 'map' ? (valueOf(node) as Record<string, unknown>) : {}
  const settings = resolveSettings(packageFacts(packageName, under).settings, values, node)
  const before = new Set((yield* foundIn(packageName, sources, options)).problems.map(keyOf))
  const after = (yield* foundIn(packageName, sources, options, { integration: document, overlay, settings: values })).problems
  return [
    ...settings.problems,
    ...checkReferences(document, packageName, sources),
    ...checkIntegrationRoutes(document, packageName, under, { values: settings.values, ...(node && { node }) }),
    ...checkOverlay(document, packageName, sources),
    ...after.filter((problem) => !before.has(keyOf(problem)) && !problem.at.field?.startsWith('settings.')),
  ]
}

/** The routes that the flows of a package need, in the connections of an integration. */
function checkIntegrationRoutes(integration: SourceDocument, packageName: string, sources: Sources, settings: GivenSettings): Problem[] {
  const { documents, schemas } = sources
  const { systems } = packageFacts(packageName, sources)
  const hasTarget = (system: string, resource: string): boolean => {
    const name = textOf(childOf(childOf(integration.root, 'connections'), system))
    const connection = name === undefined ? undefined : documents.find('Connection', name, integration.packageName)
    const connector = systems.get(system)?.connector
    // What is missing altogether is told as that.
    if (!connection || connector === undefined) return true
    if (childOf(childOf(connection.root, 'routes'), resource)) return true
    const sets = entitySetsOf(schemas, connector)
    return sets.length === 0 || sets.includes(resource.split('.')[0]!)
  }
  return documents
    .all('Flow')
    .filter((flow) => flow.packageName === packageName)
    .flatMap((flow) => checkRoutes(expandFlow(openFlow(flow, sources), settings), settings.values, hasTarget))
}

function keyOf({ code, message, at }: Problem): string {
  return JSON.stringify([code, message, at.file, at.line, at.column])
}

/** The flows that are switched and the connections that are named exist. */
function checkReferences(document: SourceDocument, packageName: string, { documents }: Sources): Problem[] {
  const entries = (key: string): readonly Entry[] => {
    const node = childOf(document.root, key)
    return node?.kind === 'map' ? node.entries : []
  }
  const flows = entries('flows').filter(({ key }) => !documents.find('Flow', `${packageName}/${key}`))
  const systems = documents.all('System').filter((system) => system.packageName === packageName)
  const unknownSystems = entries('connections').filter(({ key }) => !systems.some(({ name }) => name === key))
  const connections = entries('connections').filter(
    ({ value }) => textOf(value) !== undefined && !documents.find('Connection', textOf(value)!, document.packageName),
  )
  return [
    ...flows.map((entry) =>
      documentProblem('document.not-found', keyPlaceOf(entry), {
        kind: 'Flow',
        name: entry.key,
        ...documents.suggest('Flow', entry.key, packageName),
      }),
    ),
    ...unknownSystems.map((entry) => {
      const advised = suggestion(
        entry.key,
        systems.map(({ name }) => name),
      )
      return documentProblem('document.not-found', keyPlaceOf(entry), { kind: 'System', name: entry.key, ...advised })
    }),
    ...connections.map(({ value }) => {
      const name = textOf(value)!
      return documentProblem('document.not-found', placeOf(value), {
        kind: 'Connection',
        name,
        ...documents.suggest('Connection', name, document.packageName),
      })
    }),
  ]
}

const overlaid = { mappings: 'Mapping', flows: 'Flow', tables: 'Table', settings: 'Settings' } as const

/** What the overlay lies on is there; an overlay cannot change what is taken in. */
function checkOverlay(document: SourceDocument, packageName: string, { documents }: Sources): Problem[] {
  const overlays = childOf(document.root, 'overlays')
  return Object.entries(overlaid).flatMap(([group, kind]) => {
    const node = childOf(overlays, group)
    if (node?.kind !== 'map') return []
    const unknown = node.entries.filter(({ key }) => !documents.find(kind, `${packageName}/${key}`))
    return [
      ...unknown.map((entry) =>
        documentProblem('overlay.nothing-to-overlay', keyPlaceOf(entry), {
          kind,
          name: entry.key,
          ...documents.suggest(kind, entry.key, packageName),
        }),
      ),
      ...usesIn(node).map((entry) => documentProblem('overlay.use', keyPlaceOf(entry), {})),
    ]
  })
}

function usesIn(node: DocumentNode): Entry[] {
  if (node.kind !== 'map') return []
  return node.entries.flatMap((entry) =>
    entry.key === 'use' ? [entry] : entry.key === 'rows' || entry.key === 'const' ? [] : usesIn(entry.value),
  )
}

function checkTest(document: SourceDocument, { documents }: Sources): Problem[] {
  const problems: Problem[] = []
  for (const [key, kind] of [
    ['mapping', 'Mapping'],
    ['flow', 'Flow'],
  ] as const) {
    const node = childOf(document.root, key)
    const name = textOf(node)
    if (name === undefined || documents.find(kind, name, document.packageName)) continue
    problems.push(
      documentProblem('document.not-found', placeOf(node!), { kind, name, ...documents.suggest(kind, name, document.packageName) }),
    )
  }
  const cases = childOf(document.root, 'cases')
  for (const item of cases?.kind === 'list' ? cases.items : []) {
    const sample = childOf(childOf(item, 'input'), 'sample')
    const sampleName = textOf(sample)
    if (sampleName !== undefined && !documents.find('Sample', sampleName, document.packageName))
      problems.push(
        documentProblem('document.not-found', placeOf(sample!), {
          kind: 'Sample',
          name: sampleName,
          ...documents.suggest('Sample', sampleName, document.packageName),
        }),
      )
  }
  return problems
}
