import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { type Problem, ProblemError } from '../../../../engine/index.ts'
import { businessCentral } from '../../../../server/connectors/business-central/index.ts'
import type { ConnectionSettings, Entity, Query, RequestEvent, Session, Target } from '../../../../server/connectors/connector.ts'
import { productRoot } from '../../../../server/root.ts'
import { type Sandbox, startBusinessCentralSandbox } from '../../../../server/sandbox/business-central/index.ts'
import { schemaFiles } from '../../../../server/workspace/schema-files.ts'
import { ManualClock } from '../../manual-clock.ts'
import { testCertificate } from '../../test-certificate.ts'

export const schemas = schemaFiles(join(productRoot, 'schemas'))

export interface Opened {
  readonly session: Session
  readonly clock: ManualClock
  readonly events: RequestEvent[]
}

/** A session of a connection; what it needs of the world stands still or is handed in. */
export function openSession(keys: Partial<ConnectionSettings> & { url: string }, secrets: Record<string, string> = {}): Opened {
  const clock = new ManualClock()
  const events: RequestEvent[] = []
  const session = businessCentral.open(
    { name: 'acme-bc', connector: 'business-central', ...keys },
    { clock, schemas, secret: (reference) => secrets[reference] ?? '', log: (event) => events.push(event) },
  )
  onTestFinished(() => session.close())
  return { session, clock, events }
}

export interface World extends Opened {
  readonly sandbox: Sandbox
  readonly url: string
  /** The target of a set, in v2.0 unless another is named. */
  target(resource: string, api?: string): Target
  setFaults(...faults: object[]): Promise<void>
  /** What a person does in the client. */
  act(action: object): Promise<void>
}

/** A session on a sandbox of its own. */
export async function openWorld(keys: Partial<ConnectionSettings> = {}): Promise<World> {
  const sandbox = await startBusinessCentralSandbox()
  onTestFinished(() => sandbox.close())
  const url = `${sandbox.url}/v2.0/default/sandbox`
  const opened = openSession({ url, ...keys }, { 'env:FILES_CA': testCertificate })
  const control = async (method: string, path: string, body: object): Promise<void> => {
    const answer = await fetch(`${sandbox.url}/_sandbox/${path}`, { method, body: JSON.stringify(body) })
    if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`)
  }
  return {
    ...opened,
    sandbox,
    url,
    target: (resource, api = 'v2.0') => opened.session.target(resource, api)!,
    setFaults: (...faults) => control('PUT', 'faults', faults),
    act: (action) => control('POST', 'act', action),
  }
}

export async function findFirst(session: Session, query: Query): Promise<Entity> {
  const [found] = await session.findAll([query])
  if (!found?.[0]) throw new Error('nothing was found')
  return found[0]
}

/** The problems that an attempt ends in. */
async function problemsOf(attempt: Promise<unknown>): Promise<readonly Problem[]> {
  try {
    await attempt
  } catch (error) {
    if (error instanceof ProblemError) return error.problems
    throw error
  }
  throw new Error('it succeeded')
}

export async function problemOf(attempt: Promise<unknown>): Promise<Problem> {
  return (await problemsOf(attempt))[0]!
}
