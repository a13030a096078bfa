import { ProblemError } from '../../../engine/index.ts'
import type { Clock } from '../../clock.ts'
import type { Entity, SendOptions } from '../connector.ts'
import { failureClassOf } from '../http.ts'
import { backoffMs } from '../http/backoff.ts'
import { type BatchAnswer, asRefused, batchLimit, correlated, isSuccess, sendBatch } from './batch.ts'
import type { Client } from './client.ts'
import { type Probe, entitiesIn } from './query.ts'

const attempts = 4

/** What each probe found, in the order of the probes: as few requests as the services allow. */
export async function readProbes(
  client: Client,
  clock: Clock,
  probes: readonly Probe[],
  options: SendOptions | undefined,
): Promise<readonly (readonly Entity[])[]> {
  const together = correlated(options)
  const found = new Map<Probe, readonly Entity[]>()
  await Promise.all(
    byService(probes).map(async (ofService) => {
      for (let start = 0; start < ofService.length; start += batchLimit) {
        const chunk = ofService.slice(start, start + batchLimit)
        const answers = chunk.length === 1 ? [await readOne(client, chunk[0]!, together)] : await readMany(client, clock, chunk, together)
        for (const [index, probe] of chunk.entries()) found.set(probe, await withFurtherPages(client, probe, answers[index]!, together))
      }
    }),
  )
  return probes.map((probe) => found.get(probe) ?? [])
}

/** Requests of one service go in one batch. */
function byService(probes: readonly Probe[]): Probe[][] {
  const groups = new Map<string, Probe[]>()
  for (const probe of probes) {
    const group = groups.get(probe.set.service)
    if (group) group.push(probe)
    else groups.set(probe.set.service, [probe])
  }
  return [...groups.values()]
}

type Page = Readonly<Record<string, unknown>>

const nothing: Page = { value: [] }

async function readOne(client: Client, probe: Probe, options: SendOptions): Promise<Page> {
  try {
    return (await client.send(probe.request, options)).json
  } catch (error) {
    if (error instanceof ProblemError && isAbsent(probe, error)) return nothing
    throw error
  }
}

/** One batch; of its reads, those that only met with trouble of the moment are asked again. */
async function readMany(
  client: Client,
  clock: Clock,
  probes: readonly Probe[],
  options: SendOptions & { correlationId: string },
): Promise<readonly Page[]> {
  const pages = new Map<Probe, Page>()
  let pending = probes
  for (let failures = 0; pending.length > 0;) {
    const answers = await sendBatch(
      client,
      pending.map(({ request }) => request),
      'apart',
      options,
    )
    const again: Probe[] = []
    for (const [index, probe] of pending.entries()) {
      const { status, headers, body } = answers[index] ?? notTried
      if (isSuccess(status)) pages.set(probe, body as Page)
      else if (failures + 1 < attempts && failureClassOf(status, false) === 'retryable') again.push(probe)
      else {
        const problem = client.refusal(probe.request, asRefused({ status, headers, body }, clock.now()), options.correlationId)
        if (!isAbsent(probe, problem)) throw problem
        pages.set(probe, nothing)
      }
    }
    pending = again
    failures++
    if (again.length > 0) await clock.sleep(backoffMs(failures), options.signal)
  }
  return probes.map((probe) => pages.get(probe)!)
}

/** A batch that ended before this operation: for a read that is worth another attempt. */
const notTried: BatchAnswer = { status: 503, headers: {}, body: undefined }

/** A record that is asked for by its address and is not there, or a place for finished documents that this installation lacks. */
function isAbsent({ set, finished }: Probe, { problems }: ProblemError): boolean {
  return problems.every(
    ({ code }) => (set.single && code === 'bc.record-gone') || (finished && (code === 'bc.resource-unknown' || code === 'bc.record-gone')),
  )
}

async function withFurtherPages(client: Client, probe: Probe, first: Page, options: SendOptions): Promise<readonly Entity[]> {
  const entities = entitiesIn(probe, first)
  if (probe.query.limit !== undefined) return entities.slice(0, probe.query.limit)
  for (let next = first['@odata.nextLink']; typeof next === 'string';) {
    const { json } = await client.follow(next, probe.request, options)
    entities.push(...entitiesIn(probe, json))
    next = json['@odata.nextLink']
  }
  return entities
}
