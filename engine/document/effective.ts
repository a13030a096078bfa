import type { Problem } from '../problem.ts'
import type { DocumentSet, SourceDocument } from './document-set.ts'
import { mergeNodes } from './merge.ts'
import { type DocumentNode, type Entry, type MapNode, childOf, entryOf, placeOf, textOf } from './node.ts'
import { documentProblem } from './problems.ts'
import type { Kind } from './schemas.ts'

/** What lies on a package's documents: the changes of one integration. */
export interface Overlay {
  of(kind: Kind, name: string): MapNode | undefined
}

export interface Effective {
  /** The document as it holds: all that it takes in, itself, and the overlay, every entry with its place. */
  readonly root: MapNode
  readonly problems: readonly Problem[]
}

/** What `use` takes over from another document, by the kind of that document. */
const takenOver: Partial<Record<Kind, readonly string[]>> = {
  Mapping: ['source', 'let', 'fields', 'parts'],
  Flow: ['let', 'steps'],
}

/**
 * `effective(D) = merge(effective(use₁) … effective(useₙ), D, overlay of D)`; each `use` inside D, however deep, is resolved before
 * the overlay is laid on, so that an overlay can address shared fields.
 */
export function effectiveDocument(document: SourceDocument, documents: DocumentSet, overlay?: Overlay): Effective {
  return new Resolver(documents, overlay).resolve(document)
}

class Resolver {
  readonly documents: DocumentSet
  readonly overlay: Overlay | undefined
  readonly problems: Problem[] = []
  readonly #open: SourceDocument[] = []
  readonly #done = new Map<SourceDocument, MapNode>()

  constructor(documents: DocumentSet, overlay: Overlay | undefined) {
    this.documents = documents
    this.overlay = overlay
  }

  resolve(document: SourceDocument): Effective {
    return { root: this.effective(document), problems: this.problems }
  }

  private effective(document: SourceDocument): MapNode {
    const done = this.#done.get(document)
    if (done) return done
    this.#open.push(document)
    const resolved = this.resolveUses(document.root, document)
    this.#open.pop()
    const over = this.overlay?.of(document.kind, document.name)
    const root = over ? mergeNodes(resolved, over, this.problems) : resolved
    this.#done.set(document, root)
    return root
  }

  /** Replaces every `use` in a node by what it takes in. */
  private resolveUses(node: MapNode, document: SourceDocument): MapNode {
    const own: MapNode = {
      ...node,
      entries: node.entries.flatMap((entry) => (entry.key === 'use' ? [] : [this.resolveEntry(entry, document)])),
    }
    const bases = usedBy(node).flatMap((name) => this.takeIn(name, document, node === document.root))
    const nothing: MapNode = { ...node, entries: [] }
    return [...bases, own].reduce((base, over) => mergeNodes(base, over, this.problems), nothing)
  }

  private resolveEntry(entry: Entry, document: SourceDocument): Entry {
    if (entry.value.kind !== 'map') return entry
    if (entry.key !== 'fields' && entry.key !== 'parts' && entry.key !== 'steps' && entry.key !== 'choose') return entry
    const members = entry.value.entries.map((member) =>
      member.value.kind === 'map' ? { ...member, value: this.resolveUses(member.value, document) } : member,
    )
    return { ...entry, value: { ...entry.value, entries: members } }
  }

  private takeIn({ name, node }: { name: string; node: DocumentNode }, user: SourceDocument, atRoot: boolean): MapNode[] {
    const { documents } = this
    const used =
      documents.find('Mapping', name, user.packageName) ??
      (user.kind === 'Flow' ? documents.find('Flow', name, user.packageName) : undefined)
    if (!used) {
      const advised = documents.suggest('Mapping', name, user.packageName)
      this.problems.push(documentProblem('document.not-found', placeOf(node), { kind: 'Mapping', name, ...advised }))
      return []
    }
    const circle = this.#open.indexOf(used)
    if (circle >= 0) {
      const names = [...this.#open.slice(circle), used].map((each) => each.name).join(' → ')
      this.problems.push(documentProblem('document.use-circle', placeOf(node), { name: used.name, circle: names }))
      return []
    }
    const taken = takenOver[used.kind] ?? []
    const effective = this.effective(used)
    // What counts as missing is said of a whole record: only a whole document inherits it.
    const keys = atRoot ? taken : taken.filter((key) => key !== 'source')
    return [{ ...effective, entries: effective.entries.filter(({ key }) => keys.includes(key)) }]
  }
}

/** The names behind `use` of a node. */
export function usedBy(node: MapNode): { name: string; node: DocumentNode }[] {
  const use = childOf(node, 'use')
  const items = use?.kind === 'list' ? use.items : use ? [use] : []
  return items.flatMap((item) => {
    const name = textOf(item)
    return name === undefined ? [] : [{ name, node: item }]
  })
}

/** The overlay that an Integration document carries. */
export function overlayOfIntegration(integration: SourceDocument): Overlay {
  const groups: Partial<Record<Kind, string>> = { Mapping: 'mappings', Flow: 'flows', Table: 'tables', Settings: 'settings' }
  const overlays = childOf(integration.root, 'overlays')
  return {
    of(kind, name) {
      const group = groups[kind]
      const node = group && entryOf(childOf(overlays, group), name)?.value
      return node && node.kind === 'map' ? node : undefined
    },
  }
}
