import type { Lineage, NodeValue, SourceRead, TableRead, TracedResult } from '../expression/index.ts'
import type { Path } from '../document/path.ts'
import type { Place } from '../problem.ts'
import type { MappedRecord } from './compile-mapping.ts'
import type { Role, Sites } from './sites.ts'

/** A leaf that was read, and what it held; nothing, where it was looked for in vain. */
export interface ExplainedRead {
  readonly path: Path
  readonly value?: unknown
}

/** A value of the result, and all that made it. */
export interface ExplainedValue {
  /** `list`: how many items there are; `object`: whether it is there. */
  readonly kind: Lineage['kind']
  /** In the result: `['salesOrderLines', 2, 'unitPrice']`. */
  readonly path: Path
  /** Absent where it is not sent. */
  readonly value?: unknown
  /** In the document, with the names of parts: `salesOrderLines.items.unitPrice`. */
  readonly field: string
  readonly at: Place
  /** In the record. */
  readonly sources: readonly ExplainedRead[]
  readonly settings: readonly ExplainedRead[]
  /** What earlier steps of a flow gave. */
  readonly steps: readonly ExplainedRead[]
  /** `$key`. */
  readonly key?: string
  readonly tables: readonly TableRead[]
  /** Named values that it went through; what those read is among what it read. */
  readonly lets: readonly { readonly name: string; readonly at: Place }[]
}

/** An expression of the document, and the values of its parts: what a hover shows. */
export interface ExplainedExpression {
  readonly field: string
  readonly role: Role
  readonly text: string
  readonly at: Place
  /** Offsets in `text`. The narrowest part around an offset is the one to show. */
  readonly parts: readonly Omit<NodeValue, 'site'>[]
}

export interface Explanation extends MappedRecord {
  /** In the order of the result. */
  readonly values: readonly ExplainedValue[]
  readonly expressions: readonly ExplainedExpression[]
}

/** Tells a trace in the words of the document that was compiled. */
export function explain(mapped: MappedRecord, { lineage, nodes }: TracedResult, sites: Sites, document: string): Explanation {
  return {
    ...mapped,
    values: lineage.filter(tells).map((each) => explainValue(each, sites, document)),
    expressions: explainExpressions(nodes, sites, document),
  }
}

/** An object that is there whatever the record holds has nothing to tell. */
function tells({ kind, sources, tables, lets }: Lineage): boolean {
  return kind !== 'object' || sources.length + tables.length + lets.length > 0
}

function explainValue({ kind, site, path, value, sources, tables, lets }: Lineage, sites: Sites, document: string): ExplainedValue {
  const of = (root: string) => sources.filter((read) => read.root === root).map(explainRead)
  const [key] = of('key')
  return {
    kind,
    path,
    ...(value !== undefined && { value }),
    field: sites.get(site).field,
    at: { ...sites.placeOf(site), document },
    sources: of('source'),
    settings: of('settings'),
    steps: of('steps'),
    ...(typeof key?.value === 'string' && { key: key.value }),
    tables,
    lets: lets.map((each) => ({ name: nameOf(sites.get(each).field), at: { ...sites.placeOf(each), document } })),
  }
}

function explainRead({ path, value }: SourceRead): ExplainedRead {
  return { path, ...(value !== undefined && { value }) }
}

/** `salesOrderLines.$total` → `$total` */
function nameOf(field: string): string {
  return field.slice(field.lastIndexOf('$'))
}

function explainExpressions(nodes: readonly NodeValue[], sites: Sites, document: string): ExplainedExpression[] {
  const bySite = new Map<number, Omit<NodeValue, 'site'>[]>()
  for (const { site, ...part } of nodes) bySite.set(site, [...(bySite.get(site) ?? []), part])
  return [...bySite].flatMap(([id, parts]) => {
    const { field, role, value } = sites.get(id)
    return value.kind === 'expression' ? [{ field, role, text: value.text, at: { ...sites.placeOf(id), document }, parts }] : []
  })
}
