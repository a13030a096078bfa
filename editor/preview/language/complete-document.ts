import {
  type Kind,
  type SchemaView,
  childOf,
  dereference,
  entitySetsOf,
  kinds,
  packageFacts,
  shownValue,
  textOf,
} from '../../../engine/index.ts'
import type { Helper } from './complete.ts'
import type { CursorPlace } from './cursor.ts'
import { describeSchema, membersOf } from './describe.ts'
import type { Completion, CompletionKind } from './language-methods.ts'
import { type Grammar, grammarsAt, keysOf } from './schema-walk.ts'
import type { Spot } from './spot.ts'

type Key = CursorPlace & { kind: 'key' }
type Value = CursorPlace & { kind: 'value' }

/** The keys of the grammar at a place; among fields, the properties that the target takes. */
export function completeKey(cursor: Key, helper: Helper): Completion[] {
  const { spot, range } = cursor
  const path = spot.path.slice(0, -1)
  const item = (
    label: string,
    kind: CompletionKind,
    detail: string,
    documentation: string | undefined,
    more: Partial<Completion> = {},
  ): Completion => ({
    label,
    kind,
    detail,
    ...(documentation !== undefined && { documentation }),
    insert: `${label}: `,
    from: range[0],
    to: range[1],
    rank: 1,
    continues: true,
    ...more,
  })
  if (path.at(-1) === 'fields') return targetItems(spot, helper, item)
  const named = namedKeys(spot, path, helper)
  if (named) return named.map(({ name, detail, documentation, kind }) => item(name, kind, detail, documentation))
  return [...keysOf(grammarsAt(spot, path), spot.owner)].map(([key, grammar], index) =>
    item(key, 'key', shortType(grammar), grammar.description, { rank: index / 100, ...mapSnippet(cursor, key, grammar) }),
  )
}

type MakeItem = (label: string, kind: CompletionKind, detail: string, documentation?: string, more?: Partial<Completion>) => Completion

/** Properties of the contract that no field makes yet come first; those that the target refuses last. */
function targetItems(spot: Spot, { sightings }: Helper, item: MakeItem): Completion[] {
  const sighting = sightings.shape(spot)
  const target: SchemaView | undefined = sighting?.target
  if (!sighting || !target) return []
  const { schemas } = sighting.scope
  const mapped = mappedNames(sighting.node)
  const here = new Set(spot.owner.entries.map(({ key }) => key))
  const { schema, name } = dereference(schemas, target)
  const required = new Set([...(schema.required ?? []), ...(schema.requiredOnCreate ?? []).flat()])
  return Object.entries(schema.properties ?? {})
    .filter(([property]) => !here.has(property))
    .map(([property, declared]) => {
      const view = dereference(schemas, { name, schema: declared })
      const whole = { ...view.schema, ...declared }
      const isRefused = whole.readOnly === true && !whole.settableOnInsert
      const facts = [
        whole.description,
        (whole as { field?: string }).field && `In Business Central: ${(whole as { field?: string }).field}`,
        whole.enum && `One of ${membersOf(whole).join(', ')}`,
        required.has(property) && 'A record cannot be created without it (or its twin).',
      ].filter((fact): fact is string => typeof fact === 'string')
      const state = mapped.has(property) ? 'mapped already' : required.has(property) ? 'required' : ''
      return item(property, 'property', [describeSchema(whole), state].filter(Boolean).join(', '), facts.join('\n\n') || undefined, {
        rank: isRefused ? 9 : mapped.has(property) ? 3 : required.has(property) ? 0 : 1,
      })
    })
}

function mappedNames(node: Parameters<typeof childOf>[0]): Set<string> {
  const fields = childOf(node, 'fields')
  return new Set(fields?.kind === 'map' ? fields.entries.map(({ key }) => key) : [])
}

interface Named {
  readonly name: string
  readonly kind: CompletionKind
  readonly detail: string
  readonly documentation?: string
}

/** Keys that are names of other things: settings, overlaid documents, properties to match by. */
function namedKeys(spot: Spot, path: readonly string[], helper: Helper): Named[] | undefined {
  const { documents, schemas } = helper.project
  const { root, kind } = spot.document
  const here = new Set(spot.owner.entries.map(({ key }) => key))
  const packageName = kind === 'Integration' ? (textOf(childOf(root, 'extends')) ?? '').split('@')[0]! : spot.document.packageName
  const ofKind = (wanted: Kind): Named[] =>
    documents
      .all(wanted)
      .filter((each) => each.packageName === packageName && !here.has(each.name))
      .map((each) => ({
        name: each.name,
        kind: 'document',
        detail: textOf(childOf(each.root, 'title')) ?? '',
        ...(textOf(childOf(each.root, 'description')) !== undefined && { documentation: textOf(childOf(each.root, 'description'))! }),
      }))
  if (kind === 'Integration' && path.length === 1 && path[0] === 'settings') {
    const { settings } = packageFacts(packageName, { documents, schemas })
    return Object.entries(settings?.properties ?? {})
      .filter(([name]) => !here.has(name))
      .map(([name, { title, description, type, default: preset }]) => ({
        name,
        kind: 'setting',
        detail: `${type}${preset === undefined ? '' : `, default ${shownValue(preset, 30)}`}`,
        documentation: [title && `**${title}**`, description].filter(Boolean).join('\n\n'),
      }))
  }
  if (kind === 'Integration' && path.length === 1 && path[0] === 'flows') return ofKind('Flow')
  if (kind === 'Integration' && path.length === 1 && path[0] === 'connections') return ofKind('System')
  if (kind === 'Integration' && path.length === 2 && path[0] === 'overlays')
    return ofKind(
      ({ mappings: 'Mapping', flows: 'Flow', tables: 'Table', settings: 'Settings' } as const)[path[1] as 'mappings'] ?? 'Mapping',
    )
  return undefined
}

