import {
  type DocumentNode,
  type Overlay,
  type ScalarNode,
  type Sighting,
  type SourceDocument,
  checkFlow,
  checkMapping,
  childOf,
  nodeAt,
  openFlow,
  openMapping,
  overlayOfIntegration,
  textOf,
  valueOf,
} from '../../../engine/index.ts'
import type { Project } from '../project.ts'
import { sampleRecords } from './samples.ts'
import { type Spot, fieldOf } from './spot.ts'

export interface Candidate {
  readonly document: SourceDocument
  readonly integration?: SourceDocument
}

/** What the checker saw where expressions stand: asked for a place, it checks the documents that the place has a say in. */
export class Sightings {
  readonly #project: Project
  #documents: unknown
  readonly #known = new Map<string, readonly Sighting[]>()

  constructor(project: Project) {
    this.#project = project
  }

  /** What can be seen at a place; of a place that no check came past, what can be seen in the shape around it. */
  at(spot: Spot): Sighting | undefined {
    return (spot.scalar && this.#value(spot, spot.scalar)?.sighting) ?? this.shape(spot)
  }

  /** The shape that a place is in. */
  shape(spot: Spot): Sighting | undefined {
    for (const sibling of siblingsOf(spot, this.#project)) {
      const found = this.#value(spot, sibling)
      if (!found) continue
      const { field = '', step } = found.sighting.scope.at
      const parent = field.split('.').slice(0, -1).join('.')
      const shape = shapeAt(found.all, parent, step)
      if (shape) return shape
    }
    return this.#byAddress(spot)
  }

  /** The document in which an expression has its meaning, and the integration that lies on it. */
  origin(spot: Spot): Candidate | undefined {
    return spot.scalar && this.#value(spot, spot.scalar)?.candidate
  }

  #value(spot: Spot, node: ScalarNode): { sighting: Sighting; all: readonly Sighting[]; candidate: Candidate } | undefined {
    for (const { document, integration } of this.#candidates(spot)) {
      const all = this.#of(document, integration)
      const same = all.filter((sighting) => !sighting.isShape && isSame(sighting.node, node))
      const sighting = same.find(({ target }) => target) ?? same[0]
      if (sighting) return { sighting, all, candidate: { document, ...(integration && { integration }) } }
    }
    return undefined
  }

  #byAddress(spot: Spot): Sighting | undefined {
    for (const { document, integration } of this.#candidates(spot)) {
      if (document.name !== nameOf(spot)) continue
      const all = this.#of(document, integration)
      const { field, step } = addressOf(spot)
      const names = field === '' ? [] : field.split('.')
      for (let length = names.length; length >= 0; length--) {
        const shape = shapeAt(all, names.slice(0, length).join('.'), step)
        if (shape) return shape
      }
    }
    return undefined
  }

  /** The documents in which the place has its meaning: itself, or, of a fragment, those that take it in. */
  *#candidates({ document, path }: Spot): Iterable<Candidate> {
    const { documents } = this.#project
    const integration = document.kind === 'Integration' ? document : undefined
    const packageName = integration ? (textOf(childOf(document.root, 'extends')) ?? '').split('@')[0]! : document.packageName
    const name = integration ? path[2] : document.name
    const kind = integration ? (path[1] === 'flows' ? 'Flow' : 'Mapping') : document.kind
    const over = integration ? { integration } : {}
    const ofPackage = (each: 'Mapping' | 'Flow') => documents.all(each).filter((other) => other.packageName === packageName)
    const own = kind === 'Mapping' || kind === 'Flow' ? ofPackage(kind).find((other) => other.name === name) : undefined
    if (own) yield { document: own, ...over }
    for (const other of [...ofPackage('Mapping'), ...ofPackage('Flow')]) if (other !== own) yield { document: other, ...over }
  }

  #of(document: SourceDocument, integration: SourceDocument | undefined): readonly Sighting[] {
    const { documents, schemas } = this.#project
    if (this.#documents !== documents) this.#known.clear()
    this.#documents = documents
    const key = `${document.kind} ${document.packageName}/${document.name} ${integration?.file ?? ''} ${integration?.name ?? ''}`
    const known = this.#known.get(key)
    if (known) return known
    const found: Sighting[] = []
    const overlay: Overlay | undefined = integration && overlayOfIntegration(integration)
    const values = integration && childOf(integration.root, 'settings')
    const settings = values?.kind === 'map' ? (valueOf(values) as Record<string, unknown>) : {}
    const sources = { documents, schemas, ...(overlay && { overlay }) }
    const options = {
      settings,
      samples: (schema: string) => sampleRecords(this.#project, schema),
      see: (sighting: Sighting) => void found.push(sighting),
    }
    if (document.kind === 'Flow') checkFlow(openFlow(document, sources), options)
    else checkMapping(openMapping(document, sources), options)
    this.#known.set(key, found)
    return found
  }
}

function nameOf({ document, path }: Spot): string | undefined {
  return document.kind === 'Integration' ? path[2] : document.name
}

function shapeAt(all: readonly Sighting[], field: string, step: string | undefined): Sighting | undefined {
  const found = all.filter(({ isShape, scope }) => isShape && (scope.at.field ?? '') === field && scope.at.step === step)
  return found.find(({ target }) => target) ?? found[0]
}

function isSame(node: DocumentNode, other: ScalarNode): boolean {
  return node.source.file === other.source.file && node.range[0] === other.range[0] && node.range[1] === other.range[1]
}

/** Values beside the place, also those of the default that an overlay lies on: whoever uses a fragment, they are met there. */
function siblingsOf({ owner, document, path }: Spot, { documents }: Project): ScalarNode[] {
  const own = owner.entries.flatMap(({ value }) => scalarsOf(value))
  if (document.kind !== 'Integration' || path[0] !== 'overlays') return own
  const packageName = (textOf(childOf(document.root, 'extends')) ?? '').split('@')[0]!
  const base = documents.find(path[1] === 'flows' ? 'Flow' : 'Mapping', `${packageName}/${path[2] ?? ''}`)
  const node = base && nodeAt(base.root, path.slice(3, -1))
  const below = base && nodeAt(base.root, path.slice(3))
  return [...own, ...[below, node].flatMap((each) => (each?.kind === 'map' ? each.entries.flatMap(({ value }) => scalarsOf(value)) : []))]
}

function scalarsOf(node: DocumentNode): ScalarNode[] {
  if (node.kind === 'scalar') return [node]
  return ['expr', 'const', 'when'].flatMap((key) => {
    const child = childOf(node, key)
    return child?.kind === 'scalar' ? [child] : []
  })
}

/** How a check calls a place: its fields, and in a flow the step. */
function addressOf({ document, path }: Spot): { field: string; step: string | undefined } {
  const inside = document.kind === 'Integration' ? path.slice(3) : path
  const at = Math.max(inside.lastIndexOf('steps'), inside.lastIndexOf('choose'))
  return { field: fieldOf(at >= 0 ? inside.slice(at + 2) : inside), step: at >= 0 ? inside[at + 1] : undefined }
}
