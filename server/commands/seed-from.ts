import { type Problem, childOf, isError, textOf } from '../../engine/index.ts'
import { recordFiles, recordsOf } from '../connectors/files/index.ts'
import { type Seed, mergeSeeds } from '../sandbox/business-central/index.ts'
import { renderProblems } from '../terminal/render-problem.ts'
import { type ExitCode, type Terminal, exitCodes, writeJson } from '../terminal/terminal.ts'
import { UsageError } from '../terminal/usage-error.ts'
import { openWorkspaceFor } from '../workspace/lookup.ts'
import { readyMapping } from '../workspace/open-mapping.ts'
import type { Workspace } from '../workspace/workspace.ts'

export interface SeedFromOptions {
  readonly mapping?: string
}

/** What a mapping must make to be one that collects master data. */
const seedSchema = 'business-central/sandbox-seed'

/** Writes the master data that orders name as a seed for a sandbox. */
export async function seedFromCommand(paths: readonly string[], { mapping }: SeedFromOptions, terminal: Terminal): Promise<ExitCode> {
  const { seed, problems } = await collectSeed(openWorkspaceFor(mapping, undefined), paths, mapping)
  renderProblems(terminal, problems)
  writeJson(terminal, seed)
  return problems.length > 0 ? exitCodes.findings : exitCodes.ok
}

/** The master data of all records in files and folders; a record that names it wrongly is left out and told. */
export async function collectSeed(
  workspace: Workspace,
  paths: readonly string[],
  mapping?: string,
): Promise<{ seed: Seed; problems: readonly Problem[] }> {
  const { compiled } = readyMapping(workspace, { mapping: mapping ?? seedMapping(workspace), settings: {} })
  const seeds: Seed[] = []
  const problems: Problem[] = []
  for (const path of paths)
    for (const file of await filesAt(path))
      for await (const { record, name } of recordsOf(file, 0)) {
        if ('problem' in record) problems.push(record.problem)
        else {
          const mapped = compiled.run(record.values)
          const errors = mapped.problems.filter(isError)
          problems.push(...errors.map((problem) => ({ ...problem, at: { ...problem.at, record: name } })))
          if (errors.length === 0) seeds.push(mapped.record as Seed)
        }
      }
  return { seed: mergeSeeds(...seeds), problems }
}

async function filesAt(path: string): Promise<string[]> {
  try {
    return await recordFiles(path)
  } catch {
    throw new UsageError(`there is no file or folder ${path}`, 'Name files with orders (JSON or NDJSON), or folders of them.')
  }
}

/** The mapping of the workspace that is made for it. */
function seedMapping(workspace: Workspace): string {
  const made = workspace.documents.all('Mapping').filter(({ root }) => textOf(childOf(childOf(root, 'target'), 'schema')) === seedSchema)
  const names = made.map(({ packageName, name }) => `${packageName}/${name}`)
  if (names.length === 1) return names[0]!
  const found = names.length === 0 ? 'no mapping makes' : `${names.join(' and ')} make`
  throw new UsageError(`${found} ${seedSchema}`, 'Name the mapping with --mapping.')
}
