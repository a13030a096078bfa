import { existsSync } from 'node:fs'
import { basename, dirname, resolve } from 'node:path'
import {
  type Kind,
  type Overlay,
  ProblemError,
  type SourceDocument,
  childOf,
  documentProblem,
  overlayOfIntegration,
  textOf,
  valueOf,
} from '../../engine/index.ts'
import { UsageError } from '../terminal/usage-error.ts'
import { refuseBroken, refuseErrors } from './refuse.ts'
import { type Workspace, loadWorkspace } from './workspace.ts'

/** Where documents of one's own are, unless it is said otherwise. */
export const defaultWorkspace = '.fieldloom/workspace'

/**
 * The workspace that a command works on: what ships, the folder of one's own and, where the reference is a path, what stands beside it.
 */
export function openWorkspaceFor(reference: string | undefined, folder: string | undefined): Workspace {
  const beside = reference !== undefined && isPath(reference) ? [dirname(resolve(reference))] : []
  return loadWorkspace(...foldersOfOnesOwn(folder ?? defaultIfThere()), ...beside)
}

/** The documents below paths or, without paths, all that there are; the folder of one's own belongs to them where it is said. */
export function openWorkspaceAt(paths: readonly string[], folder: string | undefined): Workspace {
  const missing = paths.find((path) => !existsSync(path))
  if (missing !== undefined) throw new UsageError(`there is no file or folder ${missing}`, 'Check the path; it starts where you stand.')
  const own = folder ?? (paths.length === 0 ? defaultIfThere() : undefined)
  return loadWorkspace(...foldersOfOnesOwn(own), ...paths.map((path) => resolve(path)))
}

function defaultIfThere(): string | undefined {
  return existsSync(defaultWorkspace) ? defaultWorkspace : undefined
}

function foldersOfOnesOwn(folder: string | undefined): string[] {
  if (folder === undefined) return []
  if (existsSync(folder)) return [resolve(folder)]
  throw new UsageError(`there is no folder ${folder}`, 'Name the folder with your documents, or leave --workspace out.')
}

/** The document that a name or a path on the command line means. */
export function documentNamed(workspace: Workspace, kind: Kind, reference: string): SourceDocument {
  const document = isPath(reference) ? documentAt(workspace, kind, reference) : workspace.documents.find(kind, reference)
  if (document) return document
  if (isPath(reference)) refuseFile(workspace, kind, reference)
  if (documentExtension.test(reference) && !existsSync(reference))
    throw new UsageError(
      `there is no file ${reference}`,
      'Check the path; it starts where you stand. `fieldloom list` shows what goes by name.',
    )
  const other = workspace.documents.all().find(({ name, kind: its }) => name === reference && nameable.has(its))
  if (other) throw new ProblemError(documentProblem('document.is-other-kind', {}, { name: reference, its: other.kind, kind }))
  const suggested = workspace.documents.suggest(kind, reference)
  const isNone = workspace.documents.all(kind).length === 0
  const advice = isNone ? 'There is none: name the folder of your documents with --workspace FOLDER.' : suggested.advice
  throw new ProblemError(documentProblem('document.not-found', {}, { kind, name: reference, ...suggested, advice }))
}

/** What commands take by name: `map` a Mapping, `run` a Flow. */
const nameable: ReadonlySet<Kind> = new Set(['Mapping', 'Flow'])

function documentAt(workspace: Workspace, kind: Kind, path: string): SourceDocument | undefined {
  return workspace.documents.all(kind).find(({ file }) => resolve(file) === resolve(path))
}

/** A file that has not what it was named for: what is wrong with it is told or, where that is nothing, what it has instead. */
function refuseFile({ documents, problems }: Workspace, kind: Kind, path: string): void {
  const isHere = (file: string | undefined) => file !== undefined && resolve(file) === resolve(path)
  refuseErrors(problems.filter(({ at }) => isHere(at.file)))
  const found = documents.all().filter(({ file }) => isHere(file))
  const has = found.length > 0 ? found.map((each) => `${each.kind} “${each.name}”`).join(', ') : 'no document'
  throw new ProblemError(documentProblem('document.other-kind', { file: path }, { file: path, kind, has }))
}

const documentExtension = /\.(ya?ml|json)$/

function isPath(reference: string): boolean {
  return existsSync(reference) && documentExtension.test(basename(reference))
}

/** An Integration document as commands need it. */
export interface Integration {
  readonly document: SourceDocument
  readonly name: string
  /** Name of the package that it extends. */
  readonly packageName: string
  readonly settings: Readonly<Record<string, unknown>>
  /** Name of the system to name of the connection. */
  readonly connections: Readonly<Record<string, string>>
  readonly overlay: Overlay
}

export function integrationNamed(workspace: Workspace, name: string): Integration {
  const document = documentNamed(workspace, 'Integration', name)
  refuseBroken(workspace, [document.file])
  const record = (key: string) => {
    const node = childOf(document.root, key)
    return (node?.kind === 'map' ? valueOf(node) : {}) as Record<string, unknown>
  }
  return {
    document,
    name: document.name,
    packageName: (textOf(childOf(document.root, 'extends')) ?? '').split('@')[0]!,
    settings: record('settings'),
    connections: record('connections') as Record<string, string>,
    overlay: overlayOfIntegration(document),
  }
}
