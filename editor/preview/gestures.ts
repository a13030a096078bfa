import {
  type Content,
  type DocumentNode,
  type Entry,
  type MapNode,
  type TextEdit,
  applyEdit,
  childOf,
  entryOf,
  nodeAt,
  parseText,
  removeEdit,
  setEdit,
  valueOf,
} from '../../engine/index.ts'
import type { Slot } from './mapping-view.ts'
import { type ReadRow, removalsOf } from './mapping-rows.ts'
import { type OpenedMapping, isWrittenIn, pathOfEntry } from './open-mapping.ts'

/** What a person does to rows. Each becomes the smallest edit of the text that is on top; no other byte changes. */
export type Gesture =
  | { readonly kind: 'write'; readonly row: string; readonly slot: Slot; readonly text: string }
  | { readonly kind: 'add'; readonly parent: string; readonly name: string; readonly text: string }
  | { readonly kind: 'remove'; readonly row: string }
  | { readonly kind: 'reset'; readonly rows: readonly string[] }

const slotKeys: Record<Slot, string> = { value: 'expr', when: 'when', default: 'default', each: 'each' }

/** The edits of a gesture, each for the text that the one before it left; none where nothing is to be done. */
export function gestureEdits(gesture: Gesture, opened: OpenedMapping, rows: readonly ReadRow[]): TextEdit[] {
  const rowOf = (id: string) => rows.find(({ row }) => row.id === id)
  switch (gesture.kind) {
    case 'write': {
      const row = rowOf(gesture.row)
      return row ? writeEdits(row, gesture.slot, gesture.text, opened) : []
    }
    case 'add': {
      const parent = gesture.parent === '' ? [] : rowOf(gesture.parent)?.path
      if (!parent) return []
      return [setEdit(opened.layer.document.root, [...opened.layer.base, ...parent, 'fields', gesture.name], contentOf(gesture.text))]
    }
    case 'remove': {
      const row = rowOf(gesture.row)
      return row ? removalEdits(row, opened) : []
    }
    case 'reset':
      return resetEdits(
        gesture.rows.flatMap((id) => rows.filter(({ row }) => row.id === id || row.id.startsWith(`${id}.`))),
        opened,
      )
  }
}

/** Where a row stands in the text on top, if it does, and where it would. */
function placeIn({ entry, path }: ReadRow, { layer }: OpenedMapping): { own?: readonly string[]; place: readonly string[] } {
  const own = isWrittenIn(layer, entry) ? pathOfEntry(layer.document.root, entry) : undefined
  return { ...(own && { own }), place: own ?? [...layer.base, ...path] }
}

function writeEdits(read: ReadRow, slot: Slot, text: string, opened: OpenedMapping): TextEdit[] {
  const { root } = opened.layer.document
  const { entry, row } = read
  const { own, place } = placeIn(read, opened)
  const isShape = row.kind === 'list' || row.kind === 'object' || row.kind === 'part'
  if (text.trim() === '' && slot !== 'value') {
    const removal = own && removeEdit(root, [...own, slotKeys[slot]])
    return removal ? [removal] : []
  }
  if (isShape) return [setEdit(root, [...place, slotKeys[slot]], { expression: text })]
  if (row.layer === 'removed') return [setEdit(root, place, contentOf(text))]
  if (row.kind === 'let')
    return own && entry.value.kind === 'map' ? leafEdits(root, own, entry, text) : [setEdit(root, place, contentOf(text))]
  if (!own) return [setEdit(root, place, withSlot(entry, slot, text))]
  if (entry.value.kind !== 'map') return [setEdit(root, own, slot === 'value' ? contentOf(text) : withSlot(entry, slot, text))]
  if (slot !== 'value') return [setEdit(root, [...own, slotKeys[slot]], slotContent(text))]
  return leafEdits(root, own, entry, text)
}

/** In a leaf that is a map `expr` and `const` stand for one another; everything else that it says stays. */
function leafEdits(root: MapNode, own: readonly string[], { value }: Entry, text: string): TextEdit[] {
  const [key, content] = leafMember(text)
  if (entryOf(value, key)) return [setEdit(root, [...own, key], content)]
  const renamed = renameEdit(value, key === 'const' ? 'expr' : 'const', key)
  if (!renamed) return [setEdit(root, [...own, key], content)]
  const after = reparsed(root, renamed, own)
  return after ? [renamed, setEdit(after, [...own, key], content)] : []
}

function renameEdit(value: DocumentNode, from: string, to: string): TextEdit | undefined {
  const entry = entryOf(value, from)
  if (!entry) return undefined
  const [start, end] = entry.keyRange
  const written = entry.source.text.slice(start, end)
  return { from: start, to: end, insert: written.replace(from, to) }
}

/** The document in which a path leads somewhere, after an edit of its text. */
function reparsed(root: MapNode, edit: TextEdit, path: readonly string[]): MapNode | undefined {
  const { text, file } = root.source
  const { roots } = parseText(applyEdit(text, edit), file)
  return roots.findLast((each) => each.range[0] <= edit.from && nodeAt(each, path) !== undefined)
}

