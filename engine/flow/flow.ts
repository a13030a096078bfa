import { type DocumentNode, type Entry, type MapNode, childOf, entryOf, textOf, valueOf } from '../document/node.ts'
import { type Verb, verbs } from '../document/verbs.ts'
import { type ConstantValue, type ExpressionValue, type Let, type Shape, type Value, readShape, readValue } from '../mapping/shape.ts'

export type OnMissing = 'reject' | 'warn' | 'ignore'
export type OnFound = 'adopt' | 'skip' | 'update'
export type OnError = 'undo' | 'keep' | 'warn'

/** `system.resource`, as a step or a flow names it. */
export interface ResourceName {
  readonly system: string
  readonly resource: string
  readonly node: DocumentNode
}

/** A name where it stands. */
export interface Named {
  readonly name: string
  readonly node: DocumentNode
}

/** A property and what it must be equal to, or a placeholder and what fills it. */
export interface Condition {
  readonly name: string
  readonly value: Value
  readonly entry: Entry
}

export interface Step {
  readonly name: string
  readonly entry: Entry
  readonly verb: Verb
  /** `when`, `each`, `let` and `fields` of the step. */
  readonly shape: Shape
  /** What find, create, update and call work on. */
  readonly resource?: ResourceName
  readonly match?: readonly Condition[]
  readonly at?: readonly Condition[]
  readonly many: boolean
  /** Of find: what is read along with what was found, nested lists and contents. */
  readonly along: readonly Named[]
  /** How long what was found may be used again, in milliseconds. */
  readonly cacheMs?: number
  readonly apart?: Value
  readonly method?: string
  readonly onMissing: OnMissing
  readonly onFound: OnFound
  readonly onError: OnError
  /** Replaces the undo that follows from the verb. */
  readonly undo?: 'none' | Step
  /** What is told of an item that went wrong, and what can be done about it. */
  readonly message?: ExpressionValue
  readonly hint?: ExpressionValue
  /** Of require: what must hold. */
  readonly condition?: Value
  /** Of choose: the first whose `when` holds. */
  readonly choices: readonly Step[]
  /** Of expand: the mapping that makes a step of each item. */
  readonly expands?: { readonly mapping: string; readonly node: DocumentNode }
}

/** Where records come from. */
export interface From {
  readonly how: 'receive' | 'read'
  readonly resource: ResourceName
  /** Time between two reads, in milliseconds. */
  readonly everyMs?: number
  /** The field that says when a record changed: cursor and version. */
  readonly since?: string
  readonly match?: readonly Condition[]
  /** Relations that are read along. */
  readonly relations: readonly string[]
  readonly node: DocumentNode
}

export interface Flow {
  readonly name: string
  readonly node: MapNode
  readonly from?: From
  readonly where?: ExpressionValue
  readonly key?: ExpressionValue
  readonly lets: readonly Let[]
  readonly steps: readonly Step[]
}

/** Reads the effective root of a Flow document that was checked against its schema. */
export function readFlow(root: MapNode): Flow {
  const from = childOf(root, 'from')
  const where = readValue(childOf(root, 'where'))
  const key = readValue(childOf(root, 'key'))
  return {
    name: textOf(childOf(root, 'name')) ?? '',
    node: root,
    ...(from?.kind === 'map' && readFrom(from)),
    ...(where?.kind === 'expression' && { where }),
    ...(key?.kind === 'expression' && { key }),
    lets: readShape(root).lets,
    steps: readSteps(childOf(root, 'steps')),
  }
}

function readFrom(node: MapNode): { from?: From } {
  const how = entryOf(node, 'read') ? 'read' : 'receive'
  const resource = readResource(childOf(node, how))
  if (!resource) return {}
  const every = textOf(childOf(node, 'every'))
  const since = textOf(childOf(node, 'since'))
  const relations = childOf(node, 'with')
  return {
    from: {
      how,
      resource,
      ...(every !== undefined && { everyMs: parseDuration(every) }),
      ...(since !== undefined && { since }),
      ...optionalConditions('match', node),
      relations: relations?.kind === 'list' ? relations.items.flatMap((item) => textOf(item) ?? []) : [],
      node,
    },
  }
}

