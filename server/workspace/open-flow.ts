import {
  type FlowOutline,
  type MapNode,
  type StepTarget,
  apiVersion,
  checkFlow,
  checkRoutes,
  compileFlow,
  filesIn,
  openFlow,
  resolveSettings,
  settingsNode,
} from '../../engine/index.ts'
import { FlowEvaluation } from '../../engine/pool/index.ts'
import { checkConnection } from '../connectors/check.ts'
import type { ConnectionSettings, ConnectorContext, Session } from '../connectors/connector.ts'
import { connectors } from '../connectors/index.ts'
import type { ConnectionOf } from './connections.ts'
import { sharedEvaluator } from './evaluator.ts'
import { type Integration, documentNamed } from './lookup.ts'
import { refuseBroken, refuseErrors } from './refuse.ts'
import { samplesOf } from './samples.ts'
import type { Workspace } from './workspace.ts'

/** A flow of the workspace, compiled for the connections that it runs with. */
export interface ReadyFlow {
  readonly program: FlowOutline
  /** Its expressions. */
  readonly evaluation: FlowEvaluation
  /** Open sessions by the name of the system. */
  readonly sessions: ReadonlyMap<string, Session>
  close(): Promise<void>
}

export interface FlowChoice {
  readonly flow: string
  readonly integration?: Integration
  readonly settings: Readonly<Record<string, unknown>>
  /** Where those were written. */
  readonly settingsNode?: MapNode
  /** The keys of the connection that a system of the package is reached by. */
  readonly connection: ConnectionOf
  readonly context: ConnectorContext
}

/** Opens a flow and its connections. Throws a ProblemError with all that is wrong before anything is read or sent. */
export function readyFlow(workspace: Workspace, choice: FlowChoice): ReadyFlow {
  const { flow: reference, integration, settings, connection, context } = choice
  const inPackage = integration && !reference.includes('/') ? `${integration.packageName}/${reference}` : reference
  const document = documentNamed(workspace, 'Flow', inPackage)
  refuseBroken(workspace, [document.file])
  const open = openFlow(document, {
    documents: workspace.documents,
    schemas: workspace.schemas,
    ...(integration && { overlay: integration.overlay }),
  })
  refuseBroken(workspace, filesIn(open.root))
  const values = { ...integration?.settings, ...settings }
  const node = settingsNode(integration?.document, choice.settingsNode)
  const resolved = resolveSettings(open.facts.settings, values, node)
  refuseErrors(resolved.problems)
  const sessions = new Map<string, Session>()
  for (const system of open.facts.systems.values())
    sessions.set(system.name, openSession(connection(system.name, system.connector, document.packageName), context))
  const target = (systemName: string, resource: string): StepTarget | undefined => {
    const system = open.facts.systems.get(systemName)
    const api = apiVersion(system, resolved.values, resource)
    const found = sessions.get(systemName)?.target(resource, api)
    return found && { system: systemName, resource, ...(found.api !== undefined && { api: found.api }), view: found.schema }
  }
  const close = async () => {
    for (const session of sessions.values()) await session.close()
  }
  try {
    const given = { target, ...(node && { settingsNode: node }) }
    refuseErrors(checkFlow(open, { ...given, settings: values, samples: samplesOf(workspace) }))
    const program = compileFlow(open, { ...given, settings: resolved.values })
    refuseErrors(checkRoutes(program.flow, resolved.values, (system, resource) => target(system, resource) !== undefined))
    const evaluation = new FlowEvaluation(sharedEvaluator(), program, {
      settings: resolved.values,
      ...(integration && { integration: integration.document }),
      ...(choice.settingsNode && { settingsNode: choice.settingsNode }),
    })
    return { program, evaluation, sessions, close }
  } catch (error) {
    void close()
    throw error
  }
}

function openSession(settings: ConnectionSettings, context: ConnectorContext): Session {
  refuseErrors(checkConnection(settings, context.schemas))
  return connectors[settings.connector]!.open(settings, context)
}
