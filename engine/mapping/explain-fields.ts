import { type Value as KnownValue, analyseExpression, itemOf, types } from '../expression/index.ts'
import { placeOf } from '../document/node.ts'
import type { Place } from '../problem.ts'
import type { Mapping } from './mapping.ts'
import type { Field, Let, Shape, Value } from './shape.ts'

/** What a field of the target may read, whatever the record; lists on the way are not shown in the paths. */
export interface ExplainedField {
  /** With the names of parts: `salesOrderLines.items.unitPrice`. Empty for what decides about the whole record. */
  readonly field: string
  readonly at: Place
  /** Names from the record on. */
  readonly sources: readonly (readonly string[])[]
  readonly settings: readonly (readonly string[])[]
  readonly steps: readonly (readonly string[])[]
  readonly tables: readonly string[]
  /** Named values that it goes through; what those read is counted in. */
  readonly lets: readonly string[]
}

/** Tells for every field of a mapping, and for every list and condition, what it reads: from the text alone. */
export function explainFields(mapping: Mapping): ExplainedField[] {
  const record = { types: types.ANYTHING, origin: { root: 'source', path: [] } }
  const scope: Scope = {
    context: record,
    variables: { source: record, $: record, settings: rooted('settings'), steps: rooted('steps'), key: { types: types.STRING } },
    lets: new Map(),
    field: '',
  }
  return fieldsOfShape(mapping.shape, scope).map((each) => ({ ...each, at: { ...each.at, document: mapping.name } }))
}

interface Scope {
  readonly context: KnownValue
  readonly variables: Readonly<Record<string, KnownValue>>
  readonly lets: ReadonlyMap<string, Reads>
  readonly field: string
}

type Reads = Omit<ExplainedField, 'field' | 'at'>

function rooted(root: string): KnownValue {
  return { types: types.ANYTHING, origin: { root, path: [] } }
}

function fieldsOfShape(shape: Shape, scope: Scope): ExplainedField[] {
  const deciding = [shape.when, shape.each].filter((value) => value !== undefined)
  const decided = deciding.length > 0 ? [explained(scope, deciding[0]!, deciding)] : []
  const inner = withLets(shape.lets, shape.each ? itemScope(shape.each, scope) : scope)
  const named = (name: string): Scope => ({ ...inner, field: inner.field ? `${inner.field}.${name}` : name })
  return [
    ...decided,
    ...(shape.parts ?? []).flatMap((part) => fieldsOfShape(part, named(part.name))),
    ...shape.fields.flatMap((field) => fieldsOf(field, named(field.name))),
  ]
}

function fieldsOf(field: Field, scope: Scope): ExplainedField[] {
  if (field.kind === 'shape') return fieldsOfShape(field, scope)
  const { value, when } = field
  return [explained(scope, value, [value, ...(when ? [when] : []), ...(field.default ? [field.default] : [])])]
}

function explained(scope: Scope, { node }: Value, values: readonly Value[]): ExplainedField {
  return { field: scope.field, at: placeOf(node), ...together(values.map((value) => readsOf(value, scope).reads)) }
}

function itemScope(each: Value, scope: Scope): Scope {
  const item = itemOf(readsOf(each, scope).value, undefined)
  return { ...scope, context: item, variables: { ...scope.variables, $: item, index: { types: types.NUMBER } } }
}

/** Lets may read each other in any order, so each is read twice: once to know them all, and once with what the others read. */
function withLets(lets: readonly Let[], outer: Scope): Scope {
  const variables = { ...outer.variables }
  const known = new Map(outer.lets)
  const scope = { ...outer, variables, lets: known }
  for (const { name, value } of [...lets, ...lets]) {
    const { value: found, reads } = readsOf(value, scope)
    variables[name] = found
    known.set(name, { ...reads, lets: [...new Set([`$${name}`, ...reads.lets])] })
  }
  return scope
}

function readsOf(value: Value, { context, variables, lets }: Scope): { value: KnownValue; reads: Reads } {
  if (value.kind !== 'expression') return { value: { types: types.ANYTHING }, reads: together([]) }
  const analysis = analyseExpression(value.text, { context, variables })
  const of = (root: string) => analysis.reads.filter(({ origin }) => origin.root === root).map(({ origin }) => origin.path)
  const own: Reads = {
    sources: of('source'),
    settings: of('settings'),
    steps: of('steps'),
    tables: analysis.tables.flatMap(({ name }) => name ?? []),
    lets: [],
  }
  return { value: analysis.value, reads: together([own, ...analysis.variables.flatMap(({ name }) => lets.get(name) ?? [])]) }
}

function together(all: readonly Reads[]): Reads {
  const paths = (key: 'sources' | 'settings' | 'steps') => [
    ...new Map(all.flatMap((each) => each[key].map((path) => [path.join('\0'), path] as const))).values(),
  ]
  return {
    sources: paths('sources'),
    settings: paths('settings'),
    steps: paths('steps'),
    tables: [...new Set(all.flatMap(({ tables }) => tables))],
    lets: [...new Set(all.flatMap((each) => each.lets))],
  }
}