function readSteps(node: DocumentNode | undefined): Step[] {
  if (node?.kind !== 'map') return []
  return node.entries.flatMap((entry) => readStep(entry) ?? [])
}

/** A step without a verb is left out; the check of the flow tells it. */
export function readStep(entry: Entry): Step | undefined {
  const node = entry.value
  if (node.kind !== 'map') return undefined
  const verb = verbs.find((each) => entryOf(node, each))
  if (!verb) return undefined
  const subject = childOf(node, verb)
  const expands = verb === 'expand' ? textOf(subject) : undefined
  const message = readValue(childOf(node, 'message'))
  const hint = readValue(childOf(node, 'hint'))
  const cache = textOf(childOf(node, 'cache'))
  const apart = readValue(childOf(node, 'apart'))
  const method = textOf(childOf(node, 'method'))
  const resource = verb === 'require' || verb === 'choose' || verb === 'expand' ? undefined : readResource(subject)
  const many = childOf(node, 'many')
  return {
    name: entry.key,
    entry,
    verb,
    shape: readShape(node, entry.key, entry),
    ...(resource && { resource }),
    ...optionalConditions('match', node),
    ...optionalConditions('at', node),
    many: many?.kind === 'scalar' && many.value === true,
    along: namesIn(childOf(node, 'with')),
    ...(cache !== undefined && { cacheMs: parseDuration(cache) }),
    ...(apart && { apart }),
    ...(method !== undefined && { method }),
    onMissing: (textOf(childOf(node, 'onMissing')) ?? 'reject') as OnMissing,
    onFound: (textOf(childOf(node, 'onFound')) ?? 'adopt') as OnFound,
    onError: (textOf(childOf(node, 'onError')) ?? 'undo') as OnError,
    ...readUndo(node),
    ...(message?.kind === 'expression' && { message }),
    ...(hint?.kind === 'expression' && { hint }),
    ...(verb === 'require' && { condition: readValue(subject) ?? constantNothing(node) }),
    choices: verb === 'choose' ? readSteps(subject) : [],
    ...(expands !== undefined && { expands: { mapping: expands, node: subject! } }),
  }
}

function namesIn(node: DocumentNode | undefined): Named[] {
  const items = node?.kind === 'list' ? node.items : []
  return items.flatMap((item) => (textOf(item) === undefined ? [] : [{ name: textOf(item)!, node: item }]))
}

function readUndo(node: MapNode): { undo?: 'none' | Step } {
  const entry = entryOf(node, 'undo')
  if (!entry) return {}
  if (entry.value.kind !== 'map') return { undo: 'none' }
  const step = readStep(entry)
  return step ? { undo: step } : {}
}

function readResource(node: DocumentNode | undefined): ResourceName | undefined {
  const [system, ...rest] = textOf(node)?.split('.') ?? []
  return node && system && rest.length > 0 ? { system, resource: rest.join('.'), node } : undefined
}

function optionalConditions<Key extends 'match' | 'at'>(key: Key, node: MapNode): { [K in Key]?: Condition[] } {
  const conditions = childOf(node, key)
  if (conditions?.kind !== 'map') return {}
  const read = conditions.entries.map((entry) => ({ name: entry.key, value: readValue(entry.value)!, entry }))
  return { [key]: read } as { [K in Key]?: Condition[] }
}

function constantNothing(node: DocumentNode): ConstantValue {
  return { kind: 'constant', value: valueOf(node), node }
}

const unitsMs: Record<string, number> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** `5m` in milliseconds. */
function parseDuration(text: string): number {
  const match = /^(\d+)([smhd])$/.exec(text)
  return match ? Number(match[1]) * unitsMs[match[2]!]! : 0
}
