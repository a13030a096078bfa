import type { Clock } from '../../clock.ts'
import type { ConnectionSettings, Connector, ConnectorContext, SendOptions } from '../connector.ts'
import { type Pace, createHttpClient, createPace } from '../http.ts'
import { createContentFetcher } from '../http/fetch-content.ts'
import { authorisationOf, entraIdentity } from './authorisation.ts'
import { createClient } from './client.ts'
import { createCompanies } from './companies.ts'
import { type BusinessCentralSettings, checkConnection, rootUrl } from './connection.ts'
import { discover, listEnvironments } from './discovery.ts'
import { createPreflight } from './preflight.ts'
import { createSession } from './session.ts'
import { createTargets } from './targets.ts'

export const businessCentral: Connector = {
  name: 'business-central',
  check: checkConnection,
  open(connection, context) {
    const { client, http, settings } = connect(connection, context)
    const { clock, log } = context
    const ca = settings.fetch?.ca
    const fetcher = createContentFetcher({
      connection: connection.name,
      hosts: settings.fetch?.hosts ?? [],
      clock,
      ...(ca !== undefined && { ca: context.secret(ca) }),
      ...(log && { log }),
    })
    const companies = createCompanies(client, connection.name, settings.company)
    const targets = createTargets(context.schemas, connection.routes ?? {})
    const session = createSession({
      connection: connection.name,
      client,
      clock,
      fetcher,
      companies,
      targets,
      close: async () => {
        await Promise.all([http.close(), fetcher.close()])
      },
    })
    const environments = (options?: SendOptions) => listEnvironments(settings, client, http, options)
    return { ...session, preflight: createPreflight({ settings, session, client, companies, targets, environments }) }
  },
  identity(connection) {
    const settings = connection as BusinessCentralSettings
    const { auth } = settings
    return auth?.kind === 'application' || auth?.kind === 'user' ? entraIdentity(settings, auth) : undefined
  },
  async discover(connection, context, options) {
    const { client, http, settings } = connect(connection, context)
    try {
      return await discover(settings, client, http, options)
    } finally {
      await http.close()
    }
  },
}

/** The wire of a connection: who asks, how fast, and where. */
function connect(connection: ConnectionSettings, context: ConnectorContext) {
  const settings = connection as BusinessCentralSettings
  const { clock, schemas, log } = context
  const root = rootUrl(settings)
  const authorisation = authorisationOf(settings, context)
  const http = createHttpClient({
    connection: connection.name,
    clock,
    authorisation,
    pace: paceOf(clock, settings, `${new URL(root).origin} ${JSON.stringify(settings.auth ?? {})}`),
    readDeadlineMs: (settings.limits?.readSeconds ?? 120) * 1_000,
    writeDeadlineMs: (settings.limits?.writeSeconds ?? 600) * 1_000,
    ...(settings.ca !== undefined && { ca: context.secret(settings.ca) }),
    ...(log && { log }),
  })
  const parameters: Record<string, string> = settings.tenant === undefined ? {} : { tenant: settings.tenant }
  const client = createClient({ connection: connection.name, root, http, schemas, clock, authorisation, parameters })
  return { client, http, settings }
}

/** What Business Central online grants a user; four at a time leave room for one person or program beside us. */
const granted = { concurrent: 4, requests: 6_000, windowMs: 5 * 60_000 + 1_000 }

const paces = new WeakMap<Clock, Map<string, Pace>>()

/** One pace for one identity, however many connections and sessions use it. */
function paceOf(clock: Clock, { limits }: BusinessCentralSettings, identity: string): Pace {
  let ofClock = paces.get(clock)
  if (!ofClock) paces.set(clock, (ofClock = new Map()))
  let pace = ofClock.get(identity)
  if (!pace) {
    const { concurrent = granted.concurrent, requestsPerFiveMinutes: requests = granted.requests } = limits ?? {}
    ofClock.set(identity, (pace = createPace({ ...granted, concurrent, requests }, clock)))
  }
  return pace
}
