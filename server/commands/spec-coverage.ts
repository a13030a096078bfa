import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { childOf } from '../../engine/index.ts'
import { productRoot } from '../root.ts'
import { renderTable } from '../terminal/render-table.ts'
import { type ExitCode, type Terminal, exitCodes, writeJson, writeLine } from '../terminal/terminal.ts'
import { UsageError } from '../terminal/usage-error.ts'
import { runTest } from '../workspace/run-test.ts'
import { settingsShown } from '../workspace/settings-shown.ts'
import { type Workspace, loadWorkspace } from '../workspace/workspace.ts'

export interface SpecCoverageOptions {
  readonly json?: boolean
}

/** Something that passed or failed, and what it names: rows of the specification, and settings. */
interface Evidence {
  readonly title: string
  readonly file: string
  readonly passed: boolean
  readonly names: ReadonlySet<string>
}

/** For every row of the specification the tests and cases that name it and pass; for every setting also the cases that fail without it. */
export async function specCoverageCommand({ json = false }: SpecCoverageOptions, terminal: Terminal): Promise<ExitCode> {
  const workspace = loadWorkspace()
  const evidence = [...casesOf(workspace), ...(await testsOf(terminal))]
  const rows = [...specRows(), ...settingNames(workspace)].map((row) => {
    const named = evidence.filter(({ names }) => names.has(row))
    return { row, passed: named.filter(({ passed }) => passed), failed: named.filter(({ passed }) => !passed) }
  })
  const missing = rows.filter(({ passed, failed }) => passed.length === 0 || failed.length > 0)
  if (json)
    writeJson(terminal, {
      rows: rows.map(({ row, passed, failed }) => ({ row, passed: passed.map(shown), failed: failed.map(shown) })),
      missing: missing.map(({ row }) => row),
    })
  else {
    const [settings, others] = [rows.filter(({ row }) => !isRow(row)), rows.filter(({ row }) => isRow(row))]
    renderTable(terminal.output, ['row', 'tests', 'for example', 'in'], others.map(lineOf))
    writeLine(terminal.output, '')
    renderTable(terminal.output, ['setting', 'tests', 'for example', 'in'], settings.map(lineOf))
    writeLine(terminal.output, '')
    for (const { row, failed } of missing) writeLine(terminal.output, failed[0] ? `failed: ${shown(failed[0])}` : `missing: ${row}`)
    writeLine(terminal.output, `${rows.length - missing.length} of ${rows.length} rows and settings are proven`)
  }
  return missing.length > 0 ? exitCodes.findings : exitCodes.ok
}

const isRow = (name: string) => name.includes('-')

function lineOf({ row, passed, failed }: { row: string; passed: readonly Evidence[]; failed: readonly Evidence[] }): string[] {
  const example = passed.find(({ title }) => title.startsWith(row)) ?? passed[0]
  const title = example?.title.replace(/^(?:[A-Z]+-[A-Z]*\d\d )+/, '') ?? ''
  const short = title.length > longestExample ? `${title.slice(0, longestExample - 1)}…` : title
  return [row, String(passed.length), failed.length > 0 ? 'FAILED' : example ? short : 'MISSING', example ? basename(example.file) : '']
}

/** As many characters as leave the table readable in a terminal. */
const longestExample = 80

function shown({ file, title }: Evidence): string {
  return `${file}: ${title}`
}

/** The identifiers of the specification's rows. */
function specRows(): string[] {
  const file = join(productRoot, 'test', 'spec', 'rows.json')
  if (!existsSync(file)) throw new UsageError(`there is no ${file}`, 'Run it in a checkout of the repository.')
  return Object.values(JSON.parse(readFileSync(file, 'utf8')) as Record<string, string[]>).flat()
}

function settingNames({ documents }: Workspace): string[] {
  return documents.all('Settings').flatMap(({ root }) => {
    const properties = childOf(root, 'properties')
    return properties?.kind === 'map' ? properties.entries.map(({ key }) => key) : []
  })
}

function casesOf(workspace: Workspace): Evidence[] {
  return workspace.documents.all('Test').flatMap((document) => {
    const settings = settingsShown(document, workspace)
    return runTest(document, workspace).map(({ title, passed }, index) => ({
      title,
      file: document.file,
      passed,
      names: new Set([...namesIn(title), ...(settings[index] ?? [])]),
    }))
  })
}

function namesIn(title: string): string[] {
  return title.match(/\b(?:SO|AC|JU)-[A-Z]*\d\d\b|\b[A-Z][A-Za-z0-9]{10,}\b/g) ?? []
}

interface Report {
  readonly testResults: readonly {
    readonly name: string
    readonly assertionResults: readonly { readonly title: string; readonly fullName: string; readonly status: string }[]
  }[]
}

/** Runs the tests whose files name a row, and reads what came of them. */
async function testsOf(terminal: Terminal): Promise<Evidence[]> {
  const vitest = join(productRoot, 'node_modules', 'vitest', 'vitest.mjs')
  if (!existsSync(vitest)) throw new UsageError('vitest is not installed', 'Run npm ci first.')
  const folder = mkdtempSync(join(tmpdir(), 'spec-coverage-'))
  const report = join(folder, 'report.json')
  const files = testFiles().filter((file) => /\b(?:SO|AC|JU)-[A-Z]*\d\d\b/.test(readFileSync(join(productRoot, file), 'utf8')))
  writeLine(terminal.messages, `running ${files.length} files of tests …`)
  try {
    await run([vitest, 'run', '--config', 'test/vitest.config.ts', '--reporter=json', `--outputFile=${report}`, ...files])
    if (!existsSync(report)) throw new UsageError('the tests did not run to their end', 'Run npm test, and see what stops it.')
    const { testResults } = JSON.parse(readFileSync(report, 'utf8')) as Report
    return testResults.flatMap(({ name, assertionResults }) =>
      assertionResults
        .filter(({ status }) => status === 'passed' || status === 'failed')
        .map(({ title, fullName, status }) => ({
          title: namesIn(title).length > 0 ? title : fullName,
          file: name.replace(productRoot, '').replace(/^\//, ''),
          passed: status === 'passed',
          names: new Set(namesIn(fullName)),
        })),
    )
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Cases run by themselves, so the file that runs them all is left out. */
function testFiles(): string[] {
  return readdirSync(join(productRoot, 'test'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts') && name !== 'mappings.test.ts')
    .map((name) => join('test', name))
}

/** That some tests fail is what is asked for, not a failure of the run. */
function run(args: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    spawn(process.execPath, args, { cwd: productRoot, stdio: 'ignore' })
      .on('error', reject)
      .on('exit', () => resolve())
  })
}
