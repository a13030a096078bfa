import { type DocumentNode, type Entry, type MapNode, type ScalarNode, childOf, textOf, valueOf } from '../document/node.ts'

/** A value to be: an expression that makes it, or the value itself. */
export type Value = ExpressionValue | ConstantValue

export interface ExpressionValue {
  readonly kind: 'expression'
  readonly text: string
  readonly node: ScalarNode
}

export interface ConstantValue {
  readonly kind: 'constant'
  readonly value: unknown
  readonly node: DocumentNode
}

/** For which variants something holds; nothing said, for all. */
export interface Only {
  readonly modes: readonly Mode[]
  readonly apis: readonly string[]
  readonly node: DocumentNode
}

export type Mode = 'create' | 'update'

export interface Let {
  readonly name: string
  readonly entry: Entry
  readonly value: Value
  readonly description?: string
  /** Of a function: its tests. */
  readonly examples: readonly { readonly arguments: readonly unknown[]; readonly result: unknown; readonly node: DocumentNode }[]
}

export interface Leaf {
  readonly kind: 'leaf'
  readonly name: string
  readonly entry: Entry
  readonly value: Value
  readonly when?: Value
  readonly default?: Value
  readonly required: boolean
  readonly only?: Only
  readonly title?: string
  readonly description?: string
  readonly group?: string
}

/** A mapping, a nested object, a part or a step. */
export interface Shape {
  readonly kind: 'shape'
  readonly name: string
  readonly entry?: Entry
  readonly node: MapNode
  readonly lets: readonly Let[]
  readonly when?: Value
  readonly each?: ExpressionValue
  readonly fields: readonly Field[]
  /** Named pieces of a list; a shape has either fields or parts. */
  readonly parts?: readonly Shape[]
  readonly only?: Only
  readonly group?: string
}

export type Field = Leaf | Shape

/** Reads a node that was checked against the schema of its kind, and whose `use` is resolved, as a shape. */
export function readShape(node: MapNode, name = '', entry?: Entry): Shape {
  const parts = childOf(node, 'parts')
  const each = readValue(childOf(node, 'each'))
  return {
    kind: 'shape',
    name,
    ...(entry && { entry }),
    node,
    lets: entriesOf(childOf(node, 'let')).map(readLet),
    ...optionalValue('when', node),
    ...(each?.kind === 'expression' && { each }),
    fields: entriesOf(childOf(node, 'fields')).map(readField),
    ...(parts && {
      parts: entriesOf(parts).flatMap((part) => (part.value.kind === 'map' ? [readShape(part.value, part.key, part)] : [])),
    }),
    ...optionalOnly(node),
    ...optionalText('group', node),
  }
}

function readField(entry: Entry): Field {
  const { key, value } = entry
  if (value.kind !== 'map') return { kind: 'leaf', name: key, entry, value: readValue(value)!, required: false }
  const expression = childOf(value, 'expr')
  const constant = childOf(value, 'const')
  if (!expression && !constant) return readShape(value, key, entry)
  const required = childOf(value, 'required')
  return {
    kind: 'leaf',
    name: key,
    entry,
    value: constant ? { kind: 'constant', value: valueOf(constant), node: constant } : readValue(expression)!,
    ...optionalValue('when', value),
    ...optionalValue('default', value),
    required: required?.kind === 'scalar' && required.value === true,
    ...optionalOnly(value),
    ...optionalText('title', value),
    ...optionalText('description', value),
    ...optionalText('group', value),
  }
}

function readLet(entry: Entry): Let {
  const { key, value } = entry
  if (value.kind !== 'map') return { name: key, entry, value: readValue(value)!, examples: [] }
  const constant = childOf(value, 'const')
  const examples = childOf(value, 'examples')
  return {
    name: key,
    entry,
    value: constant
      ? { kind: 'constant', value: valueOf(constant), node: constant }
      : (readValue(childOf(value, 'expr')) ?? nothing(value)),
    ...optionalText('description', value),
    examples: examples?.kind === 'list' ? examples.items.flatMap(readExample) : [],
  }
}

function readExample(node: DocumentNode): Let['examples'] {
  if (node.kind !== 'list' || node.items.length !== 2) return []
  const [given, result] = node.items as [DocumentNode, DocumentNode]
  const values = given.kind === 'list' ? given.items.map(valueOf) : [valueOf(given)]
  return [{ arguments: values, result: valueOf(result), node }]
}

/** Text is an expression, anything else is itself. */
export function readValue(node: DocumentNode | undefined): Value | undefined {
  if (!node) return undefined
  if (node.kind === 'scalar' && typeof node.value === 'string') return { kind: 'expression', text: node.value, node }
  return { kind: 'constant', value: valueOf(node), node }
}

function nothing(node: DocumentNode): ConstantValue {
  return { kind: 'constant', value: null, node }
}

function entriesOf(node: DocumentNode | undefined): readonly Entry[] {
  return node?.kind === 'map' ? node.entries : []
}

function optionalValue<Key extends 'when' | 'default'>(key: Key, node: MapNode): { [K in Key]?: Value } {
  const value = readValue(childOf(node, key))
  return (value && { [key]: value }) as { [K in Key]?: Value }
}

function optionalText<Key extends 'title' | 'description' | 'group'>(key: Key, node: MapNode): { [K in Key]?: string } {
  const text = textOf(childOf(node, key))
  return (text !== undefined && { [key]: text }) as { [K in Key]?: string }
}

function optionalOnly(node: MapNode): { only?: Only } {
  const only = childOf(node, 'only')
  if (!only) return {}
  const words = (only.kind === 'list' ? only.items : [only]).flatMap((item) => textOf(item) ?? [])
  const modes = words.filter((word): word is Mode => word === 'create' || word === 'update')
  return { only: { modes, apis: words.filter((word) => word !== 'create' && word !== 'update'), node: only } }
}
