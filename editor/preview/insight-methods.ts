import { type Problem, checkMapping } from '../../engine/index.ts'
import { type Contexts, contextsOf } from './contexts.ts'
import { type FreeProperty, type RequiredProperty, freeProperties, requiredProperties, sourceView } from './coverage.ts'
import { liveValue } from './live-values.ts'
import type { MappingAddress } from './mapping-view.ts'
import { openAddress } from './open-mapping.ts'
import { rowOf } from './problem-row.ts'
import type { EngineContext } from './protocol.ts'
import { type SampleChoice, chosenRecord, samplesOf } from './sample.ts'
import { type SourceNode, sourceTree } from './source-tree.ts'

/** What can be said of a mapping beside its result: a little later than the result, as it takes longer. */
export interface MappingInsight {
  readonly contexts: Contexts
  /** What is wrong whatever the record, by row; `''` is the mapping as a whole. */
  readonly problems: Readonly<Record<string, readonly Problem[]>>
  readonly required: readonly RequiredProperty[]
}

export interface SourceTrees {
  readonly record: readonly SourceNode[]
  readonly settings: readonly SourceNode[]
}

export interface InsightApi {
  insight(request: { readonly address: MappingAddress }): MappingInsight | undefined
  /** What expressions can read, with the values of a sample. */
  source(request: { readonly address: MappingAddress; readonly sample?: SampleChoice }): SourceTrees | undefined
  /** What could be added to an object, list or part. */
  properties(request: { readonly address: MappingAddress; readonly parent: string }): readonly FreeProperty[]
}

export function insightMethods({ project }: EngineContext): InsightApi {
  return {
    insight({ address }) {
      const opened = openAddress(project, address)
      if (!opened) return undefined
      const samples = (schema: string) => samplesOf(project, schema).map(({ record }) => record.value)
      const problems: Record<string, Problem[]> = {}
      for (const problem of checkMapping(opened.mapping, { settings: opened.settings, samples }))
        (problems[rowOf(problem)] ??= []).push(problem)
      return { contexts: contextsOf(opened), problems, required: requiredProperties(opened) }
    },

    source({ address, sample }) {
      const opened = openAddress(project, address)
      if (!opened) return undefined
      const record = sample && chosenRecord(project, sample)
      const { facts } = opened.mapping
      const settings = Object.entries(facts.settings?.properties ?? {}).map(([name, setting]): SourceNode => {
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
      return { record: sourceTree(project.schemas, sourceView(opened), record?.value), settings }
    },

    properties({ address, parent }) {
      const opened = openAddress(project, address)
      return opened ? freeProperties(opened, parent) : []
    },
  }
}
