import { type Clock, systemClock } from '../clock.ts'
import type { Check } from '../runtime/preflight/check.ts'
import { renderChecks } from '../terminal/render-checks.ts'
import { renderProblems } from '../terminal/render-problem.ts'
import { type ExitCode, type Terminal, exitCodes, writeJson } from '../terminal/terminal.ts'
import { UsageError } from '../terminal/usage-error.ts'
import { integrationNamed, openWorkspaceFor } from '../workspace/lookup.ts'
import type { Workspace } from '../workspace/workspace.ts'
import { type ExamineChoice, examine, preflightFlow } from './examine.ts'

export interface DoctorOptions {
  readonly integration?: string
  readonly workspace?: string
  readonly writeProbes?: boolean
  readonly json?: boolean
}

/** Tells what is missing before an integration goes live: all of it at once, each with what to do. */
export async function doctorCommand(options: DoctorOptions, terminal: Terminal, clock: Clock = systemClock): Promise<ExitCode> {
  const { json = false, writeProbes: tryWrites = false } = options
  const workspace = openWorkspaceFor(undefined, options.workspace)
  const examined = []
  for (const choice of choices(workspace, options.integration, tryWrites))
    examined.push({ name: choice.integration?.name ?? choice.packageName, checks: await examine(workspace, { ...choice, clock }) })
  const checks = examined.flatMap((each) => each.checks)
  const problems = checks.flatMap((check) => check.problems)
  if (json)
    writeJson(terminal, {
      checks: examined.flatMap(({ name, checks: own }) => own.map((check) => ({ integration: name, ...shown(check) }))),
      problems,
    })
  else {
    for (const { name, checks: own } of examined) renderChecks(terminal, name, own)
    renderProblems(terminal, problems)
  }
  if (problems.some(({ code }) => code.startsWith('transport.'))) return exitCodes.unreachable
  return problems.length > 0 ? exitCodes.findings : exitCodes.ok
}

/** The integration that was named or every one there is; where there is none, the packages as they run without. */
function choices(workspace: Workspace, name: string | undefined, tryWrites: boolean): ExamineChoice[] {
  const names = name === undefined ? workspace.documents.all('Integration').map((document) => document.name) : [name]
  const integrations = names.map((each) => integrationNamed(workspace, each))
  if (integrations.length > 0) return integrations.map((integration) => ({ integration, packageName: integration.packageName, tryWrites }))
  const packages = workspace.documents.all('Flow').filter((document) => document.name === preflightFlow)
  if (packages.length === 0) throw new UsageError('there is nothing to examine', 'Name an integration with --integration NAME.')
  return packages.map(({ packageName }) => ({ packageName, tryWrites }))
}

/** The problems stand beside the checks, in full; here their codes are enough. */
function shown({ name, state, why, problems }: Check) {
  return { name, state, ...(why !== undefined && { why }), problems: problems.map(({ code }) => code) }
}
