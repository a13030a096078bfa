import type { Place } from '../problem.ts'
import type { SourceText } from './source-text.ts'

/** Offsets in the source: the first character, and the one behind the last. */
export type Range = readonly [start: number, end: number]

interface SourceNode {
  readonly source: SourceText
  /** Of the value itself, without the comment and line end behind it. */
  readonly range: Range
}

export type ScalarStyle = 'plain' | 'single' | 'double' | 'literal' | 'folded'

export interface ScalarNode extends SourceNode {
  readonly kind: 'scalar'
  readonly value: string | number | boolean | null
  readonly style: ScalarStyle
  /** The comment behind the value on its line, without `#`. */
  readonly comment?: string
  /** What stands here could not be taken in, which was told: nothing more is to be said of it. */
  readonly isUnread?: true
  /** The value is no text of the document: it was made of another scalar, whose text begins so far inside it. */
  readonly made?: { readonly from: ScalarNode; readonly offset: number }
}

export interface ListNode extends SourceNode {
  readonly kind: 'list'
  readonly items: readonly DocumentNode[]
}

export interface Entry {
  readonly key: string
  readonly keyRange: Range
  readonly source: SourceText
  readonly value: DocumentNode
  /** What stood here in the layer below, where a layer above replaced it. */
  readonly replaces?: Entry
}

export interface MapNode extends SourceNode {
  readonly kind: 'map'
  readonly entries: readonly Entry[]
  /** Entries of the layer below that a layer above took away. */
  readonly removed?: readonly Entry[]
}

/** A piece of a document that knows where in which text it stands. */
export type DocumentNode = ScalarNode | ListNode | MapNode

export function entryOf(node: DocumentNode | undefined, key: string): Entry | undefined {
  return node?.kind === 'map' ? node.entries.find((entry) => entry.key === key) : undefined
}

export function childOf(node: DocumentNode | undefined, key: string): DocumentNode | undefined {
  return entryOf(node, key)?.value
}

/** The files whose text is in a tree: those of all the documents that it was made of. */
export function filesIn(node: DocumentNode, files = new Set<string>()): Set<string> {
  files.add(node.source.file)
  if (node.kind === 'list') for (const item of node.items) filesIn(item, files)
  if (node.kind === 'map') for (const { value } of node.entries) filesIn(value, files)
  return files
}

/** The node at a path of keys and list indexes. */
export function nodeAt(node: DocumentNode | undefined, path: readonly (string | number)[]): DocumentNode | undefined {
  return path.reduce<DocumentNode | undefined>(
    (parent, step) => (parent?.kind === 'list' ? parent.items[Number(step)] : childOf(parent, String(step))),
    node,
  )
}

export function placeOf(node: { source: SourceText; range: Range }): Required<Pick<Place, 'file' | 'line' | 'column'>> {
  return node.source.place(node.range[0])
}

export function keyPlaceOf(entry: Entry): Required<Pick<Place, 'file' | 'line' | 'column'>> {
  return entry.source.place(entry.keyRange[0])
}

/** The text of a scalar, where it is one. */
export function textOf(node: DocumentNode | undefined): string | undefined {
  return node?.kind === 'scalar' && typeof node.value === 'string' ? node.value : undefined
}

/** The plain value of a node; keys named `__proto__` become ordinary own keys. */
export function valueOf(node: DocumentNode): unknown {
  if (node.kind === 'scalar') return node.value
  if (node.kind === 'list') return node.items.map(valueOf)
  const value: Record<string, unknown> = {}
  for (const { key, value: child } of node.entries)
    Object.defineProperty(value, key, { value: valueOf(child), enumerable: true, configurable: true, writable: true })
  return value
}
