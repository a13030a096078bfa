import type { MapNode } from '../../engine/index.ts'
import { connectorContext } from '../auth/connector-context.ts'
import { systemClock } from '../clock.ts'
import { stateFolder } from '../root.ts'
import { FlowRunner, type RecordResult } from '../runtime/run-flow.ts'
import { connectionsFor } from '../workspace/connections.ts'
import type { Integration } from '../workspace/lookup.ts'
import { readyFlow } from '../workspace/open-flow.ts'
import { sourceRecords } from '../workspace/source-records.ts'
import type { Workspace } from '../workspace/workspace.ts'

export interface RunChoice {
  readonly flow: string
  readonly integration?: Integration
  readonly settings: Readonly<Record<string, unknown>>
  /** Where those were written. */
  readonly settingsNode?: MapNode
  readonly input?: string
  readonly dryRun?: boolean
  /** Address of the sandbox, where a connection means one. */
  readonly sandbox?: string
}

/**
 * Sends the records of a flow's source one after the other; ends with the first that the target could not be reached for.
 * Throws a ProblemError where it cannot begin.
 */
export async function* runRecords(
  workspace: Workspace,
  { flow, integration, settings, settingsNode, input, dryRun = false, sandbox }: RunChoice,
): AsyncGenerator<RecordResult> {
  const ready = readyFlow(workspace, {
    flow,
    ...(integration && { integration }),
    settings,
    ...(settingsNode && { settingsNode }),
    connection: connectionsFor(workspace, {
      ...(integration && { integration }),
      ...(input !== undefined && { input }),
      ...(sandbox !== undefined && { sandbox }),
    }),
    context: connectorContext({ schemas: workspace.schemas, stateFolder }).context,
  })
  try {
    const runner = new FlowRunner({ ...ready, clock: systemClock, dryRun })
    for await (const record of sourceRecords(ready)) {
      const result = await runner.run(record)
      yield result
      if (isUnreachable(result)) return
    }
  } finally {
    await ready.close()
  }
}

/** The target did not answer: the records behind would not fare better. */
export function isUnreachable({ outcome }: RecordResult): boolean {
  return outcome.state === 'retrying' && outcome.problems.some(({ code }) => code.startsWith('transport.'))
}
