import { ProblemError, valueOf } from '../../engine/index.ts'
import { connectorContext } from '../auth/connector-context.ts'
import type { Entra } from '../auth/entra/entra.ts'
import { openSignInPage } from '../auth/sign-in-page.ts'
import { checkConnection } from '../connectors/check.ts'
import type { ConnectionSettings, Discovery, EntraIdentity } from '../connectors/connector.ts'
import { connectors } from '../connectors/index.ts'
import { stateFolder } from '../root.ts'
import { openOn, parsePort } from '../terminal/port.ts'
import { renderTable } from '../terminal/render-table.ts'
import { type ExitCode, type Terminal, exitCodes, writeJson, writeLine } from '../terminal/terminal.ts'
import { untilStopped } from '../terminal/until-stopped.ts'
import { UsageError } from '../terminal/usage-error.ts'
import { documentNamed, openWorkspaceFor } from '../workspace/lookup.ts'
import { refuseBroken, refuseErrors } from '../workspace/refuse.ts'
import { withSandboxAddress } from '../workspace/sandbox-address.ts'

export interface ConnectOptions {
  readonly workspace?: string
  /** Where the browser comes back to; the registration of the application lists it. */
  readonly port?: string
  readonly signIn?: boolean
  readonly signOut?: boolean
  readonly json?: boolean
}

const defaultPort = '4102'

/**
 * JU-01, JU-02: lets a person sign in where a connection acts as one, and lists the environments and companies that it can choose from.
 * @param folderOfState where sealed tokens stand
 */
export async function connectCommand(
  name: string,
  { workspace: folder, port = defaultPort, signIn = false, signOut = false, json = false }: ConnectOptions,
  terminal: Terminal,
  folderOfState = stateFolder,
): Promise<ExitCode> {
  const workspace = openWorkspaceFor(name, folder)
  const document = documentNamed(workspace, 'Connection', name)
  refuseBroken(workspace, [document.file])
  const settings = withSandboxAddress(valueOf(document.root) as ConnectionSettings)
  refuseErrors(checkConnection(settings, workspace.schemas))
  const connector = connectors[settings.connector]!
  const identity = connector.identity?.(settings)
  const { context, entra } = connectorContext({ schemas: workspace.schemas, stateFolder: folderOfState })
  try {
    if (signOut) {
      if (identity?.user) await entra.signOut(identity)
      writeLine(terminal.messages, identity?.user ? 'signed out' : `nobody signs in to connection “${settings.name}”`)
      return exitCodes.ok
    }
    if (signIn && !identity?.user)
      throw new UsageError(`nobody signs in to connection “${settings.name}”`, 'Only one with `auth: { kind: user, … }` acts as a person.')
    if (signIn) await letSignIn(entra, identity!, parsePort(port), terminal)
    const look = async () => (await connector.discover?.(settings, context)) ?? { environments: [], companies: [] }
    const found = await look().catch(async (error: unknown) => {
      if (!isSignInNeeded(error)) throw error
      await letSignIn(entra, identity!, parsePort(port), terminal)
      return look()
    })
    if (json) writeJson(terminal, found)
    else render(terminal, settings, found)
    return exitCodes.ok
  } finally {
    await entra.close()
  }
}

async function letSignIn(entra: Entra, identity: EntraIdentity, port: number, { messages }: Terminal): Promise<void> {
  const hint = 'Choose another with --port N; the registration of the application must list it.'
  const page = await openOn(port, hint, () => openSignInPage(port))
  try {
    const { url } = await entra.beginSignIn(identity, page.redirectUri)
    const stopped = untilStopped().then(() => {
      throw new UsageError('nobody signed in', 'Start the command again, and open the address that it prints.')
    })
    writeLine(messages, `open this address, and sign in as the user that connection “${identity.connection}” shall act as:\n\n  ${url}\n`)
    writeLine(messages, `(the registration of application ${identity.clientId} must list the redirect address ${page.redirectUri})`)
    const { user } = await entra.completeSignIn(identity, await Promise.race([page.answer, stopped]))
    writeLine(messages, `signed in as ${user}`)
  } finally {
    page.close()
  }
}

function isSignInNeeded(error: unknown): boolean {
  return error instanceof ProblemError && error.problems.some(({ code }) => code === 'identity.sign-in-needed')
}

/** What there is to choose from, and what the connection has chosen. */
function render({ output }: Terminal, { environment, company, url }: ConnectionSettings, { environments, companies }: Discovery): void {
  const mark = (isChosen: boolean) => (isChosen ? '✓' : '')
  renderTable(
    output,
    ['', 'environment', 'kind', 'url'],
    environments.map((each) => [mark(each.name === environment || each.url === url), each.name, each.kind, each.url]),
  )
  writeLine(output)
  renderTable(
    output,
    ['', 'company', 'id'],
    companies.map(({ name, id }) => [mark(company === name || company === id), name, id]),
  )
}
