import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { productRoot } from '../root.ts'
import type { Outcome } from '../runtime/outcome.ts'
import { startBusinessCentralSandbox } from '../sandbox/business-central/index.ts'
import { renderOutcomes } from '../terminal/render-outcomes.ts'
import { renderProblems } from '../terminal/render-problem.ts'
import { type ExitCode, type Terminal, exitCodes, writeLine } from '../terminal/terminal.ts'
import { untilStopped } from '../terminal/until-stopped.ts'
import { defaultWorkspace, integrationNamed } from '../workspace/lookup.ts'
import { noteSandbox } from '../workspace/running-sandboxes.ts'
import { demoName, loadWorkspace } from '../workspace/workspace.ts'
import { runRecords } from './run-records.ts'
import { collectSeed } from './seed-from.ts'
import { serveWorkbench } from './serve.ts'

export interface StartOptions {
  readonly port?: string
  readonly workspace?: string
  readonly exitWhenIdle?: boolean
}

/** What the demo runs, and how each of its records is expected to end. */
interface Demo {
  readonly flow: string
  readonly expected: Readonly<Record<string, string>>
}

/** Shows it all: the workbench, a sandbox that knows the demo's master data, and the demo integration sending its orders. */
export async function startCommand({ port, workspace, exitWhenIdle = false }: StartOptions, terminal: Terminal): Promise<ExitCode> {
  const folder = resolve(workspace ?? defaultWorkspace)
  if (!existsSync(folder) || readdirSync(folder).length === 0) copyDemo(folder)
  const server = await serveWorkbench(folder, port, terminal)
  const documents = loadWorkspace(folder)
  const { seed } = await collectSeed(documents, existsSync(join(folder, 'orders')) ? [join(folder, 'orders')] : [])
  const sandbox = await startBusinessCentralSandbox({ seed })
  const forget = noteSandbox(sandbox.url)
  writeLine(terminal.output, `workspace  ${folder}`)
  writeLine(terminal.output, `sandbox    ${sandbox.url}/v2.0/default/sandbox/api/v2.0`)
  try {
    const isAsExpected = await runDemo(folder, sandbox.url, terminal)
    const end = exitWhenIdle ? Promise.resolve() : untilStopped()
    writeLine(terminal.output)
    writeLine(terminal.output, `open       ${server.link}`)
    await end
    return isAsExpected ? exitCodes.ok : exitCodes.dead
  } finally {
    forget()
    await sandbox.close()
    await server.close()
  }
}

function copyDemo(folder: string): void {
  mkdirSync(folder, { recursive: true })
  cpSync(join(productRoot, 'mappings', demoName), folder, { recursive: true })
}

/** @returns whether every record ended as the demo says; a workspace of one's own has none, and nothing is sent */
async function runDemo(folder: string, sandbox: string, terminal: Terminal): Promise<boolean> {
  const file = join(folder, 'demo.json')
  if (!existsSync(file)) return true
  const { flow, expected } = JSON.parse(readFileSync(file, 'utf8')) as Demo
  const workspace = loadWorkspace(folder)
  const integration = integrationNamed(workspace, demoName)
  const outcomes: Outcome[] = []
  for await (const { outcome } of runRecords(workspace, { flow, integration, settings: {}, sandbox })) outcomes.push(outcome)
  writeLine(terminal.output)
  renderOutcomes(terminal, outcomes)
  const surprising = outcomes.filter(({ key, state }) => expected[key] !== state)
  renderProblems(
    terminal,
    surprising.flatMap(({ problems }) => problems),
  )
  return surprising.length === 0 && outcomes.length === Object.keys(expected).length
}
