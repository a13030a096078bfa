import type { DocumentNode, Entry, MapNode, ScalarNode, SourceDocument } from '../../../engine/index.ts'

/** What stands at an offset of a document's text. */
export interface Spot {
  readonly document: SourceDocument
  /** Keys from the root to the entry around the offset; it ends with the entry's own. */
  readonly path: readonly string[]
  /** The map that the entry is of. */
  readonly owner: MapNode
  readonly entry?: Entry
  /** Whether it is the entry's key that stands there. */
  readonly isKey: boolean
  /** The value there, where it is a single one. */
  readonly scalar?: ScalarNode
}

/** The document of a file that an offset stands in. */
export function documentAt(documents: readonly SourceDocument[], offset: number): SourceDocument | undefined {
  return documents.findLast(({ root }) => root.range[0] <= offset) ?? documents[0]
}

export function spotIn(document: SourceDocument, offset: number): Spot {
  return descend({ document, path: [], owner: document.root, isKey: false }, document.root, offset)
}

function descend(spot: Spot, node: DocumentNode, offset: number): Spot {
  if (node.kind === 'scalar') return offset >= node.range[0] && offset <= contentEnd(node) ? { ...spot, scalar: node } : spot
  if (node.kind === 'list') {
    const item = node.items.findLast((each) => each.range[0] <= offset)
    return item && offset <= item.range[1] ? descend(spot, item, offset) : spot
  }
  const entry = node.entries.findLast(({ keyRange }) => keyRange[0] <= offset)
  if (!entry) return spot
  // Behind the end of a `{ … }` nothing of it stands.
  if (isFlow(node) && offset >= node.range[1]) return spot
  const inside: Spot = { document: spot.document, path: [...spot.path, entry.key], owner: node, entry, isKey: offset <= entry.keyRange[1] }
  return inside.isKey ? inside : descend(inside, entry.value, offset)
}

export function isFlow(node: DocumentNode): boolean {
  return node.source.text[node.range[0]] === '{'
}

/** A block reaches to the line end behind it; what is typed there belongs to it only where it is indented. */
function contentEnd(node: ScalarNode): number {
  const { text } = node.source
  let end = node.range[1]
  if (node.style === 'literal' || node.style === 'folded') while (end > node.range[0] && text[end - 1] === '\n') end--
  return end
}

/** The names that a problem's `field` is made of: what groups fields is left out. */
export function fieldOf(path: readonly string[]): string {
  return path.filter((key, index) => !(containers.has(key) && (index === 0 || !isName(path, index)))).join('.')
}

const containers = new Set(['fields', 'parts'])

/** A field may itself be called `fields`: it then stands behind a container. */
function isName(path: readonly string[], index: number): boolean {
  return containers.has(path[index - 1]!) && !isName(path, index - 1)
}
