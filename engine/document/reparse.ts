import type { DocumentNode, Entry, MapNode, Range } from './node.ts'
import { type ParsedText, parseText } from './parse.ts'
import { SourceText } from './source-text.ts'

/**
 * Reads a text that became another by one change, as `parseText` would, but parses only the entry that changed:
 * an editor does this at every key press.
 * @param before what was read of the text before; where the change cannot be kept to one entry of it, everything is read
 */
export function reparseText(before: ParsedText, text: string, file: string): ParsedText {
  const [root] = before.roots
  if (!root || before.problems.length > 0) return parseText(text, file)
  const change = changeOf(root.source.text, text)
  if (change.from === change.to && change.length === 0) return before
  const place = entryAround(before.roots, change)
  const piece = place && parseEntry(place, change, text, file)
  return piece ? graft(before, place, piece, new SourceText(file, text), change) : parseText(text, file)
}

/** What stood from `from` to `to` became a text of some length. */
interface Change {
  readonly from: number
  readonly to: number
  readonly length: number
}

/** An entry in block style, and the lines that are its own: from its key's to the next key's. */
interface Place {
  readonly entry: Entry
  readonly lines: Range
  readonly isLast: boolean
}

function changeOf(before: string, after: string): Change {
  const shorter = Math.min(before.length, after.length)
  let start = 0
  while (start < shorter && before.charCodeAt(start) === after.charCodeAt(start)) start++
  let end = 0
  while (end < shorter - start && before.charCodeAt(before.length - 1 - end) === after.charCodeAt(after.length - 1 - end)) end++
  return { from: start, to: before.length - end, length: after.length - end - start }
}

/** The innermost entry that has the whole change in its lines, behind its indentation. */
function entryAround(roots: readonly MapNode[], change: Change): Place | undefined {
  const root = roots.findLast(({ range }) => range[0] <= change.from)
  if (!root) return undefined
  const { text } = root.source
  const end = roots[roots.indexOf(root) + 1] ? endOfDocument(text, root) : text.length
  return innermost(root, [root.range[0], end], change)
}

function innermost(map: MapNode, [, end]: Range, change: Change): Place | undefined {
  const { text } = map.source
  if (text[map.range[0]] === '{') return undefined
  for (let index = map.entries.length - 1; index >= 0; index--) {
    const entry = map.entries[index]!
    const [keyStart] = entry.keyRange
    if (keyStart > change.from) continue
    const lineStart = text.lastIndexOf('\n', keyStart - 1) + 1
    if (text.slice(lineStart, keyStart).trim() !== '') return undefined
    const next = map.entries[index + 1]
    const lineEnd = next ? text.lastIndexOf('\n', next.keyRange[0] - 1) + 1 : end
    // The line end behind it belongs to the next entry's indentation: a change that takes it moves that entry.
    if (change.to >= lineEnd && lineEnd < text.length) return undefined
    const inner = entry.value.kind === 'map' ? innermost(entry.value, [0, lineEnd], change) : undefined
    return inner ?? { entry, lines: [lineStart, lineEnd], isLast: next === undefined }
  }
  return undefined
}

function endOfDocument(text: string, root: MapNode): number {
  const separator = /^(?:---|\.\.\.)(?=\s|$)/gm
  separator.lastIndex = root.range[0]
  return separator.exec(text)?.index ?? text.length
}

/** A map of the entry in its new text, with offsets that count from the beginning of its lines; undefined where it is no longer one entry. */
function parseEntry({ entry, lines, isLast }: Place, change: Change, text: string, file: string): MapNode | undefined {
  const piece = text.slice(lines[0], lines[1] + change.length - (change.to - change.from))
  if (/^(?:---|\.\.\.|%)/m.test(piece)) return undefined
  const { roots, problems } = parseText(piece, file)
  const [root] = roots
  const [replacement] = root?.entries ?? []
  if (problems.length > 0 || roots.length !== 1 || root!.entries.length !== 1) return undefined
  const isSame = replacement!.key === entry.key && replacement!.keyRange[0] === entry.keyRange[0] - lines[0]
  // How far a map reaches over a comment behind its last entry is not told by that entry alone.
  const endsInComment = isLast && piece.slice(replacement!.value.range[1]).includes('#')
  return isSame && !endsInComment ? root : undefined
}

/** The same tree with one entry replaced; everything is told where it stands now. */
function graft(before: ParsedText, { entry, lines }: Place, piece: MapNode, source: SourceText, change: Change): ParsedText {
  const shift = change.length - (change.to - change.from)
  const [, end] = piece.range
  const moved = (offset: number): number => (offset < lines[1] && offset <= change.from ? offset : offset + shift)
  const placed: Entry = moveEntry(piece.entries[0]!, source, (offset) => offset + lines[0])

  const rebuild = <Node extends DocumentNode>(node: Node): Node => {
    const range: Range = [moved(node.range[0]), moved(node.range[1])]
    if (node.kind === 'scalar') return { ...node, source, range }
    if (node.kind === 'list') return { ...node, source, range, items: node.items.map(rebuild) }
    const entries = node.entries.map((each) => (each === entry ? placed : rebuildEntry(each)))
    return { ...node, source, range: [range[0], endsWith(node, entry) ? lines[0] + end : range[1]], entries }
  }
  const rebuildEntry = (each: Entry): Entry => ({
    key: each.key,
    keyRange: [moved(each.keyRange[0]), moved(each.keyRange[1])],
    source,
    value: rebuild(each.value),
  })
  return { ...before, roots: before.roots.map(rebuild) }
}

/** Whether a map's last entry is the one, or ends with it. */
function endsWith(map: MapNode, entry: Entry): boolean {
  const last = map.entries.at(-1)
  return last !== undefined && (last === entry || (last.value.kind === 'map' && endsWith(last.value, entry)))
}

function moveEntry(entry: Entry, source: SourceText, moved: (offset: number) => number): Entry {
  return {
    key: entry.key,
    keyRange: [moved(entry.keyRange[0]), moved(entry.keyRange[1])],
    source,
    value: moveNode(entry.value, source, moved),
  }
}

function moveNode<Node extends DocumentNode>(node: Node, source: SourceText, moved: (offset: number) => number): Node {
  const range: Range = [moved(node.range[0]), moved(node.range[1])]
  if (node.kind === 'scalar') return { ...node, source, range }
  if (node.kind === 'list') return { ...node, source, range, items: node.items.map((item) => moveNode(item, source, moved)) }
  return { ...node, source, range, entries: node.entries.map((entry) => moveEntry(entry, source, moved)) }
}
