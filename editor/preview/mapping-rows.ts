import {
  type Entry,
  type Field,
  type Leaf,
  type Let,
  type MapNode,
  type Only,
  type Shape,
  type Value,
  childOf,
  entryOf,
  nodeAt,
  valueOf,
} from '../../engine/index.ts'
import type { Layer, MappingRow, SourceRange } from './mapping-view.ts'
import { type OpenedMapping, isWrittenIn, pathOfEntry } from './open-mapping.ts'
import { type TargetPlace, targetRoot } from './target-place.ts'

/** A row, and where it stands in the merged document. */
export interface ReadRow {
  readonly row: MappingRow
  readonly entry: Entry
  /** Keys from the root of the mapping: `fields salesOrderLines parts items fields unitPrice`. */
  readonly path: readonly string[]
}

/** Where a shape stands among the rows. */
interface Within {
  readonly id: string
  readonly path: readonly string[]
  readonly level: number
  readonly group?: string
  readonly applies: boolean
  readonly target?: TargetPlace
}

/** Every line of a mapping: its named values, its fields, what is in lists, and what the document on top took away. */
export function mappingRows(opened: OpenedMapping): ReadRow[] {
  const target = targetRoot(opened)
  return new RowReader(opened).shape(opened.mapping.shape, { id: '', path: [], level: 0, applies: true, ...(target && { target }) })
}

class RowReader {
  readonly #opened: OpenedMapping

  constructor(opened: OpenedMapping) {
    this.#opened = opened
  }

  shape(shape: Shape, within: Within): ReadRow[] {
    const isList = shape.each !== undefined || shape.parts !== undefined
    const inside = isList && within.target ? { ...within, target: within.target.items() } : within
    return [
      ...shape.lets.map((named) => this.let(named, within)),
      ...shape.fields.flatMap((field) => this.field(field, inside)),
      ...this.removed(shape.node, 'fields', inside),
      ...(shape.parts ?? []).flatMap((part) => this.part(part, inside)),
      ...this.removed(shape.node, 'parts', inside),
    ]
  }

  private let({ name, value, entry, description }: Let, within: Within): ReadRow {
    const row: MappingRow = {
      ...this.common(`$${name}`, entry, { ...within, target: undefined }),
      kind: 'let',
      text: shownValue(value)!,
      ...(within.level === 0 && { group: 'Named values' }),
      ...optional('description', description),
    }
    return { row, entry, path: [...within.path, 'let', name] }
  }

  private field(field: Field, within: Within): ReadRow[] {
    return field.kind === 'leaf' ? [this.leaf(field, within)] : this.nested(field, within)
  }

  private leaf(leaf: Leaf, within: Within): ReadRow {
    const { title, description, group, value, required } = leaf
    const common = this.common(leaf.name, leaf.entry, within)
    const told = toldBelow(leaf.entry)
    const row: MappingRow = {
      ...common,
      kind: value.kind,
      text: shownValue(value)!,
      ...optional('title', title ?? told.title ?? common.property?.title),
      ...optional('description', description ?? told.description ?? common.property?.description),
      ...optional('group', within.level > 0 ? undefined : (group ?? told.group)),
      ...optional('when', shownValue(leaf.when)),
      ...optional('preset', shownValue(leaf.default)),
      ...(required && { isRequired: true as const }),
      ...this.variant(leaf.only, within),
    }
    return { row, entry: leaf.entry, path: [...within.path, 'fields', leaf.name] }
  }

  private nested(shape: Shape, within: Within): ReadRow[] {
    const path = [...within.path, 'fields', shape.name]
    const common = this.common(shape.name, shape.entry!, within)
    const { applies, only } = this.variant(shape.only, within)
    const row: MappingRow = {
      ...common,
      kind: shape.parts || shape.each ? 'list' : 'object',
      text: shape.each?.text ?? '',
      layer: this.shapeLayer(shape, shape.entry!),
      ...optional('title', common.property?.title),
      ...optional('group', within.level > 0 ? undefined : shape.group),
      ...optional('when', shownValue(shape.when)),
      applies,
      ...optional('only', only),
    }
    const target = within.target?.property(shape.name)
    const inside = { id: row.id, path, level: within.level + 1, applies, ...(target && { target }) }
    return [{ row, entry: shape.entry!, path }, ...this.shape(shape, inside)]
  }

  private part(part: Shape, within: Within): ReadRow[] {
    const path = [...within.path, 'parts', part.name]
    const { applies, only } = this.variant(part.only, within)
    const row: MappingRow = {
      ...this.common(part.name, part.entry!, { ...within, target: undefined }),
      kind: 'part',
      text: part.each?.text ?? '',
      layer: this.shapeLayer(part, part.entry!),
      ...optional('when', shownValue(part.when)),
      applies,
      ...optional('only', only),
    }
    const inside = { ...within, id: row.id, path, level: within.level + 1, applies }
    return [{ row, entry: part.entry!, path }, ...this.shape({ ...part, each: undefined }, inside)]
  }

