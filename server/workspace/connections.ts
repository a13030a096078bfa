import { dirname, resolve } from 'node:path'
import { ProblemError, childOf, placeOf, valueOf } from '../../engine/index.ts'
import type { ConnectionSettings } from '../connectors/connector.ts'
import { type Integration, documentNamed } from './lookup.ts'
import { workspaceProblem } from './problems.ts'
import { withSandboxAddress } from './sandbox-address.ts'
import type { Workspace } from './workspace.ts'

export interface ConnectionChoice {
  readonly integration?: Integration
  /** Where records are read from: a file, a folder, or `-`. It takes the place of the path of an integration's connection. */
  readonly input?: string
  /** Address of the sandbox; the one that was started last, if it is not given. */
  readonly sandbox?: string
}

/** The connection of a system that a package needs. */
export type ConnectionOf = (system: string, connector: string, packageName: string) => ConnectionSettings

/** The connections of an integration or, without one, the input that was given and the sandbox that runs. */
export function connectionsFor(workspace: Workspace, { integration, input, sandbox }: ConnectionChoice): ConnectionOf {
  return (system, connector, packageName) => {
    const settings = integration
      ? connectionOf(workspace, integration, system)
      : withoutIntegration(workspace, system, connector, packageName)
    if (connector === 'files' && input !== undefined) return { ...settings, path: input === '-' ? input : resolve(input) }
    return withSandboxAddress(settings, sandbox)
  }
}

function connectionOf(workspace: Workspace, { connections, document, name: integration }: Integration, system: string): ConnectionSettings {
  const name = connections[system]
  if (name === undefined)
    throw new ProblemError(
      workspaceProblem('document.connection-missing', placeOf(childOf(document.root, 'connections') ?? document.root), {
        integration,
        system,
      }),
    )
  const found = workspace.documents.find('Connection', name, document.packageName) ?? documentNamed(workspace, 'Connection', name)
  const settings = valueOf(found.root) as ConnectionSettings
  // What a connection names by a relative path stands beside it.
  return typeof settings['path'] === 'string' ? { ...settings, path: resolve(dirname(resolve(found.file)), settings['path']) } : settings
}

function withoutIntegration(workspace: Workspace, system: string, connector: string, packageName: string): ConnectionSettings {
  if (connector === 'files') return { name: system, connector }
  return valueOf(documentNamed(workspace, 'Connection', `${packageName}/sandbox`).root) as ConnectionSettings
}
