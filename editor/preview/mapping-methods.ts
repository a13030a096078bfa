import { type CompiledMapping, type Problem, ProblemError, applyEdit, compileMapping, isError, previewKey } from '../../engine/index.ts'
import { type Gesture, gestureEdits } from './gestures.ts'
import { valuesOfRecord } from './live-values.ts'
import { type ReadRow, mappingRows } from './mapping-rows.ts'
import type { MappedResult, MappingAddress, MappingView } from './mapping-view.ts'
import { type OpenedMapping, obstaclesOf, openAddress } from './open-mapping.ts'
import type { EngineContext } from './protocol.ts'
import { type SampleChoice, chosenRecord } from './sample.ts'
import { syntaxObstacles } from './syntax-obstacles.ts'

export interface PreviewRequest {
  readonly address: MappingAddress
  readonly sample?: SampleChoice
  /** Which item of each list the rows show, by the list's row. */
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

/** What was made of a mapping last, for as long as no document becomes another. */
interface Ready {
  readonly address: string
  readonly revision: number
  readonly opened: OpenedMapping
  readonly rows: readonly ReadRow[]
  obstacles: readonly Problem[]
  /** Compiled once it is run; null where it cannot be. */
  compiled?: CompiledMapping | null
}

export function mappingMethods({ project, evaluating }: EngineContext): MappingApi {
  let ready: Ready | undefined

  function open(address: MappingAddress): Ready | undefined {
    const key = JSON.stringify(address)
    if (ready?.address === key && ready.revision === project.revision) return ready
    const opened = openAddress(project, address)
    if (!opened) return undefined
    const rows = mappingRows(opened)
    const obstacles = [...obstaclesOf(opened, project), ...syntaxObstacles(opened.mapping)]
    return (ready = { address: key, revision: project.revision, opened, rows, obstacles })
  }

  return {
    preview({ address, sample, items = {} }) {
      const found = open(address)
      if (!found) return undefined
      const { opened, rows } = found
      const { mapping, layer, api } = opened
      const given = sample && chosenRecord(project, sample)
      const compiled = given && compile(found)
      const result = compiled && run(found, compiled, given, items)
      const isBroken = project.isBroken(layer.document.file)
      return {
        ...headOf(opened),
        ...(api !== undefined && { api }),
        edited: {
          path: layer.document.file,
          ...(project.isReadOnly(layer.document.file) ? { refusal: 'read-only' } : isBroken ? { refusal: 'broken' } : {}),
        },
        defaultPath: mapping.document.file,
        defaultLine: mapping.document.root.source.place(mapping.document.root.range[0]).line,
        rows: rows.map(({ row }) => row),
        obstacles: found.obstacles,
        ...(result && { result }),
      }
    },

    gesture({ address, gesture }) {
      const found = open(address)
      if (!found) return undefined
      const { file } = found.opened.layer.document
      const before = project.text(file)
      if (before === undefined || project.isReadOnly(file) || project.isBroken(file)) return undefined
      const after = gestureEdits(gesture, found.opened, found.rows).reduce(applyEdit, before)
      return after === before ? undefined : { path: file, before, after }
    },
  }

  function run(
    found: Ready,
    compiled: CompiledMapping,
    given: { value: unknown; key?: string; steps?: Readonly<Record<string, unknown>> },
    items: Readonly<Record<string, number>>,
  ): MappedResult {
    evaluating()
    const key = given.key ?? keyOf(found.opened, given.value)
    const { record, problems } = compiled.run(given.value, {
      ...(key !== undefined && { key }),
      ...(given.steps && { steps: given.steps }),
    })
    const rows = found.rows.map(({ row }) => row)
    return { record, problems, ...valuesOfRecord(rows, record, items), ...(key !== undefined && { key }) }
  }
}

function compile(ready: Ready): CompiledMapping | null {
  if (ready.compiled !== undefined) return ready.compiled
  const { opened, obstacles } = ready
  if (obstacles.some(isError) || opened.mapping.target === undefined) return (ready.compiled = null)
  try {
    return (ready.compiled = compileMapping(opened.mapping, { settings: opened.settings }))
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error
    ready.obstacles = [...obstacles, ...error.problems]
    return (ready.compiled = null)
  }
}

/** The key that the package's flow would give the record; a flow that is broken gives none. */
function keyOf({ mapping, settings }: OpenedMapping, record: unknown): string | undefined {
  try {
    return previewKey(mapping, settings)(record)
  } catch {
    return undefined
  }
}

function headOf({ mapping }: OpenedMapping): Pick<MappingView, 'title' | 'description' | 'isFragment' | 'sourceSchema' | 'targetSchema'> {
  const text = (key: string) => {
    const node = mapping.document.root.entries.find((entry) => entry.key === key)?.value
    return node?.kind === 'scalar' && typeof node.value === 'string' ? node.value : undefined
  }
  const description = text('description')
  return {
    title: text('title') ?? mapping.name,
    isFragment: mapping.target === undefined,
    ...(description !== undefined && { description }),
    ...(mapping.source?.schema !== undefined && { sourceSchema: mapping.source.schema }),
    ...(mapping.target !== undefined && { targetSchema: mapping.target }),
  }
}
