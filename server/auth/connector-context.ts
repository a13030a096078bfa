import { join } from 'node:path'
import type { SchemaSource } from '../../engine/index.ts'
import { type Clock, systemClock } from '../clock.ts'
import type { ConnectorContext, RequestEvent } from '../connectors/connector.ts'
import { type Entra, createEntra } from './entra/entra.ts'
import { sealKeys } from './seal-keys.ts'
import { createSeal } from './seal.ts'
import { type SealedStore, createSealedFiles } from './sealed-store.ts'
import { environmentSecrets } from './secrets.ts'

export interface ConnectorWorld {
  readonly schemas: SchemaSource
  /** Where the key and the sealed tokens stand: `.fieldloom/state`. Made when something is to be kept. */
  readonly stateFolder: string
  /** Where relative paths of connections start, and what none leads out of; absent: the working folder, and any path. */
  readonly folder?: string
  readonly clock?: Clock
  readonly environment?: NodeJS.ProcessEnv
  readonly log?: (event: RequestEvent) => void
}

/** All that connectors get from the server, and the sign-ins that a person begins there. */
export function connectorContext(world: ConnectorWorld): { context: ConnectorContext; entra: Entra } {
  const { schemas, stateFolder, folder, log, clock = systemClock, environment = process.env } = world
  const secret = environmentSecrets(environment)
  const entra = createEntra({ clock, secret, store: sealedWhenNeeded(stateFolder, environment, clock), ...(log && { log }) })
  const context: ConnectorContext = {
    clock,
    schemas,
    secret,
    entra: entra.authorisation,
    ...(folder !== undefined && { folder }),
    ...(log && { log }),
  }
  return { context, entra }
}

/** Without a connection that needs tokens no key is made, and none is missed. */
function sealedWhenNeeded(stateFolder: string, environment: NodeJS.ProcessEnv, clock: Clock): SealedStore {
  let store: SealedStore | undefined
  const opened = (): SealedStore =>
    (store ??= createSealedFiles(join(stateFolder, 'sealed'), createSeal(sealKeys(join(stateFolder, 'key'), environment)), clock))
  return { read: async (name) => opened().read(name), update: async (name, change) => opened().update(name, change) }
}
