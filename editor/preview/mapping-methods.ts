import { type SampleRecord, applyEdit } from '../../engine/index.ts'
import { type Gesture, gestureEdits } from './gestures.ts'
import { valuesOfRecord } from './live-values.ts'
import type { EditedText, MappedResult, MappingAddress, MappingView } from './mapping-view.ts'
import type { OpenedMapping } from './open-mapping.ts'
import type { EngineContext } from './protocol.ts'
import type { ReadyMapping, ReadyMappings } from './ready-mappings.ts'
import { type SampleChoice, chosenRecord } from './sample.ts'

export interface PreviewRequest {
  readonly address: MappingAddress
  readonly sample?: SampleChoice
  /** Which item of each list or part the rows show, by its row. */
  readonly items?: Readonly<Record<string, number>>
}

/** What becomes of a text by a gesture; the text before tells whether it is still the one that the page has. */
export interface GestureResult {
  readonly path: string
  readonly before: string
  readonly after: string
}

/** A mapping, seen and changed in rows. */
export interface MappingApi {
  /** Undefined where there is no such mapping. */
  preview(request: PreviewRequest): MappingView | undefined
  /** Undefined where nothing is to be done, or nothing can be. */
  gesture(request: { readonly address: MappingAddress; readonly gesture: Gesture }): GestureResult | undefined
}

export function mappingMethods({ project, evaluating }: EngineContext, mappings: ReadyMappings): MappingApi {
  return {
    preview({ address, sample, items = {} }) {
      const ready = mappings.open(address)
      if (!ready) return undefined
      const { opened, rows } = ready
      const given = sample && chosenRecord(project, sample)
      const result = given && run(ready, given, items, mappings.partItems(address))
      const { root, file } = opened.mapping.document
      return {
        ...headOf(opened),
        edited: editedText(opened),
        defaultPath: file,
        defaultLine: root.source.place(root.range[0]).line,
        rows: rows.map(({ row }) => row),
        obstacles: ready.obstacles,
        ...(result && { result }),
      }
    },

    gesture({ address, gesture }) {
      const ready = mappings.open(address)
      if (!ready || editedText(ready.opened).refusal) return undefined
      const { file } = ready.opened.layer.document
      const before = project.text(file)
      if (before === undefined) return undefined
      const after = gestureEdits(gesture, ready.opened, ready.rows).reduce(applyEdit, before)
      return after === before ? undefined : { path: file, before, after }
    },
  }

  function run(
    ready: ReadyMapping,
    given: SampleRecord,
    items: Readonly<Record<string, number>>,
    partItems: Readonly<Record<string, readonly number[]>> | undefined,
  ): MappedResult | undefined {
    const { compiled } = ready
    if (!compiled) return undefined
    const context = ready.contextOf(given)
    const { record, problems } = evaluating(() => compiled.run(given.value, context))
    const rows = ready.rows.map(({ row }) => row)
    return { record, problems, ...valuesOfRecord(rows, record, items, partItems), ...(context.key !== undefined && { key: context.key }) }
  }

  function editedText({ layer }: OpenedMapping): EditedText {
    const path = layer.document.file
    if (project.isReadOnly(path)) return { path, refusal: 'read-only' }
    return project.isBroken(path) ? { path, refusal: 'broken' } : { path }
  }
}

type Head = Pick<MappingView, 'title' | 'description' | 'isFragment' | 'sourceSchema' | 'targetSchema' | 'api'>

function headOf({ mapping, api }: OpenedMapping): Head {
  const text = (key: string) => {
    const node = mapping.document.root.entries.find((entry) => entry.key === key)?.value
    return node?.kind === 'scalar' && typeof node.value === 'string' ? node.value : undefined
  }
  const description = text('description')
  return {
    title: text('title') ?? mapping.name,
    isFragment: mapping.target === undefined,
    ...(api !== undefined && { api }),
    ...(description !== undefined && { description }),
    ...(mapping.source?.schema !== undefined && { sourceSchema: mapping.source.schema }),
    ...(mapping.target !== undefined && { targetSchema: mapping.target }),
  }
}
