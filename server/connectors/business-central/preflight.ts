import { ProblemError } from '../../../engine/index.ts'
import type { Discovery, Preflight, SendOptions, Session } from '../connector.ts'
import type { Client } from './client.ts'
import type { Companies } from './companies.ts'
import { type BusinessCentralSettings, isThisMachine, rootUrl } from './connection.ts'
import { hasEnvironment } from './discovery.ts'
import { createTrials } from './permission-trial.ts'
import { businessCentralProblem } from './problems.ts'
import { checkRoute } from './route-check.ts'
import type { Targets } from './targets.ts'

export interface PreflightParts {
  readonly settings: BusinessCentralSettings
  readonly session: Session
  readonly client: Client
  readonly companies: Companies
  readonly targets: Targets
  readonly environments: (options?: SendOptions) => Promise<Discovery['environments']>
}

export function createPreflight({ settings, session, client, companies, targets, environments }: PreflightParts): Preflight {
  return {
    routes: Object.keys(settings.routes ?? {}),
    permission: createTrials({ session, client, companies, schemas: targets.schemas }),
    route: (name, options) => checkRoute(settings, session, name, options),
    connection: async (options) => {
      if (!hasEnvironment(settings)) refuseToGuess(settings, await environments(options))
      await companies.chosen(options)
    },
    isSandbox: (options) => isSandbox(settings, () => environments(options)),
  }
}

/** JU-02: which environment is meant is chosen by a person. */
function refuseToGuess({ name: connection }: BusinessCentralSettings, found: Discovery['environments']): void {
  const [first] = found
  if (!first) return
  const names = found.map(({ name, kind }) => `${name} (${kind})`).join(', ')
  const example = found.find(({ kind }) => kind === 'Sandbox')?.name ?? first.name
  throw new ProblemError(businessCentralProblem('bc.environment-unchosen', {}, { connection, environments: names, example }))
}

/** This machine is a place for trying things out, and so is an environment that Business Central online calls a sandbox. */
export async function isSandbox(
  settings: BusinessCentralSettings,
  environments: () => Promise<Discovery['environments']>,
): Promise<boolean> {
  const root = new URL(rootUrl(settings))
  if (isThisMachine(root.hostname)) return true
  const name = decodeURIComponent(root.pathname.split('/').at(-1) ?? '').toLowerCase()
  try {
    return (await environments()).some((environment) => environment.name.toLowerCase() === name && environment.kind === 'Sandbox')
  } catch (error) {
    // Not everybody may list the environments; then nothing says that it is one.
    if (error instanceof ProblemError) return false
    throw error
  }
}
