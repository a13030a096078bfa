import { type DocumentNode, type Entry, type MapNode, childOf, entryOf } from './node.ts'
import { type Content, type Surroundings, renderEntry, renderValue } from './render.ts'

/** A change of a text: what stands from `from` to `to` becomes `insert`. Every other byte stays. */
export interface TextEdit {
  readonly from: number
  readonly to: number
  readonly insert: string
}

export function applyEdit(text: string, { from, to, insert }: TextEdit): string {
  return text.slice(0, from) + insert + text.slice(to)
}

/**
 * The smallest edit that gives the entry at a path a new value; keys of the path that are missing are added in the style around them.
 * @param root of the document, as it was read from the text
 */
export function setEdit(root: MapNode, path: readonly string[], content: Content): TextEdit {
  const [owner, depth] = deepestMap(root, path)
  const key = path[depth]!
  const entry = entryOf(owner, key)
  if (entry && depth === path.length - 1) return replaceEdit(owner, entry, content)
  const inner = wrap(path.slice(depth + 1), content)
  // A key without a value, or with something that is no map, is where the missing keys belong.
  return entry ? replaceEdit(owner, entry, inner) : insertEdit(owner, key, inner)
}

/**
 * The smallest edit that takes the entry at a path away, and with it the keys above that would be left without any entry.
 * @returns undefined where there is no such entry
 */
export function removeEdit(root: MapNode, path: readonly string[]): TextEdit | undefined {
  const owners: MapNode[] = []
  let node: DocumentNode | undefined = root
  for (const key of path) {
    if (node?.kind !== 'map' || !entryOf(node, key)) return undefined
    owners.push(node)
    node = childOf(node, key)
  }
  let depth = path.length - 1
  while (depth > 0 && owners[depth]!.entries.length === 1) depth--
  const owner = owners[depth]!
  return isFlow(owner) ? removeFromFlow(owner, path[depth]!) : removeFromBlock(owner, path[depth]!)
}

function deepestMap(root: MapNode, path: readonly string[]): [MapNode, number] {
  let owner = root
  for (let depth = 0; depth < path.length - 1; depth++) {
    const child = childOf(owner, path[depth]!)
    if (child?.kind !== 'map' || child.entries.length === 0) return [owner, depth]
    owner = child
  }
  return [owner, path.length - 1]
}

function wrap(keys: readonly string[], content: Content): Content {
  return keys.reduceRight<Content>((inner, key) => ({ entries: [[key, inner]] }), content)
}

function replaceEdit(owner: MapNode, entry: Entry, content: Content): TextEdit {
  const { text } = owner.source
  const from = text.indexOf(':', entry.keyRange[1]) + 1
  const around = surroundings(owner)
  const insert = renderValue(content, { ...around, indent: columnOf(text, entry.keyRange[0]) })
  const { value } = entry
  const isMissing = value.kind === 'scalar' && value.value === null && value.range[0] === value.range[1]
  const to = isMissing ? from : contentEnd(text, value)
  // A comment on the line of a plain value would end up inside a block: it moves behind the block's header.
  const comment = /^[ \t]+#[^\r\n]*/.exec(text.slice(to))?.[0]
  if (comment && insert.includes('|-')) return { from, to: to + comment.length, insert: insert.replace('|-', `|-${comment}`) }
  return { from, to, insert }
}

function insertEdit(owner: MapNode, key: string, content: Content): TextEdit {
  const { text } = owner.source
  const around = surroundings(owner)
  if (isFlow(owner)) {
    const entry = renderEntry(key, content, around)
    const last = owner.entries.at(-1)
    if (!last) return { from: owner.range[0] + 1, to: owner.range[1] - 1, insert: ` ${entry} ` }
    const at = last.value.range[1]
    const lineStart = text.lastIndexOf('\n', last.keyRange[0] - 1) + 1
    const margin = text.slice(lineStart, last.keyRange[0])
    const standsAlone = lineStart > owner.range[0] && margin.trim() === ''
    return { from: at, to: at, insert: `,${standsAlone ? around.lineEnd + margin : ' '}${entry}` }
  }
  const end = lineEndAt(text, contentEnd(text, owner))
  return { from: end, to: end, insert: `${around.lineEnd}${' '.repeat(around.indent)}${renderEntry(key, content, around)}` }
}

function removeFromBlock(owner: MapNode, key: string): TextEdit {
  const { text } = owner.source
  const entry = entryOf(owner, key)!
  const from = text.lastIndexOf('\n', entry.keyRange[0] - 1) + 1
  const end = lineEndAt(text, Math.max(entry.keyRange[1], contentEnd(text, entry.value)))
  if (end < text.length) return { from, to: end + (text.startsWith('\r\n', end) ? 2 : 1), insert: '' }
  // The last line of a text without a line end takes the line end before it along.
  return { from: Math.max(0, from - (text.startsWith('\r\n', from - 2) ? 2 : 1)), to: end, insert: '' }
}

function removeFromFlow(owner: MapNode, key: string): TextEdit {
  const index = owner.entries.findIndex((entry) => entry.key === key)
  const entry = owner.entries[index]!
  const next = owner.entries[index + 1]
  if (next) return { from: entry.keyRange[0], to: next.keyRange[0], insert: '' }
  const previous = owner.entries[index - 1]
  return { from: previous ? previous.value.range[1] : entry.keyRange[0], to: entry.value.range[1], insert: '' }
}

function surroundings(owner: MapNode): Surroundings {
  const { text } = owner.source
  const first = owner.entries[0]
  const isJson = text.trimStart().startsWith('{')
  return {
    inFlow: isFlow(owner),
    isJson,
    indent: first ? columnOf(text, first.keyRange[0]) : 0,
    lineEnd: text.includes('\r\n') ? '\r\n' : '\n',
  }
}

function isFlow(node: MapNode): boolean {
  return node.source.text[node.range[0]] === '{'
}

function columnOf(text: string, offset: number): number {
  return offset - (text.lastIndexOf('\n', offset - 1) + 1)
}

/** Behind the last character of a value that is neither line end nor comment. */
function contentEnd(text: string, node: DocumentNode): number {
  if (node.kind === 'map' && !isFlow(node)) {
    const last = node.entries.at(-1)
    return last ? Math.max(last.keyRange[1], contentEnd(text, last.value)) : node.range[1]
  }
  if (node.kind === 'list' && text[node.range[0]] !== '[') {
    const last = node.items.at(-1)
    return last ? contentEnd(text, last) : node.range[1]
  }
  let end = node.range[1]
  while (end > node.range[0] && /\s/.test(text[end - 1]!)) end--
  return end
}

function lineEndAt(text: string, offset: number): number {
  const end = text.indexOf('\n', offset)
  if (end < 0) return text.length
  return text[end - 1] === '\r' ? end - 1 : end
}
