import {
  type ExplainedField,
  type Schema,
  type SchemaSource,
  type SchemaView,
  dereference,
  itemsOf,
  propertyOf,
} from '../../engine/index.ts'
import { liveValue } from './live-values.ts'
import type { LiveValue } from './mapping-view.ts'

/** A field that expressions can read, with what the sample holds there. */
export interface SourceNode {
  /** `source.Customer.Name`, `settings.DefaultCustomer`, `let.documentNo`. */
  readonly id: string
  readonly label: string
  readonly root: 'source' | 'settings' | 'steps' | 'let'
  /** Names from the root on; lists on the way are not shown. */
  readonly path: readonly string[]
  readonly type: string
  readonly description?: string
  readonly value?: LiveValue
  /** How many items the list has in the sample. */
  readonly count?: number
  /** Neither in the sample nor a part of something that is. */
  readonly isAbsent?: true
  readonly children?: readonly SourceNode[]
}

/** Schemas may refer to themselves. */
const deepest = 7

/** What the schema knows and what the sample holds, as one tree. Of a list the first item with a field shows it. */
export function sourceTree(schemas: SchemaSource, view: SchemaView | undefined, sample: unknown): SourceNode[] {
  return childrenOf(schemas, view, sample === undefined ? [] : [sample], 'source', [])
}

function childrenOf(
  schemas: SchemaSource,
  view: SchemaView | undefined,
  values: readonly unknown[],
  root: SourceNode['root'],
  path: readonly string[],
): SourceNode[] {
  if (path.length >= deepest) return []
  const schema = view && dereference(schemas, view).schema
  const names = new Set([
    ...Object.keys(schema?.properties ?? {}),
    ...values.flatMap((value) => (isRecord(value) ? Object.keys(value) : [])),
  ])
  return [...names].map((name) => {
    const child = schema?.properties && view ? propertyOf(schemas, view, name) : undefined
    const found = values.flatMap((value) => (isRecord(value) && Object.hasOwn(value, name) ? [value[name]] : []))
    return node(schemas, child, found, root, [...path, name])
  })
}

function node(
  schemas: SchemaSource,
  view: SchemaView | undefined,
  values: readonly unknown[],
  root: SourceNode['root'],
  path: readonly string[],
): SourceNode {
  const items = view && itemsOf(schemas, view)
  const isList = items !== undefined || values.some(Array.isArray)
  const inside = isList ? values.flatMap((value) => (Array.isArray(value) ? (value as unknown[]) : [])) : values
  const children = childrenOf(schemas, isList ? items : view, inside, root, path)
  const first = inside.find((value) => value !== null && value !== '') ?? inside[0]
  const shown = isRecord(first) ? undefined : liveValue(first)
  const description = view?.schema.description
  return {
    id: [root, ...path].join('.'),
    label: path.at(-1)!,
    root,
    path,
    type: isList ? 'list' : typeOf(view?.schema, first),
    ...(description !== undefined && { description }),
    ...(shown && { value: shown }),
    ...(isList && { count: inside.length }),
    ...(values.length === 0 && { isAbsent: true as const }),
    ...(children.length > 0 && { children }),
  }
}

function typeOf(schema: Schema | undefined, value: unknown): string {
  const declared = [schema?.format ?? schema?.type ?? []].flat().filter((each) => each !== 'null')
  if (declared.length > 0) return declared.join(' or ')
  return value === undefined || value === null ? '' : typeof value
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/**
 * The leaves that no expression reads. Whoever reads an object reads all that is in it, but for the lists that rows are made of.
 * @param lists rows whose reading of a list only says how often they are made
 */
export function unreadFields(nodes: readonly SourceNode[], fields: readonly ExplainedField[], lists: readonly string[]): string[] {
  const isList = new Set(lists)
  const whole = new Set(fields.filter(({ field }) => !isList.has(field)).flatMap(({ sources }) => sources.map((path) => path.join('.'))))
  const visit = (node: SourceNode): string[] => {
    if (whole.has(node.path.join('.'))) return []
    return node.children ? node.children.flatMap(visit) : [node.id]
  }
  return nodes.flatMap(visit)
}