/** A leaf that another layer wrote, with one of its slots changed: what decides whether and how it is sent goes along. */
function withSlot(entry: Entry, slot: Slot, text: string): Content {
  const kept = ['when', 'only', 'default', 'required'].flatMap((key) => {
    const node = childOf(entry.value, key)
    return node && key !== slotKeys[slot] ? [[key, contentOfNode(key, node)] as const] : []
  })
  const isMap = entry.value.kind === 'map'
  const value: readonly (readonly [string, Content])[] =
    slot === 'value'
      ? [leafMember(text)]
      : isMap
        ? ['expr', 'const'].flatMap((key) => {
            const node = childOf(entry.value, key)
            return node ? [[key, contentOfNode(key, node)] as const] : []
          })
        : [leafMember(String(valueOf(entry.value)))]
  const slots = slot === 'value' ? [] : [[slotKeys[slot], slotContent(text)] as const]
  if (kept.length === 0 && slots.length === 0) return contentOf(text)
  const entries = [...value, ...slots, ...kept]
  return { entries, isInline: isShort(entries) }
}

function leafMember(text: string): readonly [string, Content] {
  const constant = constantOf(text)
  return constant === undefined
    ? ['expr', { expression: text }]
    : ['const', typeof constant === 'string' ? { text: constant } : { constant }]
}

function contentOfNode(key: string, node: DocumentNode): Content {
  if (node.kind === 'scalar' && typeof node.value === 'string')
    return key === 'const' || key === 'only' ? { text: node.value } : { expression: node.value }
  return { json: valueOf(node) }
}

function isShort(entries: readonly (readonly [string, Content])[]): boolean {
  const texts = entries.map(([key, content]) => key + JSON.stringify(content))
  return texts.every((text) => !text.includes('\\n')) && texts.join('').length < 140
}

/** What is typed into a row: a number, `true` or a text in quotes is a constant, everything else an expression. */
function contentOf(text: string): Content {
  const constant = constantOf(text)
  return constant === undefined ? { expression: text } : { constant }
}

/** A text in quotes is an expression there: these keys know no `const`. */
function slotContent(text: string): Content {
  const constant = constantOf(text)
  return constant === undefined || typeof constant === 'string' ? { expression: text } : { constant }
}

function constantOf(text: string): string | number | boolean | null | undefined {
  const trimmed = text.trim()
  if (!/^(?:-?\d|"|true$|false$|null$)/.test(trimmed)) return undefined
  try {
    const value = JSON.parse(trimmed) as unknown
    return typeof value === 'object' && value !== null ? undefined : (value as string | number | boolean | null)
  } catch {
    return undefined
  }
}

/** What only the text on top has is taken out of it; what stands below is covered by `remove`. */
function removalEdits(read: ReadRow, opened: OpenedMapping): TextEdit[] {
  const { layer } = opened
  const { own, place } = placeIn(read, opened)
  if (read.row.layer === 'removed') return []
  const isBelow = layer.isOverlay ? read.row.layer !== 'added' : read.entry.replaces !== undefined || !own
  if (!isBelow && own) {
    const edit = removeEdit(layer.document.root, own)
    return edit ? [edit] : []
  }
  return [setEdit(layer.document.root, place, { entries: [['remove', { constant: true }]], isInline: true })]
}

/** Takes every entry of the rows out of the text on top, the last one first so that places stay what they are. */
function resetEdits(rows: readonly ReadRow[], opened: OpenedMapping): TextEdit[] {
  const { layer } = opened
  if (!layer.isOverlay) return []
  const paths = new Map<string, readonly string[]>()
  for (const read of rows)
    for (const path of ownPaths(read, opened))
      if (![...paths.values()].some((known) => isWithin(path, known))) paths.set(path.join('\0'), path)
  let { root } = layer.document
  const edits: TextEdit[] = []
  for (const path of paths.values()) {
    const edit = removeEdit(root, path)
    if (!edit) continue
    edits.push(edit)
    const at = root.range[0]
    const after = parseText(applyEdit(root.source.text, edit), root.source.file).roots.findLast(({ range }) => range[0] <= at)
    if (!after) break
    root = after
  }
  return edits
}

/** Where the text on top changes a row: once, or in several of its overlays. */
function ownPaths({ row, entry, path }: ReadRow, opened: OpenedMapping): (readonly string[])[] {
  const { layer } = opened
  const { root } = layer.document
  if (row.layer === 'removed') return removalsOf(path, opened).map((each) => pathOfEntry(root, each)!)
  const found: (readonly string[])[] = []
  for (let each: Entry | undefined = entry; each; each = each.replaces)
    if (isWrittenIn(layer, each)) {
      const own = pathOfEntry(root, each)!
      const isMerged = row.kind === 'list' || row.kind === 'object' || row.kind === 'part'
      // Of a shape that is merged key by key, what it says itself; its fields have rows of their own.
      const below = isMerged && each.replaces !== undefined
      const keys = below ? (nodeAt(root, own) as MapNode).entries.map(({ key }) => key).filter((key) => !mergedKeys.has(key)) : []
      found.push(...(below ? keys.map((key) => [...own, key]) : [own]))
    }
  return found
}

const mergedKeys = new Set(['fields', 'parts', 'let'])

function isWithin(path: readonly string[], other: readonly string[]): boolean {
  return other.every((key, index) => path[index] === key)
}
