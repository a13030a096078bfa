import { type ExplainedField, type Problem, checkMapping, explainFields } from '../../engine/index.ts'
import { type Contexts, contextsOf } from './contexts.ts'
import { type FreeProperty, type RequiredProperty, freeProperties, requiredProperties, sourceView } from './coverage.ts'
import { type ReadValues, liveValue, valuesOfRecord } from './live-values.ts'
import type { LiveValue, MappingAddress, MappingRow } from './mapping-view.ts'
import { rowOf } from './problem-row.ts'
import type { EngineContext } from './protocol.ts'
import type { ReadyMapping, ReadyMappings } from './ready-mappings.ts'
import { type SampleChoice, chosenRecord, samplesOf } from './sample.ts'
import { type SourceNode, sourceTree, unreadFields } from './source-tree.ts'
import type { Explained } from './why.ts'

/** What a row may read, whatever the record. */
export type RowReads = Readonly<Record<string, Pick<ExplainedField, 'sources' | 'settings' | 'steps' | 'tables' | 'lets'>>>

/** What can be said of a mapping beside its result: a little later than the result, as it takes longer. */
export interface MappingInsight {
  readonly contexts: Contexts
  /** What is wrong whatever the record, by row; `''` is the mapping as a whole. */
  readonly problems: Readonly<Record<string, readonly Problem[]>>
  readonly required: readonly RequiredProperty[]
  readonly reads: RowReads
  /** Fields of the source that nothing reads, by their place in the source tree. */
  readonly unused: readonly string[]
  /** Of the sample, with every item where it belongs. */
  readonly shown?: ReadValues
  /** Of named values. */
  readonly lets: Readonly<Record<string, LiveValue>>
}

export interface SourceTrees {
  readonly record: readonly SourceNode[]
  readonly settings: readonly SourceNode[]
}

interface SampleRequest {
  readonly address: MappingAddress
  readonly sample?: SampleChoice
}

export interface InsightApi {
  insight(request: SampleRequest & { readonly items?: Readonly<Record<string, number>> }): MappingInsight | undefined
  /** What expressions can read, with the values of a sample. */
  source(request: SampleRequest): SourceTrees | undefined
  /** What could be added to an object, list or part. */
  properties(request: { readonly address: MappingAddress; readonly parent: string }): readonly FreeProperty[]
  /** Why a row, or the value at a place of the output, is what it is. */
  why(
    request: SampleRequest & {
      readonly row?: string
      readonly at?: readonly (string | number)[]
      readonly items?: Readonly<Record<string, number>>
    },
  ): Explained | undefined
}

export function insightMethods({ project, evaluating }: EngineContext, mappings: ReadyMappings): InsightApi {
  return {
    insight({ address, sample, items = {} }) {
      const ready = mappings.open(address)
      if (!ready) return undefined
      const { opened } = ready
      const explanation = explain(address, sample)
      const lets: Record<string, LiveValue> = {}
      for (const { row } of ready.rows) {
        const value = row.kind === 'let' ? explanation?.letValue(row.id) : undefined
        if (value) lets[row.id] = value
      }
      const shown = explanation && shownValues(ready, address, sample!, items)
      const fields = explainFields(opened.mapping)
      return {
        contexts: contextsOf(opened),
        problems: checked(ready),
        required: requiredProperties(opened),
        reads: Object.fromEntries(
          fields.map(({ field, sources, settings, steps, tables, lets: through }) => [
            field,
            { sources, settings, steps, tables, lets: through },
          ]),
        ),
        unused: unreadFields(
          recordTree(ready, sample),
          fields,
          ready.rows.filter(({ row }) => row.kind === 'list' || row.kind === 'part').map(({ row }) => row.id),
        ),
        lets,
        ...(shown && { shown }),
      }
    },

    source({ address, sample }) {
      const ready = mappings.open(address)
      return ready && { record: recordTree(ready, sample), settings: settingNodes(ready) }
    },

    properties({ address, parent }) {
      const ready = mappings.open(address)
      return ready ? freeProperties(ready.opened, parent) : []
    },

    why({ address, sample, row, at, items = {} }) {
      const ready = mappings.open(address)
      const explanation = explain(address, sample)
      const wanted = row ?? (at && explanation?.rowAt(at))
      if (!ready || !explanation || wanted === undefined) return undefined
      const place = at ?? placeOfRow(ready, wanted, items, mappings.partItems(address) ?? {})
      return explanation.explain(wanted, letsSeenFrom(wanted, ready), place)
    },
  }

  function explain(address: MappingAddress, sample: SampleChoice | undefined) {
    const record = sample && chosenRecord(project, sample)
    return record && mappings.explain(address, sample, record)
  }

  function shownValues(
    ready: ReadyMapping,
    address: MappingAddress,
    sample: SampleChoice,
    items: Readonly<Record<string, number>>,
  ): ReadValues | undefined {
    const given = chosenRecord(project, sample)
    const { compiled } = ready
    if (!given || !compiled) return undefined
    const { record } = evaluating(() => compiled.run(given.value, ready.contextOf(given)))
    return valuesOfRecord(
      ready.rows.map(({ row }) => row),
      record,
      items,
      mappings.partItems(address),
    )
  }

  function checked({ opened }: ReadyMapping): Record<string, Problem[]> {
    const samples = (schema: string) => samplesOf(project, schema).map(({ record }) => record.value)
    const problems: Record<string, Problem[]> = {}
    for (const problem of checkMapping(opened.mapping, { settings: opened.settings, samples }))
      (problems[rowOf(problem)] ??= []).push(problem)
    return problems
  }

  function recordTree({ opened }: ReadyMapping, sample: SampleChoice | undefined): SourceNode[] {
    return sourceTree(project.schemas, sourceView(opened), sample && chosenRecord(project, sample)?.value)
  }
}

function settingNodes({ opened }: ReadyMapping): SourceNode[] {
  return Object.entries(opened.mapping.facts.settings?.properties ?? {}).map(([name, setting]) => {
    const value = liveValue(Object.hasOwn(opened.settings, name) ? opened.settings[name] : setting.default)
    const description = setting.description ?? setting.title
    return {
      id: `settings.${name}`,
      label: name,
      root: 'settings',
      path: [name],
      type: setting.type ?? '',
      ...(description !== undefined && { description }),
      ...(value && { value }),
    }
  })
}

/** Where in the output the value stands that the row shows: of lists, the item that is chosen. */
function placeOfRow(
  { rows }: ReadyMapping,
  id: string,
  items: Readonly<Record<string, number>>,
  partItems: Readonly<Record<string, readonly number[]>>,
): (string | number)[] {
  const byId = new Map(rows.map(({ row }) => [row.id, row]))
  const way: MappingRow[] = []
  for (let row = byId.get(id); row; row = byId.get(row.parent)) way.unshift(row)
  return way.flatMap((row, index) => {
    const next = way[index + 1]
    if (row.kind === 'part') return next ? [partItems[row.id]?.[items[row.id] ?? 0] ?? 0] : []
    return row.kind === 'list' && next && next.kind !== 'part' ? [row.name, items[row.id] ?? 0] : [row.name]
  })
}

/** The row of each named value that a row can see: the nearest, where names are used twice. */
function letsSeenFrom(id: string, { rows }: ReadyMapping): Map<string, string> {
  const seen = new Map<string, string>()
  for (const { row } of rows) if (row.kind === 'let' && (row.parent === '' || id.startsWith(`${row.parent}.`))) seen.set(row.name, row.id)
  return seen
}
