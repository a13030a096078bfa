import type { Clock } from '../../clock.ts'
import type { Connector } from '../connector.ts'
import { type Authorisation, type Pace, createHttpClient, createPace } from '../http.ts'
import { createClient } from './client.ts'
import { createCompanies } from './companies.ts'
import { type BusinessCentralSettings, checkConnection, rootUrl } from './connection.ts'
import { createSession } from './session.ts'
import { createTargets } from './targets.ts'

export const businessCentral: Connector = {
  name: 'business-central',
  check: checkConnection,
  open(connection, context) {
    const settings = connection as BusinessCentralSettings
    const { clock, schemas, log } = context
    const root = rootUrl(settings)
    const token = settings.token
    const authorisation: Authorisation | undefined =
      token === undefined ? undefined : { header: async () => `Bearer ${context.secret(token)}` }
    const http = createHttpClient({
      connection: connection.name,
      clock,
      pace: paceOf(clock, settings, `${root} ${token ?? ''}`),
      readDeadlineMs: (settings.limits?.readSeconds ?? 120) * 1_000,
      writeDeadlineMs: (settings.limits?.writeSeconds ?? 600) * 1_000,
      ...(authorisation && { authorisation }),
      ...(log && { log }),
    })
    const identity = () => (token === undefined ? anonymous : staleToken)
    const client = createClient({ connection: connection.name, root, http, schemas, clock, identity })
    return createSession({
      client,
      clock,
      companies: createCompanies(client, connection.name, settings.company),
      targets: createTargets(schemas, connection.routes ?? {}),
      close: () => http.close(),
    })
  },
}

const anonymous = {
  reason: 'The connection says nothing of who it is.',
  advice:
    'Give the connection an identity: a token, an application of Microsoft Entra ID, or on-premises a user and its web service access key.',
}

const staleToken = {
  reason: 'The token has expired, or is meant for another service, tenant or environment.',
  advice:
    'Put a fresh token for https://api.businesscentral.dynamics.com where the connection refers to, or let the connection fetch its tokens itself.',
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
