import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { productRoot } from '../../server/root.ts'
import type { Mutant } from './mutants.ts'
import type { Notice } from './trial.ts'

interface Report {
  readonly testResults: readonly {
    readonly assertionResults: readonly { readonly ancestorTitles: readonly string[]; readonly title: string; readonly status: string }[]
  }[]
}

/** Tries mutants on the tests that send to the sandbox: what only shows against a system is proven there. */
export async function tryInSandbox(mutants: readonly Mutant[]): Promise<Map<string, Notice>> {
  const folder = mkdtempSync(join(tmpdir(), 'mutants-'))
  const [list, output] = [join(folder, 'mutants.json'), join(folder, 'report.json')]
  writeFileSync(list, JSON.stringify(mutants.map(({ id }) => id)))
  process.stderr.write(`\ntrying ${mutants.length} more in the sandbox …\n`)
  try {
    const vitest = join(productRoot, 'node_modules', 'vitest', 'vitest.mjs')
    const config = join(productRoot, 'test', 'mutation', 'vitest.config.ts')
    await run([vitest, 'run', '--config', config, '--reporter=json', `--outputFile=${output}`], { MUTANTS: list })
    if (!existsSync(output)) throw new Error('the tests against the sandbox did not run to their end')
    const results = (JSON.parse(readFileSync(output, 'utf8')) as Report).testResults.flatMap(({ assertionResults }) => assertionResults)
    const failed = results.filter(({ status }) => status === 'failed')
    const unbroken = results.filter(({ ancestorTitles, status }) => ancestorTitles[0] === 'unbroken' && status === 'passed')
    const wrong = failed.find(({ ancestorTitles }) => ancestorTitles[0] === 'unbroken')
    if (wrong || unbroken.length === 0) throw new Error(`the tests fail without anything broken: ${wrong?.title ?? 'none ran'}`)
    return new Map(failed.toReversed().map(({ ancestorTitles, title }) => [ancestorTitles[0]!, { by: 'sandbox', what: title }]))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** That tests fail is what is asked for, not a failure of the run. */
function run(args: readonly string[], variables: Record<string, string>): Promise<void> {
  return new Promise((resolve, reject) => {
    spawn(process.execPath, args, { cwd: productRoot, stdio: 'ignore', env: { ...process.env, ...variables } })
      .on('error', reject)
      .on('exit', () => resolve())
  })
}
