import {
  type Content,
  type Problem,
  type Range,
  type SourceText,
  type TextEdit,
  childOf,
  nodeAt,
  removeEdit,
  setEdit,
} from '../../../engine/index.ts'
import { blockFix } from './block-fix.ts'
import type { Fix } from './language-methods.ts'
import type { Spot } from './spot.ts'

export interface Faulty {
  readonly problem: Problem
  readonly offset: number
  readonly spot: Spot | undefined
  readonly source: SourceText
  /** What is underlined. */
  readonly range: Range
}

/** What an editor can offer to do about a problem, the likeliest first. */
export function fixesFor(faulty: Faulty): Fix[] {
  const { problem, source } = faulty
  const fix = (title: string, ...edits: (TextEdit | undefined)[]): Fix[] => {
    const known = edits.filter((edit) => edit !== undefined)
    return known.length > 0 ? [{ title, path: source.file, edits: known }] : []
  }
  return [...renamed(faulty, fix), ...(fixesByCode[problem.code]?.(faulty, fix) ?? [])]
}

type MakeFix = (title: string, ...edits: (TextEdit | undefined)[]) => Fix[]

/** The name that was probably meant takes the place of what stands there. */
function renamed({ problem, range, source }: Faulty, fix: MakeFix): Fix[] {
  const { nearest } = problem.parameters
  if (typeof nearest !== 'string' || nearest === '') return []
  const found = source.text.slice(range[0], range[1])
  const name = found.startsWith('$') && !nearest.startsWith('$') ? `$${nearest}` : nearest
  const isQuoted = /^(["']).*\1$/s.test(found)
  const written = isQuoted ? `${found[0]}${name}${found[0]}` : name
  return fix(`Change to “${name}”`, { from: range[0], to: range[1], insert: written })
}

const fixesByCode: Readonly<Record<string, (faulty: Faulty, fix: MakeFix) => Fix[]>> = {
  'document.syntax': (faulty, fix) => fix('Put the expression into a block', blockFix(faulty)),
  'document.expression-cut': (faulty, fix) => fix('Put the whole expression into a block', blockFix(faulty)),
  'document.alias': (faulty, fix) => fix('Put the expression into a block', blockFix(faulty)),
  'document.tag': (faulty, fix) => fix('Put the expression into a block', blockFix(faulty)),
  'document.wrong-type': (faulty, fix) => (isBracket(faulty) ? fix('Put the expression into a block', blockFix(faulty)) : []),
  'document.unknown-key': removal('Remove'),
  'document.duplicate-key': (faulty, fix) => fix('Remove this one', removeLine(faulty)),
  'document.missing-key': missingKey,
  'document.digits-lost': ({ problem, range }, fix) =>
    fix('Keep it as text', { from: range[0], to: range[1], insert: `{ const: '${String(problem.parameters['text'])}' }` }),
  'mapping.quoted-path': constant,
  'mapping.path-unknown': constant,
  'mapping.required-missing': required,
  'mapping.setting-unused': removal('Remove the setting'),
  'mapping.setting-unknown': settingUnknown,
  'mapping.setting-wrong': settingWrong,
  'mapping.setting-maybe-undefined': ({ problem, range, source }, fix) => {
    const name = String(problem.parameters['name'])
    const call = /^\$not\(\s*\$settings\.\w+\s*\)/.exec(source.text.slice(range[0]))?.[0]
    return call
      ? fix(`Write $settings.${name} != true`, { from: range[0], to: range[0] + call.length, insert: `$settings.${name} != true` })
      : []
  },
  'mapping.money-rounding': ({ range, source }, fix) => {
    const at = source.text.indexOf('$round', range[0])
    return at >= 0 && at < range[1] ? fix('Use $money', { from: at, to: at + '$round'.length, insert: '$money' }) : []
  },
  'mapping.property-unknown': removal('Remove the field'),
  'mapping.property-read-only': removal('Remove the field'),
  'mapping.no-deep-insert': removal('Remove the field'),
  'overlay.nothing-to-remove': removal('Delete the line'),
  'overlay.nothing-to-overlay': removal('Remove the change'),
  'overlay.use': removal('Remove “use”'),
  'flow.undo-missing': addition('Say that it cannot be undone', 'undo', { expression: 'none' }),
  'flow.apart-needed': addition('Send the collection apart', 'apart', { constant: true }),
  'flow.undo-unused': (faulty, fix) =>
    fix('Remove “undo”', faulty.spot && removeEdit(faulty.spot.document.root, [...faulty.spot.path, 'undo'])),
  'flow.key-has-no-meaning': removal('Remove'),
}

function removal(title: string) {
  return ({ spot }: Faulty, fix: MakeFix): Fix[] =>
    spot?.entry ? fix(title === 'Remove' ? `Remove “${spot.entry.key}”` : title, removeEdit(spot.document.root, spot.path)) : []
}

function addition(title: string, key: string, content: Content) {
  return ({ spot }: Faulty, fix: MakeFix): Fix[] =>
    spot?.entry?.value.kind === 'map' ? fix(title, setEdit(spot.document.root, [...spot.path, key], content)) : []
}

/** Of two entries with one name the tree has the first alone: the other is taken away as a line. */
function removeLine({ offset, source }: Faulty): TextEdit | undefined {
  const { line } = source.place(offset)
  const isWhole = /^\s*[^\s:]+:\s+\S/.test(source.line(line))
  const from = source.offset(line, 1)
  return isWhole ? { from, to: Math.min(source.text.length, source.offset(line + 1, 1)), insert: '' } : undefined
}

function isBracket({ range, source }: Faulty): boolean {
  return /^[[{]/.test(source.text.slice(range[0], range[0] + 1))
}

/** A text that was meant as it stands: `'Item'`, where the source has no such field. */
function constant({ spot, problem }: Faulty, fix: MakeFix): Fix[] {
  const { scalar, entry, path, document } = spot ?? {}
  if (!scalar || !entry || !document || typeof scalar.value !== 'string') return []
  const isWhole = /^[^\s.$()[\]{}]+$/.test(scalar.value.trim()) || problem.code === 'mapping.quoted-path'
  if (!isWhole) return []
  const text = scalar.value.trim()
  if (entry.key !== 'expr') return fix(`Send the text “${text}”`, setEdit(document.root, path!, { constant: text }))
  const [from, to] = entry.keyRange
  return fix(
    `Send the text “${text}”`,
    { from, to, insert: 'const' },
    { from: scalar.range[0], to: scalar.range[1], insert: JSON.stringify(text) },
  )
}

/** Adds what a record cannot be created without: read from the field of the source with the nearest name, else an empty text to fill in. */
function required({ spot, problem }: Faulty, fix: MakeFix): Fix[] {
  const names = [...String(problem.parameters['properties']).matchAll(/“([^”]+)”/g)].map((match) => match[1]!)
  if (!spot) return []
  const shape = spot.entry?.value.kind === 'map' && spot.isKey ? spot.path : []
  const node = nodeAt(spot.document.root, shape)
  if (spot.document.kind !== 'Mapping' && shape.length === 0) return []
  if (childOf(node, 'use') && !childOf(node, 'fields') && !childOf(node, 'parts') && spot.document.kind === 'Integration') return []
  return names.flatMap((name) => fix(`Add “${name}”`, setEdit(spot.document.root, [...shape, 'fields', name], { constant: '' })))
}

function missingKey({ spot, problem }: Faulty, fix: MakeFix): Fix[] {
  const key = String(problem.parameters['key'])
  const content = presets[key]
  if (!spot || !content) return []
  const path = spot.isKey && spot.entry?.value.kind === 'map' ? spot.path : []
  return fix(`Add “${key}”`, setEdit(spot.document.root, [...path, key], content))
}

const presets: Readonly<Record<string, Content>> = {
  apiVersion: { expression: 'v1' },
  name: { expression: 'new-name' },
  rows: { expression: '{}' },
  type: { expression: 'string' },
  key: { expression: '$string(id)' },
}

function settingUnknown({ spot, problem }: Faulty, fix: MakeFix): Fix[] {
  if (spot?.document.kind !== 'Integration' || spot.path[0] !== 'settings') return []
  return fix(`Remove “${String(problem.parameters['name'])}”`, removeEdit(spot.document.root, spot.path.slice(0, 2)))
}

function settingWrong({ spot }: Faulty, fix: MakeFix): Fix[] {
  if (spot?.document.kind !== 'Integration' || spot.path[0] !== 'settings' || spot.path.length < 2) return []
  return fix('Reset it to the default', removeEdit(spot.document.root, spot.path.slice(0, 2)))
}
