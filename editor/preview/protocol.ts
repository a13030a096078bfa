import type { Kind } from '../../engine/index.ts'
import type { FormApi } from './forms/form-methods.ts'
import type { InsightApi } from './insight-methods.ts'
import type { LanguageApi } from './language/language-methods.ts'
import type { MappingApi } from './mapping-methods.ts'
import type { Project } from './project.ts'
import type { TrialApi } from './trial-methods.ts'
import type { WorkspaceApi } from './workspace-methods.ts'

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
}

/** What the page may ask of the engine's worker: each a call with one argument and one answer. A group of methods has a file of its own. */
export interface EngineApi extends WorkspaceApi, MappingApi, InsightApi, TrialApi, LanguageApi, FormApi {}

export type EngineMethod = keyof EngineApi

export interface EngineRequest {
  readonly id: number
  readonly method: EngineMethod
  readonly argument: unknown
}

/** What every method group may use: the workspace, and a word to say that expressions run from now on. */
export interface EngineContext {
  readonly project: Project
  /** Runs what people wrote: the page ends the worker when that takes longer than a second. */
  readonly evaluating: <Result>(evaluate: () => Result) => Result
}

/** `ready` tells that the worker runs; `evaluating` that expressions run now, which must not take long, until `evaluated`. */
export type EngineMessage =
  | { readonly type: 'ready' }
  | { readonly type: 'evaluating'; readonly id: number }
  | { readonly type: 'evaluated'; readonly id: number }
  | { readonly type: 'done'; readonly id: number; readonly result: unknown; readonly elapsedMs: number }
  | { readonly type: 'failed'; readonly id: number; readonly reason: string }
