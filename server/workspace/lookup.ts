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
import { refuseBroken } from './refuse.ts'
import { type Workspace, loadWorkspace } from './workspace.ts'

/** Where documents of one's own are, unless it is said otherwise. */
export const defaultWorkspace = '.fieldloom/workspace'

/**
 * The workspace that a command works on: what ships, the folder of one's own and, where the reference is a path, what stands beside it.
 */
export function openWorkspaceFor(reference: string | undefined, folder: string | undefined): Workspace {
  if (folder !== undefined && !existsSync(folder))
    throw new UsageError(`there is no folder ${folder}`, 'Name the folder with your documents, or leave --workspace out.')
  const own = folder ?? (existsSync(defaultWorkspace) ? defaultWorkspace : undefined)
  const beside = reference !== undefined && isPath(reference) ? [dirname(resolve(reference))] : []
  return loadWorkspace(...(own === undefined ? [] : [resolve(own)]), ...beside)
}

/** The document that a name or a path on the command line means. */
export function documentNamed(workspace: Workspace, kind: Kind, reference: string): SourceDocument {
  const document = isPath(reference) ? documentAt(workspace, kind, reference) : workspace.documents.find(kind, reference)
  if (document) return document
  if (documentExtension.test(reference) && !existsSync(reference))
    throw new UsageError(
      `there is no file ${reference}`,
      'Check the path; it starts where you stand. `fieldloom list` shows what goes by name.',
    )
  throw new ProblemError(
    documentProblem('document.not-found', {}, { kind, name: reference, ...workspace.documents.suggest(kind, reference) }),
  )
}

function documentAt(workspace: Workspace, kind: Kind, path: string): SourceDocument | undefined {
  return workspace.documents.all(kind).find(({ file }) => resolve(file) === resolve(path))
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
