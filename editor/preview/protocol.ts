import type { Kind, Problem } from '../../engine/index.ts'

/** A text as the worker gets it. */
export interface TextFile {
  readonly path: string
  readonly packageName: string
  readonly isReadOnly: boolean
  readonly text: string
}

/** A document of the workspace, for trees, palettes and addresses. */
export interface OutlineEntry {
  readonly kind: Kind
  readonly name: string
  readonly title?: string
  readonly packageName: string
  readonly path: string
  readonly line: number
  readonly isReadOnly: boolean
  /** Of an integration: the package that it extends, and the names of what its overlays change, by kind. */
  readonly extends?: string
  readonly overlaid?: Readonly<Partial<Record<Kind, readonly string[]>>>
  /** Of a mapping that makes a record: without it, it is a fragment that others use. */
  readonly target?: string
  /** Of a mapping: the schema of what it reads; of a sample: of what it is a record. */
  readonly source?: string
  /** Of a sample whose record stands in a file of its own. */
  readonly recordPath?: string
}

export interface Outline {
  readonly entries: readonly OutlineEntry[]
  /** By path of the file. */
  readonly problems: Readonly<Record<string, readonly Problem[]>>
}

/** What the page may ask of the engine's worker: each a call with one argument and one answer. */
export interface EngineApi {
  load(workspace: { readonly files: readonly TextFile[]; readonly schemas: string }): Outline
  /** Texts that became others; a text of null is a file that is gone. */
  change(changes: readonly (TextFile | { readonly path: string; readonly text: null })[]): Outline
}

export type EngineMethod = keyof EngineApi

export interface EngineRequest {
  readonly id: number
  readonly method: EngineMethod
  readonly argument: unknown
}

/** `ready` tells that the worker runs; `evaluating` that expressions run now, which must not take long. */
export type EngineMessage =
  | { readonly type: 'ready' }
  | { readonly type: 'evaluating'; readonly id: number }
  | { readonly type: 'done'; readonly id: number; readonly result: unknown; readonly elapsedMs: number }
  | { readonly type: 'failed'; readonly id: number; readonly reason: string }
