import {
  type DocumentNode,
  type Entry,
  type SourceDocument,
  childOf,
  effectiveDocument,
  entryOf,
  nodeAt,
  textOf,
  tokenize,
} from '../../../engine/index.ts'
import type { Helper } from './complete.ts'
import { type CursorPlace, cursorAt, spotAt } from './cursor.ts'
import type { Definition, TextPlace } from './language-methods.ts'
import type { Spot } from './spot.ts'

/** Where the thing under the cursor is said: of a change in an overlay, the default that it lies on. */
export function definition(place: TextPlace, helper: Helper): Definition[] {
  const cursor = cursorAt(place, helper.project)
  const spot = spotAt(place, helper.project)
  const found = cursor?.kind === 'expression' ? inExpression(cursor, helper) : spot && inDocument(spot, helper)
  return found ? [found] : []
}

function inExpression({ spot, text, index }: CursorPlace & { kind: 'expression' }, helper: Helper): Definition | undefined {
  const tokens = tokenize(text)
  const at = tokens.findIndex(({ start, end }) => start <= index && index <= end)
  const token = tokens[at]
  if (!token) return undefined
  if (token.kind === 'variable') return entryPlace(letEntry(spot, token.text.slice(1), helper))
  if (token.kind === 'string' && tokens[at - 1]?.text === '(' && tokens[at - 2]?.text === '$table')
    return documentPlace(helper.project.documents.find('Table', token.text.slice(1, -1), packageOf(spot)))
  if (token.kind === 'name' && tokens[at - 1]?.text === '.' && tokens[at - 2]?.text === '$settings')
    return entryPlace(settingEntry(spot, token.text, helper))
  if (token.kind === 'name' && tokens[at - 1]?.text === '.' && tokens[at - 2]?.text === '$steps')
    return entryPlace(stepEntry(spot, token.text, helper))
  return undefined
}

/** A let of a shape around the place, or of what its document takes in. */
export function letEntry(spot: Spot, name: string, helper: Helper): Entry | undefined {
  for (let length = spot.path.length - 1; length >= 0; length--) {
    const own = entryOf(childOf(nodeAt(spot.document.root, spot.path.slice(0, length)), 'let'), name)
    if (own) return own
  }
  for (const document of [baseOf(spot, helper), ...usersOf(spot, helper)]) {
    if (!document) continue
    const found = letsIn(effectiveDocument(document, helper.project.documents).root).find(({ key }) => key === name)
    if (found) return found
  }
  return undefined
}

function letsIn(node: DocumentNode): Entry[] {
  if (node.kind !== 'map') return []
  return node.entries.flatMap((entry) => (entry.key === 'let' && entry.value.kind === 'map' ? entry.value.entries : letsIn(entry.value)))
}

/** Mappings and flows of the package: a fragment sees the lets of whoever takes it in. */
function usersOf(spot: Spot, { project }: Helper): SourceDocument[] {
  const packageName = packageOf(spot)
  return project.documents.all().filter((each) => each.packageName === packageName && (each.kind === 'Mapping' || each.kind === 'Flow'))
}

function settingEntry(spot: Spot, name: string, { project }: Helper): Entry | undefined {
  const packageName = packageOf(spot)
  for (const { root, packageName: own } of project.documents.all('Settings'))
    if (own === packageName) {
      const entry = entryOf(childOf(root, 'properties'), name)
      if (entry) return entry
    }
  return undefined
}

function stepEntry(spot: Spot, name: string, helper: Helper): Entry | undefined {
  for (const flow of helper.project.documents.all('Flow')) {
    if (flow.packageName !== packageOf(spot)) continue
    const entry = entryOf(childOf(effectiveDocument(flow, helper.project.documents).root, 'steps'), name)
    if (entry) return entry
  }
  return undefined
}

function inDocument(spot: Spot, helper: Helper): Definition | undefined {
  const { documents } = helper.project
  const { entry, path, document } = spot
  if (!entry) return undefined
  const name = textOf(entry.value) ?? (spot.scalar && textOf(spot.scalar)) ?? ''
  if (!spot.isKey && (entry.key === 'use' || entry.key === 'expand' || entry.key === 'mapping'))
    return documentPlace(documents.find('Mapping', name, packageOf(spot)) ?? documents.find('Flow', name, packageOf(spot)))
  if (!spot.isKey && entry.key === 'sample') return documentPlace(documents.find('Sample', name, document.packageName))
  if (!spot.isKey && path.at(-2) === 'connections') return documentPlace(documents.find('Connection', name, document.packageName))
  if (document.kind !== 'Integration') return undefined
  if (path[0] === 'settings' && path.length >= 2) return entryPlace(settingEntry(spot, path[1]!, helper))
  return entryPlace(defaultEntry(spot, helper)) ?? documentPlace(baseOf(spot, helper))
}

/** What an overlay's entry changes, wherever the default takes it from. */
function defaultEntry(spot: Spot, helper: Helper): Entry | undefined {
  const base = baseOf(spot, helper)
  const inside = spot.path.slice(3)
  if (!base || inside.length === 0) return undefined
  const { root } = effectiveDocument(base, helper.project.documents)
  for (let length = inside.length; length > 0; length--) {
    const entry = entryOf(nodeAt(root, inside.slice(0, length - 1)), inside[length - 1]!)
    if (entry) return entry
  }
  return undefined
}

/** The document that an overlay lies on; of any other place, its own. */
function baseOf({ document, path }: Spot, { project }: Helper): SourceDocument | undefined {
  if (document.kind !== 'Integration') return document
  if (path[0] !== 'overlays' || path.length < 3) return undefined
  const kind = ({ mappings: 'Mapping', flows: 'Flow', tables: 'Table', settings: 'Settings' } as const)[path[1] as 'mappings']
  return kind && project.documents.find(kind, `${packageOf({ document })}/${path[2]!}`)
}

/** The package whose documents a place is about. */
function packageOf({ document }: Pick<Spot, 'document'>): string {
  return document.kind === 'Integration' ? (textOf(childOf(document.root, 'extends')) ?? '').split('@')[0]! : document.packageName
}

function entryPlace(entry: Entry | undefined): Definition | undefined {
  return entry && { path: entry.source.file, from: entry.keyRange[0], to: entry.keyRange[1] }
}

function documentPlace(document: SourceDocument | undefined): Definition | undefined {
  const name = document && childOf(document.root, 'name')
  return name && { path: document.file, from: name.range[0], to: name.range[1] }
}
