import {
  type FlowProgram,
  ProblemError,
  type StepTarget,
  apiVersion,
  compileFlow,
  isError,
  openFlow,
  resolveSettings,
} from '../../engine/index.ts'
import { checkConnection } from '../connectors/check.ts'
import type { ConnectionSettings, ConnectorContext, Session } from '../connectors/connector.ts'
import { connectors } from '../connectors/index.ts'
import type { ConnectionOf } from './connections.ts'
import { type Integration, documentNamed } from './lookup.ts'
import { refuseBroken } from './open-mapping.ts'
import type { Workspace } from './workspace.ts'

/** A flow of the workspace, compiled for the connections that it runs with. */
export interface ReadyFlow {
  readonly program: FlowProgram
  /** Open sessions by the name of the system. */
  readonly sessions: ReadonlyMap<string, Session>
  close(): Promise<void>
}

export interface FlowChoice {
  readonly flow: string
  readonly integration?: Integration
  readonly settings: Readonly<Record<string, unknown>>
  /** The keys of the connection that a system of the package is reached by. */
  readonly connection: ConnectionOf
  readonly context: ConnectorContext
}

/** Opens a flow and its connections. Throws a ProblemError with all that is wrong before anything is read or sent. */
export function readyFlow(workspace: Workspace, { flow: reference, integration, settings, connection, context }: FlowChoice): ReadyFlow {
  const inPackage = integration && !reference.includes('/') ? `${integration.packageName}/${reference}` : reference
  const document = documentNamed(workspace, 'Flow', inPackage)
  refuseBroken(workspace, document.file)
  const open = openFlow(document, {
    documents: workspace.documents,
    schemas: workspace.schemas,
    ...(integration && { overlay: integration.overlay }),
  })
  const resolved = resolveSettings(open.facts.settings, { ...integration?.settings, ...settings })
  const errors = resolved.problems.filter(isError)
  if (errors.length > 0) throw new ProblemError(...errors)
  const sessions = new Map<string, Session>()
  for (const system of open.facts.systems.values())
    sessions.set(system.name, openSession(connection(system.name, system.connector, document.packageName), context))
  const target = (systemName: string, resource: string): StepTarget | undefined => {
    const system = open.facts.systems.get(systemName)
    const api = apiVersion(system, resolved.values, resource)
    const found = sessions.get(systemName)?.target(resource, api)
    return found && { system: systemName, resource, ...(found.api !== undefined && { api: found.api }), view: found.schema }
  }
  const program = compileFlow(open, { settings: resolved.values, target })
  return {
    program,
    sessions,
    close: async () => {
      for (const session of sessions.values()) await session.close()
    },
  }
}

function openSession(settings: ConnectionSettings, context: ConnectorContext): Session {
  const problems = checkConnection(settings, context.schemas).filter(isError)
  if (problems.length > 0) throw new ProblemError(...problems)
  return connectors[settings.connector]!.open(settings, context)
}
