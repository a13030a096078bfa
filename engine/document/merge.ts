import type { Problem } from '../problem.ts'
import { type DocumentNode, type Entry, type MapNode, childOf, entryOf, keyPlaceOf, textOf } from './node.ts'
import { documentProblem } from './problems.ts'
import { suggestion } from './nearest-name.ts'
import { verbs } from './verbs.ts'

/** What is merged by name; any other key of the layer above replaces the one below whole. Lists never merge. */
const containers = new Set(['fields', 'parts', 'steps', 'choose', 'let', 'rows', 'properties', 'match', 'at'])

/** Of these the members are shapes or steps, which merge key by key in their turn; members of the others are replaced whole. */
const deepContainers = new Set(['fields', 'parts', 'steps', 'choose'])

/**
 * Lays one layer on another, by name: the only merge there is, for `use`, overlays and upgrades.
 * Every entry of the result keeps the place where it was written, and what it replaced.
 */
export function mergeNodes(base: MapNode, over: MapNode, problems: Problem[]): MapNode {
  const entries = base.entries.map((below) => {
    const above = entryOf(over, below.key)
    return above ? mergeEntry(below, above, problems) : below
  })
  const added = over.entries.filter((above) => !entryOf(base, above.key))
  return { ...over, entries: [...entries, ...added.map((above) => settled(above, problems))] }
}

function mergeEntry(below: Entry, above: Entry, problems: Problem[]): Entry {
  if (containers.has(below.key) && below.value.kind === 'map' && above.value.kind === 'map') {
    const value = mergeMembers(below.value, above.value, deepContainers.has(below.key), problems)
    return { ...above, value, replaces: below }
  }
  return { ...above, replaces: below }
}

function mergeMembers(base: MapNode, over: MapNode, deep: boolean, problems: Problem[]): MapNode {
  const removed: Entry[] = [...(base.removed ?? [])]
  const aboveByKey = new Map(over.entries.map((entry) => [entry.key, entry]))
  const entries: Entry[] = base.entries.flatMap((below) => {
    const above = aboveByKey.get(below.key)
    if (!above) return [below]
    if (isRemoval(above)) {
      removed.push(below)
      return []
    }
    if (deep && mergesKeyByKey(below, above))
      return [{ ...above, value: withoutBefore(mergeNodes(below.value as MapNode, above.value as MapNode, problems)), replaces: below }]
    return [{ ...above, value: withoutBefore(above.value), replaces: below }]
  })
  const keysBelow = new Set(base.entries.map(({ key }) => key))
  for (const above of over.entries.filter(({ key }) => !keysBelow.has(key))) {
    if (isRemoval(above)) {
      const advised = suggestion(
        above.key,
        base.entries.map(({ key }) => key),
      )
      problems.push(documentProblem('overlay.nothing-to-remove', keyPlaceOf(above), { name: above.key, ...advised }))
    } else place(entries, deep && above.value.kind === 'map' ? { ...above, value: settledShape(above.value, problems) } : above, problems)
  }
  return { ...over, entries, removed }
}

/** Adds a new name to the entries: last, or in front of the one that it names. */
function place(entries: Entry[], above: Entry, problems: Problem[]): void {
  const entry = { ...above, value: withoutBefore(above.value) }
  const before = textOf(childOf(above.value, 'before'))
  if (before === undefined) {
    entries.push(entry)
    return
  }
  const index = entries.findIndex(({ key }) => key === before)
  if (index < 0) {
    const advised = suggestion(
      before,
      entries.map(({ key }) => key),
    )
    problems.push(documentProblem('overlay.nothing-to-stand-before', keyPlaceOf(above), { name: above.key, before, ...advised }))
  }
  entries.splice(index < 0 ? entries.length : index, 0, entry)
}

function withoutBefore(value: DocumentNode): DocumentNode {
  if (value.kind !== 'map' || !entryOf(value, 'before')) return value
  return { ...value, entries: value.entries.filter(({ key }) => key !== 'before') }
}

/** An entry that nothing stands below: whatever it would remove is not there, and `before` has been obeyed. */
function settled(above: Entry, problems: Problem[]): Entry {
  if (above.value.kind !== 'map') return above
  const nothing: MapNode = { ...above.value, entries: [] }
  if (!containers.has(above.key)) return above
  return { ...above, value: mergeMembers(nothing, above.value, deepContainers.has(above.key), problems) }
}

function settledShape(shape: MapNode, problems: Problem[]): MapNode {
  return { ...shape, entries: shape.entries.map((entry) => settled(entry, problems)) }
}

function mergesKeyByKey(below: Entry, above: Entry): boolean {
  if (below.value.kind !== 'map' || above.value.kind !== 'map') return false
  if (isLeaf(below.value) || isLeaf(above.value)) return false
  const verb = verbOf(above.value)
  return verb === undefined || verb === verbOf(below.value)
}

function isLeaf(node: MapNode): boolean {
  return entryOf(node, 'expr') !== undefined || entryOf(node, 'const') !== undefined
}

function isRemoval({ value }: Entry): boolean {
  const remove = childOf(value, 'remove')
  return remove?.kind === 'scalar' && remove.value === true
}

/** The word that says what a step does. */
function verbOf(step: MapNode): string | undefined {
  return verbs.find((verb) => entryOf(step, verb))
}
