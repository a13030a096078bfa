import { type Problem, applyEdit, parseText, documentsIn, DocumentSet } from '../../engine/index.ts'
import { gestureEdits } from './gestures.ts'
import { liveValue, valuesOfRecord } from './live-values.ts'
import type { LiveValue, MappingAddress, MappingRow } from './mapping-view.ts'
import { openAddress } from './open-mapping.ts'
import type { EngineContext } from './protocol.ts'
import { ReadyMapping, type ReadyMappings } from './ready-mappings.ts'
import { type SampleChoice, chosenRecord } from './sample.ts'

/** What a sample came to. */
export interface TriedSample {
  readonly id: string
  /** Undefined where the record is not there, or is no JSON. */
  readonly problems?: readonly Problem[]
  /** Rows that got no value. */
  readonly empty: readonly string[]
}

/** What the values of changed rows would be under the default. */
export interface TriedReset {
  readonly values: Readonly<Record<string, LiveValue>>
  /** The text without the changes. */
  readonly after: string
  readonly before: string
}

/** Trying things without changing a text. */
export interface TrialApi {
  tryAll(request: {
    readonly address: MappingAddress
    readonly samples: readonly { readonly id: string; readonly choice: SampleChoice }[]
  }): readonly TriedSample[]
  tryReset(request: {
    readonly address: MappingAddress
    readonly rows: readonly string[]
    readonly sample?: SampleChoice
    readonly items?: Readonly<Record<string, number>>
  }): TriedReset | undefined
}

export function trialMethods({ project, evaluating }: EngineContext, mappings: ReadyMappings): TrialApi {
  return {
    tryAll({ address, samples }) {
      const ready = mappings.open(address)
      const compiled = ready?.compiled
      if (!ready || !compiled) return []
      const rows = ready.rows.map(({ row }) => row)
      return samples.map(({ id, choice }) => {
        const given = chosenRecord(project, choice)
        if (!given) return { id, empty: [] }
        const { record, problems } = evaluating(() => compiled.run(given.value, ready.contextOf(given)))
        return { id, problems, empty: emptyRows(rows, record) }
      })
    },

    tryReset({ address, rows, sample, items = {} }) {
      const ready = mappings.open(address)
      if (!ready) return undefined
      const { document } = ready.opened.layer
      const before = project.text(document.file)
      if (before === undefined) return undefined
      const after = gestureEdits({ kind: 'reset', rows }, ready.opened, ready.rows).reduce(applyEdit, before)
      const given = sample && chosenRecord(project, sample)
      if (!given) return { values: {}, before, after }
      const trial = withText(document.file, after, document.packageName)
      const opened = openAddress({ documents: trial, schemas: project.schemas }, address)
      const under = opened && new ReadyMapping(opened, [])
      const compiled = under?.compiled
      if (!compiled) return { values: {}, before, after }
      const { record } = evaluating(() => compiled.run(given.value, under.contextOf(given)))
      const shown = under.rows.map(({ row }) => row)
      return { values: valuesOfRecord(shown, record, items, mappings.partItems(address)).values, before, after }
    },
  }

  /** The documents as they would be with another text in one file. */
  function withText(file: string, text: string, packageName: string): DocumentSet {
    const documents = new DocumentSet()
    const { documents: changed } = documentsIn(parseText(text, file), file, packageName)
    documents.take([...project.documents.all().filter((each) => each.file !== file), ...changed])
    return documents
  }
}

/** Rows that no item gave a value. */
function emptyRows(rows: readonly MappingRow[], record: unknown): string[] {
  const holders = new Map<string, readonly unknown[]>([['', [record]]])
  return rows.flatMap((row) => {
    if (row.kind === 'let' || row.layer === 'removed' || !row.applies) return []
    const holder = holders.get(row.parent) ?? []
    if (row.kind === 'part') {
      holders.set(row.id, holder)
      return []
    }
    const values = holder.flatMap((each) => (isRecord(each) && Object.hasOwn(each, row.name) ? [each[row.name]] : []))
    holders.set(row.id, values.flat())
    return values.some((value) => liveValue(value) !== undefined && value !== '' && value !== null) ? [] : [row.id]
  })
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