  /** What the document on top took away; what the layers below took from one another is no line of this mapping. */
  private removed(shape: MapNode, key: 'fields' | 'parts', within: Within): ReadRow[] {
    const container = childOf(shape, key)
    if (container?.kind !== 'map' || !container.removed || !this.#opened.layer.isOverlay) return []
    return container.removed.flatMap((entry) => {
      const path = [...within.path, key, entry.key]
      const [at] = removalsOf(path, this.#opened)
      if (!at) return []
      const common = this.common(entry.key, entry, within)
      const told = toldBelow(entry)
      const row: MappingRow = {
        ...common,
        kind: 'expression',
        text: '',
        layer: 'removed',
        below: shownEntry(entry),
        range: rangeOf(at),
        belowRange: rangeOf(entry),
        ...optional('title', told.title ?? common.property?.title),
        ...optional('group', within.level > 0 ? undefined : told.group),
      }
      return [{ row, entry: at, path }]
    })
  }

  private common(name: string, entry: Entry, within: Within): Omit<MappingRow, 'kind' | 'text'> {
    const { layer, mapping } = this.#opened
    const id = within.id ? `${within.id}.${name}` : name
    const isOver = layer.isOverlay && isWrittenIn(layer, entry)
    const below = isOver ? belowOverlay(entry, this.#opened) : undefined
    const written = isOver ? undefined : documentName(entry, this.#opened)
    const property = within.target?.property(name)?.describe()
    return {
      id,
      parent: within.id,
      name,
      level: within.level,
      applies: within.applies,
      layer: isOver ? (below ? 'overridden' : 'added') : 'default',
      ...(below && { below: shownEntry(below), belowRange: rangeOf(below) }),
      ...optional('from', written === mapping.document.name ? undefined : written),
      range: rangeOf(entry),
      ...(property && { property }),
      ...(within.target && !property && !name.startsWith('$') && { isUnknown: true as const }),
    }
  }

  /** A shape is changed where one of its own keys is; what is in it has rows of its own. */
  private shapeLayer(shape: Shape, entry: Entry): Layer {
    const { layer } = this.#opened
    if (!layer.isOverlay || !isWrittenIn(layer, entry)) return 'default'
    if (!belowOverlay(entry, this.#opened)) return 'added'
    const own = shape.node.entries.filter(({ key }) => !containers.has(key))
    return own.some((each) => isWrittenIn(layer, each)) ? 'overridden' : 'default'
  }

  private variant(only: Only | undefined, within: Within): { applies: boolean; only?: string } {
    if (!only) return { applies: within.applies }
    const { api } = this.#opened
    const holds = only.apis.length === 0 || (api !== undefined && only.apis.includes(api))
    const isCreated = only.modes.length === 0 || only.modes.includes('create')
    return { applies: within.applies && holds && isCreated, only: [...only.modes, ...only.apis].join(', ') }
  }
}

const containers = new Set(['fields', 'parts', 'let'])

/** The nearest entry below that the document on top did not write. */
function belowOverlay(entry: Entry, { layer }: OpenedMapping): Entry | undefined {
  let below = entry.replaces
  while (below && isWrittenIn(layer, below)) below = below.replaces
  return below
}

/** The entries of the document on top that say `remove` of what stands at a path of the mapping: its own overlay's first. */
export function removalsOf(path: readonly string[], opened: OpenedMapping): Entry[] {
  return overlaysOf(opened).flatMap((overlay) => {
    const suffixes = path.flatMap((key, index) => (key === 'fields' || key === 'parts' ? [path.slice(index)] : []))
    const entry = suffixes.map((suffix) => entryAt(overlay, suffix)).find((each) => each !== undefined && saysRemove(each))
    return entry ? [entry] : []
  })
}

/** What lies on the mapping and on all that it takes in. */
function overlaysOf({ layer, documents }: OpenedMapping): MapNode[] {
  const overlays = childOf(childOf(layer.document.root, 'overlays'), 'mappings')
  return documents.flatMap(({ name }) => {
    const overlay = childOf(overlays, name)
    return overlay?.kind === 'map' ? [overlay] : []
  })
}

function entryAt(root: MapNode, path: readonly string[]): Entry | undefined {
  return entryOf(nodeAt(root, path.slice(0, -1)), path.at(-1)!)
}

function saysRemove({ value }: Entry): boolean {
  const word = childOf(value, 'remove')
  return word?.kind === 'scalar' && word.value === true
}

/** Title, description and group of the layers below: a change of an expression does not repeat them. */
function toldBelow(entry: Entry): { title?: string; description?: string; group?: string } {
  const told: Record<string, string> = {}
  for (let each: Entry | undefined = entry; each; each = each.replaces)
    for (const key of ['title', 'description', 'group']) {
      const node = childOf(each.value, key)
      if (node?.kind === 'scalar' && typeof node.value === 'string') told[key] ??= node.value
    }
  return told
}

function shownValue(value: Value | undefined): string | undefined {
  return value && (value.kind === 'expression' ? value.text : JSON.stringify(value.value))
}

/** What stands at an entry, in one text: its expression, its constant, or its own words. */
export function shownEntry({ value }: Entry): string {
  const inner = childOf(value, 'expr') ?? childOf(value, 'each') ?? (value.kind === 'map' ? childOf(value, 'const') : value)
  if (inner?.kind === 'scalar' && typeof inner.value === 'string' && inner !== childOf(value, 'const')) return inner.value
  return inner ? JSON.stringify(valueOf(inner)) : '…'
}

export function rangeOf({ source, keyRange, value }: Entry): SourceRange {
  return { path: source.file, from: keyRange[0], to: Math.max(keyRange[1], value.range[1]), line: source.place(keyRange[0]).line }
}

/** The name of the document in which an entry stands. */
function documentName(entry: Entry, { documents }: OpenedMapping): string | undefined {
  return documents.find(({ root }) => pathOfEntry(root, entry) !== undefined)?.name
}

function optional<Key extends string>(key: Key, value: string | undefined): { [K in Key]?: string } {
  return (value === undefined ? {} : { [key]: value }) as { [K in Key]?: string }
}
