import { existsSync } from 'node:fs'
import { renderOutcomes } from '../terminal/render-outcomes.ts'
import { renderPlans } from '../terminal/render-plan.ts'
import { renderProblems } from '../terminal/render-problem.ts'
import type { RecordResult } from '../runtime/run-flow.ts'
import { type ExitCode, type Terminal, exitCodes, writeJson } from '../terminal/terminal.ts'
import { UsageError } from '../terminal/usage-error.ts'
import { integrationNamed, openWorkspaceFor } from '../workspace/lookup.ts'
import { readSettingsFile, readSettingsNode } from './input.ts'
import { isUnreachable, runRecords } from './run-records.ts'

export interface RunOptions {
  readonly settings?: string
  readonly integration?: string
  readonly workspace?: string
  readonly input?: string
  readonly dryRun?: boolean
  readonly json?: boolean
}

/** Sends records through a flow and tells how each ended or, in a dry run, what would be sent. */
export async function runCommand(flow: string, options: RunOptions, terminal: Terminal): Promise<ExitCode> {
  const { integration, input, dryRun = false, json = false } = options
  if (input !== undefined && input !== '-' && !existsSync(input))
    throw new UsageError(`there is no file or folder ${input}`, 'Name a file with records (JSON or NDJSON), or a folder of them.')
  const workspace = openWorkspaceFor(flow, options.workspace)
  const settingsNode = readSettingsNode(options.settings)
  const choice = {
    flow,
    ...(integration !== undefined && { integration: integrationNamed(workspace, integration) }),
    settings: readSettingsFile(options.settings),
    ...(settingsNode && { settingsNode }),
    ...(input !== undefined && { input }),
    dryRun,
  }
  const results: RecordResult[] = []
  for await (const result of runRecords(workspace, choice)) results.push(result)
  const outcomes = results.map(({ outcome }) => outcome)
  const plans = results.map(({ plan }) => plan)
  if (json) writeJson(terminal, dryRun ? { plans } : { outcomes })
  else {
    if (dryRun) renderPlans(terminal, plans)
    else renderOutcomes(terminal, outcomes)
    renderProblems(
      terminal,
      outcomes.flatMap(({ problems }) => problems),
    )
  }
  return exitCodeOf(results)
}

function exitCodeOf(results: readonly RecordResult[]): ExitCode {
  if (results.some(isUnreachable)) return exitCodes.unreachable
  return results.every(({ outcome }) => outcome.state === 'confirmed' || outcome.state === 'skipped') ? exitCodes.ok : exitCodes.dead
}
