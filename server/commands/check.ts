import { resolve } from 'node:path'
import { type Problem, checkDocuments, isError } from '../../engine/index.ts'
import { renderProblems } from '../terminal/render-problem.ts'
import { type ExitCode, type Terminal, exitCodes, writeJson, writeLine } from '../terminal/terminal.ts'
import { documentFiles } from '../workspace/document-files.ts'
import { samplesOf } from '../workspace/samples.ts'
import { checkFiles } from '../workspace/check-files.ts'
import { openWorkspaceAt } from '../workspace/lookup.ts'
import type { Workspace } from '../workspace/workspace.ts'

export interface CheckOptions {
  readonly json?: boolean
  readonly workspace?: string
}

/** Finds everything that is wrong with the documents below the paths, or with all of them. */
export async function checkCommand(
  paths: readonly string[],
  { json = false, workspace: folder }: CheckOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const workspace = openWorkspaceAt(paths, folder)
  const chosen = new Set(paths.flatMap((path) => documentFiles(resolve(path))))
  const problems = checkWorkspace(workspace).filter(({ at }) => paths.length === 0 || at.file === undefined || chosen.has(resolve(at.file)))
  if (json) writeJson(terminal, { problems })
  else {
    renderProblems(terminal, problems)
    const errors = problems.filter(isError).length
    const count =
      paths.length === 0
        ? workspace.documents.all().length
        : workspace.documents.all().filter(({ file }) => chosen.has(resolve(file))).length
    writeLine(terminal.output, `${count} documents: ${errors} errors, ${problems.length - errors} warnings`)
  }
  return problems.length > 0 ? exitCodes.findings : exitCodes.ok
}

/** All problems of a workspace, in the order of files and lines. */
export function checkWorkspace(workspace: Workspace): Problem[] {
  const problems = [
    ...workspace.problems,
    ...checkFiles(workspace),
    ...checkDocuments(workspace, {
      samples: samplesOf(workspace),
      isIncomplete: workspace.problems.some(({ code }) => code === 'document.syntax'),
    }),
  ]
  return problems.toSorted(byPlace)
}

function byPlace(left: Problem, right: Problem): number {
  const file = (left.at.file ?? '').localeCompare(right.at.file ?? '')
  return file || (left.at.line ?? 0) - (right.at.line ?? 0) || (left.at.column ?? 0) - (right.at.column ?? 0)
}
