import { type DocumentNode, type MapNode, type SourceDocument, placeOf } from '../../engine/index.ts'
import type { Entry } from '../../engine/document/node.ts'

/** A document that was broken on purpose in one place. */
export interface Mutant {
  /** `send-order: drop steps.location.when` */
  readonly id: string
  readonly document: string
  readonly line: number
  readonly path: readonly string[]
  readonly root: MapNode
}

interface Change {
  readonly path: readonly string[]
  readonly label: string
  readonly entry: Entry
  readonly change: (entry: Entry) => Entry | undefined
}

/** Words of steps, shapes and fields that are taken away, one at a time. */
const words = new Set(
  'when each only default required use onFound onMissing onError undo cache message hint apart many blank where'.split(' '),
)

/** What stands at the root of a document and is no rule. */
const passedOver = new Set('apiVersion kind name title description target use from key'.split(' '))

const containers = new Set('fields steps choose match at parts'.split(' '))

/** Every way in which a document is broken: its fields, steps, conditions and words dropped, blanked, swapped or turned round. */
export function mutantsOf(document: SourceDocument): Mutant[] {
  return [...changesIn(document.root, [])].map(({ path, label, entry, change }) => ({
    id: `${document.name}: ${label} ${path.filter((step) => step !== 'fields').join('.')}`,
    document: document.name,
    line: placeOf({ source: entry.source, range: entry.keyRange }).line,
    path,
    root: changeAt(document.root, path, change),
  }))
}

function* changesIn(node: MapNode, path: readonly string[]): Generator<Change> {
  for (const entry of node.entries) {
    if (path.length === 0 && passedOver.has(entry.key)) continue
    const here = [...path, entry.key]
    const { value } = entry
    if (words.has(entry.key)) yield { path: here, label: 'drop', entry, change: () => undefined }
    if (entry.key === 'when') yield { path: here, label: 'negate', entry, change: negated }
    if (entry.key === 'require') yield { path: here, label: 'always hold', entry, change: (old) => withText(old, 'true') }
    if (entry.key === 'create' && !node.entries.some(({ key }) => key === 'onFound'))
      yield { path: here, label: 'skip what is found by', entry, change: (old) => old }
    if (value.kind !== 'map') continue
    if (containers.has(entry.key)) yield* membersOf(entry.key, value, here)
    else if (entry.key === 'let') yield* letsOf(value, here)
    else if (path.length === 0 ? entry.key === 'source' : entry.key === 'undo') yield* changesIn(value, here)
  }
}

function* letsOf({ entries }: MapNode, path: readonly string[]): Generator<Change> {
  for (const entry of entries) yield { path: [...path, entry.key], label: 'empty', entry, change: (old) => withText(old, '[][0]') }
}

function* membersOf(container: string, { entries }: MapNode, path: readonly string[]): Generator<Change> {
  for (const [index, entry] of entries.entries()) {
    const here = [...path, entry.key]
    yield { path: here, label: 'drop', entry, change: () => undefined }
    if (container === 'fields' && isLeaf(entry.value))
      yield { path: here, label: 'blank', entry, change: (old) => ({ ...old, value: scalar(old.value, null) }) }
    const next = entries[(index + 1) % entries.length]!
    if (['fields', 'match', 'at'].includes(container) && said(next.value) !== said(entry.value))
      yield { path: here, label: `put ${next.key} into`, entry, change: (old) => ({ ...old, value: next.value }) }
    if (entry.value.kind === 'map') yield* changesIn(entry.value, here)
  }
}

function isLeaf(node: DocumentNode): boolean {
  return node.kind === 'scalar'
    ? node.value !== null
    : node.kind === 'map' && node.entries.some(({ key }) => key === 'expr' || key === 'const')
}

/** What a value says, whatever it is called by. */
function said(node: DocumentNode): string {
  const value = node.kind === 'map' ? (node.entries.find(({ key }) => key === 'expr' || key === 'const')?.value ?? node) : node
  return value.kind === 'scalar'
    ? String(value.value)
    : JSON.stringify(value, (key, inner: unknown) => (key === 'source' ? undefined : inner))
}

function negated(entry: Entry): Entry {
  const { value } = entry
  return withText(entry, value.kind === 'scalar' && typeof value.value === 'string' ? `$not(${value.value})` : 'false')
}

function withText(entry: Entry, text: string): Entry {
  return { ...entry, value: scalar(entry.value, text) }
}

function scalar({ source, range }: DocumentNode, value: string | null): DocumentNode {
  return { kind: 'scalar', source, range, value, style: value === null ? 'plain' : 'double' }
}

/** The node with the entry at a path changed; a `create` that is named itself gets `onFound: skip` beside it. */
function changeAt(node: MapNode, [key, ...rest]: readonly string[], change: (entry: Entry) => Entry | undefined): MapNode {
  const entries = node.entries.flatMap((entry) => {
    if (entry.key !== key) return [entry]
    if (rest.length > 0) return entry.value.kind === 'map' ? [{ ...entry, value: changeAt(entry.value, rest, change) }] : [entry]
    const changed = change(entry)
    if (key === 'create' && changed === entry) return [entry, { ...entry, key: 'onFound', value: scalar(entry.value, 'skip') }]
    return changed ? [changed] : []
  })
  return { ...node, entries }
}
