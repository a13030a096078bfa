import { findSchema } from '../../engine/index.ts'
import { type Masked, maskRecord } from './mask.ts'
import type { EngineContext, Outline, TextFile } from './protocol.ts'

/** The workspace's texts, given to the engine. */
export interface WorkspaceApi {
  load(workspace: { readonly files: readonly TextFile[]; readonly schemas: string }): Outline
  /** Texts that became others; a text of null is a file that is gone. */
  /** A record of a source's schema in which nobody can be recognised. */
  mask(request: { readonly schema: string; readonly record: unknown }): Masked
  change(changes: readonly (TextFile | { readonly path: string; readonly text: null })[]): Outline
}

export function workspaceMethods({ project }: EngineContext): WorkspaceApi {
  return {
    load({ files, schemas }) {
      project.load(files, schemas)
      return project.outline()
    },
    mask: ({ schema, record }) => maskRecord(record, { schemas: project.schemas, view: findSchema(project.schemas, schema) }),
    change(changes) {
      for (const change of changes) {
        if (change.text === null) project.remove(change.path)
        else project.set(change as TextFile)
      }
      return project.outline()
    },
  }
}