/** The values that the grammar allows at a place, and names of what can be referred to there. */
export function completeValue({ spot, range }: Value, helper: Helper): Completion[] {
  const key = spot.entry!.key
  const item = (label: string, kind: CompletionKind, detail = '', insert = label): Completion => ({
    label,
    kind,
    detail,
    insert,
    from: range[0],
    to: range[1],
    rank: 0,
  })
  if (spot.path.length === 1 && key === 'kind') return kinds.map((kind) => item(kind, 'value'))
  if (key === 'const') return constants(spot, helper).map((member) => item(member, 'value', '', quotedWhere(member)))
  const settings = spot.document.kind === 'Integration' && spot.path[0] === 'settings' ? settingValues(spot, helper) : undefined
  if (settings) return settings.map((value) => item(value, 'value'))
  const references = referencesAt(spot, key, helper)
  if (references.length > 0) return references.map(({ name, detail }) => item(name, 'document', detail))
  const values = grammarsAt(spot, spot.path).flatMap(({ enum: members, const: only, type }) => [
    ...(members ?? []),
    ...(only === undefined ? [] : [only]),
    ...(type === 'boolean' ? [true, false] : []),
  ])
  return [...new Set(values.map(String))].map((value) => item(value, 'value'))
}

function constants(spot: Spot, { sightings }: Helper): string[] {
  const target = sightings.at({ ...spot, ...(spot.entry?.value.kind === 'scalar' && { scalar: spot.entry.value }) })?.target
  return target ? membersOf(target.schema) : []
}

function settingValues(spot: Spot, { project }: Helper): string[] | undefined {
  const packageName = (textOf(childOf(spot.document.root, 'extends')) ?? '').split('@')[0]!
  const setting = packageFacts(packageName, project).settings?.properties[spot.path[1] ?? '']
  if (!setting) return undefined
  return setting.type === 'boolean' ? ['true', 'false'] : (setting.enum ?? []).map(String)
}

function referencesAt(spot: Spot, key: string, { project }: Helper): { name: string; detail: string }[] {
  const { documents, schemas } = project
  const named = (kind: Kind) =>
    documents.all(kind).map((each) => ({
      name: each.packageName === spot.document.packageName ? each.name : `${each.packageName}/${each.name}`,
      detail: textOf(childOf(each.root, 'title')) ?? '',
    }))
  const isReference = grammarsAt(spot, spot.path).length > 0
  if (!isReference) return []
  if (key === 'use' || key === 'expand' || (key === 'mapping' && spot.document.kind === 'Test')) return named('Mapping')
  if (key === 'sample') return named('Sample')
  if (key === 'extends')
    return [...new Set(documents.all('Flow').map(({ packageName }) => packageName))].map((name) => ({ name, detail: 'package' }))
  if (key === 'schema' || (key === 'of' && spot.document.kind === 'Sample'))
    return [...(schemas.names?.() ?? [])].map((name) => ({ name, detail: schemas.get(name)?.title ?? '' }))
  if (spot.path.at(-2) === 'connections') return named('Connection')
  if (['find', 'create', 'update', 'read', 'receive'].includes(key))
    return documents
      .all('System')
      .filter(({ packageName }) => packageName === spot.document.packageName)
      .flatMap(({ name, root }) => {
        const connector = textOf(childOf(root, 'connector')) ?? ''
        return entitySetsOf(schemas, connector).map((resource) => ({ name: `${name}.${resource}`, detail: connector }))
      })
  return []
}

function shortType({ type, enum: members, const: only }: Grammar): string {
  if (members) return members.slice(0, 6).join(' | ')
  return only === undefined ? [type ?? ''].flat().join(' or ') : String(only)
}

/** A key whose value is a map opens it on the next line. */
function mapSnippet({ inFlow }: Key, key: string, grammar: Grammar): Partial<Completion> {
  if (grammar.type !== 'object' || inFlow) return {}
  return { insert: `${key}:\n  $1`, isSnippet: true }
}

function quotedWhere(member: string): string {
  return /^[A-Za-z][\w /-]*$/.test(member) && !/^(true|false|null|yes|no|on|off)$/i.test(member) ? member : JSON.stringify(member)
}
