import { type Problem, ProblemError, apiVersion, resolveSettings } from '../../engine/index.ts'
import { connectorContext } from '../auth/connector-context.ts'
import { type Clock, systemClock } from '../clock.ts'
import { stateFolder } from '../root.ts'
import { type Check, gap, inOrder } from '../runtime/preflight/check.ts'
import type { NeedsOfSystem } from '../runtime/preflight/connection-checks.ts'
import { preflight } from '../runtime/preflight/preflight.ts'
import { connectionsFor } from '../workspace/connections.ts'
import type { Integration } from '../workspace/lookup.ts'
import { type ReadyFlow, readyFlow } from '../workspace/open-flow.ts'
import { sourceRecords } from '../workspace/source-records.ts'
import type { Workspace } from '../workspace/workspace.ts'

/** The flow of a package that says what its systems must have. */
export const preflightFlow = 'preflight'

export interface ExamineChoice {
  readonly packageName: string
  readonly integration?: Integration
  readonly tryWrites: boolean
  readonly clock?: Clock
}

/** All checks of one integration or, without one, of a package on the sandbox that runs. */
export async function examine(workspace: Workspace, choice: ExamineChoice): Promise<Check[]> {
  const { ready, problems } = openFlows(workspace, choice)
  const documents = problems.length > 0 ? gap('documents', problems) : inOrder('documents')
  const main = ready.get(preflightFlow) ?? [...ready.values()][0]
  try {
    if (!main) return [documents]
    const { program, evaluation, sessions } = main
    const checks = await preflight({
      systems: systemsOf(main, choice),
      sessions,
      clock: choice.clock ?? systemClock,
      ...(ready.has(preflightFlow) && { flow: { program, evaluation, record: () => firstRecord(main) } }),
    })
    return [documents, ...checks]
  } finally {
    for (const each of ready.values()) await each.close()
  }
}

/** Opens every flow of the package: a setting that is wrong and a route that the connection lacks show themselves here. */
function openFlows(workspace: Workspace, { packageName, integration, clock = systemClock }: ExamineChoice) {
  const { context } = connectorContext({ schemas: workspace.schemas, stateFolder, clock })
  const connection = connectionsFor(workspace, integration ? { integration } : {})
  const ready = new Map<string, ReadyFlow>()
  const problems = new Map<string, Problem>()
  for (const { name } of workspace.documents.all('Flow').filter((document) => document.packageName === packageName)) {
    try {
      const flow = `${packageName}/${name}`
      ready.set(name, readyFlow(workspace, { flow, ...(integration && { integration }), settings: {}, connection, context }))
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error
      for (const problem of error.problems) problems.set(`${problem.code} ${problem.message}`, problem)
    }
  }
  return { ready, problems: [...problems.values()] }
}

function systemsOf({ program, sessions }: ReadyFlow, { integration, tryWrites }: ExamineChoice): NeedsOfSystem[] {
  const { settings, systems } = program.flow.facts
  const { values } = resolveSettings(settings, integration?.settings ?? {})
  return [...systems.values()].flatMap((system) => {
    const session = sessions.get(system.name)
    if (!session?.preflight) return []
    const apiOf = (resource: string) => apiVersion(system, values, resource)
    return [{ system: system.name, session, preflight: session.preflight, permissions: system.permissions, apiOf, tryWrites }]
  })
}

async function firstRecord(ready: ReadyFlow): Promise<unknown> {
  for await (const source of sourceRecords(ready)) {
    if ('problems' in source) throw new ProblemError(...source.problems)
    return source.record
  }
  return {}
}
