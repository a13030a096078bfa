import {
  type CompiledMapping,
  type Problem,
  ProblemError,
  type SampleRecord,
  compileMapping,
  isError,
  previewKey,
} from '../../engine/index.ts'
import { RowExplanation } from './explanation.ts'
import { type ReadRow, mappingRows } from './mapping-rows.ts'
import type { MappingAddress } from './mapping-view.ts'
import { type OpenedMapping, obstaclesOf, openAddress } from './open-mapping.ts'
import type { EngineContext } from './protocol.ts'
import type { SampleChoice } from './sample.ts'
import { syntaxObstacles } from './syntax-obstacles.ts'

/** A mapping as it was read last: it is read again only when a document became another. */
export class ReadyMapping {
  readonly opened: OpenedMapping
  readonly rows: readonly ReadRow[]
  obstacles: readonly Problem[]
  #compiled: CompiledMapping | null | undefined
  #keyOf: ((record: unknown) => string | undefined) | undefined

  constructor(opened: OpenedMapping, obstacles: readonly Problem[]) {
    this.opened = opened
    this.rows = mappingRows(opened)
    this.obstacles = [...obstacles, ...syntaxObstacles(opened.mapping)]
  }

  /** Null where it cannot be run: `obstacles` then tell why. */
  get compiled(): CompiledMapping | null {
    if (this.#compiled !== undefined) return this.#compiled
    const { mapping, settings } = this.opened
    if (this.obstacles.some(isError) || mapping.target === undefined) return (this.#compiled = null)
    try {
      return (this.#compiled = compileMapping(mapping, { settings, isEdited: true }))
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error
      this.obstacles = [...this.obstacles, ...error.problems]
      return (this.#compiled = null)
    }
  }

  /** What a record is mapped with; the key is the one that the package's flow would give it. */
  contextOf({ value, key, steps }: SampleRecord): { key?: string; steps?: Readonly<Record<string, unknown>> } {
    const known = key ?? this.#key(value)
    return { ...(known !== undefined && { key: known }), ...(steps && { steps }) }
  }

  #key(record: unknown): string | undefined {
    try {
      this.#keyOf ??= previewKey(this.opened.mapping, this.opened.settings)
      return this.#keyOf(record)
    } catch {
      // A flow that is broken gives no key; its own page says what is wrong.
      return undefined
    }
  }
}

/** Keeps the mapping that is open, and what was explained of it last. */
export class ReadyMappings {
  readonly #context: EngineContext
  #last: { readonly key: string; readonly revision: number; readonly ready: ReadyMapping } | undefined
  /** Of the mapping that is open, perhaps of a text before: which part made which item changes seldom. */
  #explained:
    { readonly address: string; readonly ready: ReadyMapping; readonly sample: string; readonly explanation: RowExplanation } | undefined

  constructor(context: EngineContext) {
    this.#context = context
  }

  /** Undefined where there is no such mapping. */
  open(address: MappingAddress): ReadyMapping | undefined {
    const { project } = this.#context
    const key = JSON.stringify(address)
    if (this.#last?.key === key && this.#last.revision === project.revision) return this.#last.ready
    const opened = openAddress(project, address)
    if (!opened) return undefined
    const ready = new ReadyMapping(opened, obstaclesOf(opened, project))
    this.#last = { key, revision: project.revision, ready }
    return ready
  }

  explain(address: MappingAddress, choice: SampleChoice, record: SampleRecord): RowExplanation | undefined {
    const ready = this.open(address)
    const sample = JSON.stringify(choice)
    if (this.#explained && this.#explained.ready === ready && this.#explained.sample === sample) return this.#explained.explanation
    const compiled = ready?.compiled
    if (!compiled) return undefined
    const explained = this.#context.evaluating(() => compiled.explain(record.value, ready.contextOf(record)))
    const explanation = new RowExplanation(explained)
    this.#explained = { address: JSON.stringify(address), ready, sample, explanation }
    return explanation
  }

  /** Which items each part made, as far as it is known. */
  partItems(address: MappingAddress): Readonly<Record<string, readonly number[]>> | undefined {
    const ready = this.open(address)
    if (!ready || this.#explained?.address !== JSON.stringify(address)) return undefined
    const parts = new Set(ready.rows.filter(({ row }) => row.kind === 'part').map(({ row }) => row.id))
    return this.#explained.explanation.partItems((row) => parts.has(row))
  }
}
