import { resolve } from 'node:path'
import type { CaseResult } from '../../engine/index.ts'
import { UsageError } from '../terminal/usage-error.ts'
import { type ExitCode, type Terminal, exitCodes, writeJson, writeLine } from '../terminal/terminal.ts'
import { runTest } from '../workspace/run-test.ts'
import { openWorkspaceAt } from '../workspace/lookup.ts'
import { documentFiles } from '../workspace/document-files.ts'

export interface TestOptions {
  readonly json?: boolean
  readonly workspace?: string
}

/** Runs the cases of Test documents: those below the paths, or all that there are. */
export async function testCommand(
  paths: readonly string[],
  { json = false, workspace: folder }: TestOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const workspace = openWorkspaceAt(paths, folder)
  const chosen = new Set(paths.flatMap((path) => documentFiles(resolve(path))))
  const tests = workspace.documents.all('Test').filter(({ file }) => paths.length === 0 || chosen.has(resolve(file)))
  if (tests.length === 0)
    throw new UsageError('there are no cases', 'Write them beside the mapping, in a file *.cases.yaml with `kind: Test`.')
  const results = tests.flatMap((document) => runTest(document, workspace))
  const failed = results.filter((result) => !result.passed)
  if (json)
    writeJson(terminal, {
      passed: results.length - failed.length,
      failed: failed.length,
      cases: results.map(({ title, at, passed, failures }) => ({ title, at, passed, failures })),
    })
  else render(terminal, results, failed)
  return failed.length > 0 ? exitCodes.findings : exitCodes.ok
}

function render(terminal: Terminal, results: readonly CaseResult[], failed: readonly CaseResult[]): void {
  for (const { title, at, failures } of failed) {
    writeLine(terminal.output, `✗ ${title}  (${at.file}:${at.line})`)
    for (const failure of failures) writeLine(terminal.output, `    ${failure}`)
  }
  writeLine(terminal.output, `${results.length - failed.length} passed, ${failed.length} failed`)
}
