import { type Problem, ProblemError, isDateTime } from '../../../engine/index.ts'
import type { Clock } from '../../clock.ts'
import type { Page, Reading, SendOptions } from '../connector.ts'
import { httpProblem } from '../http/problems.ts'
import type { Client, ClientAnswer, ClientRequest } from './client.ts'
import { toEntity } from './entity.ts'
import { odataLiteral } from './literal.ts'
import { businessCentralProblem } from './problems.ts'
import type { Probe } from './query.ts'

/** Where a reading stands. */
interface Cursor {
  /** The value of the `since` property from which this round reads; absent: from the beginning. */
  readonly from?: string | number
  /** The highest value that was seen in this round: where the next one begins. */
  readonly top?: string | number
  /** The rest of this round, as the service handed it out. */
  readonly next?: string
}

const pageSize = 500
/**
 * A change becomes visible when its transaction ends, up to eight minutes after the time that it carries (operations.md, section 7): so
 * far back every round reads again. It includes all rows that tie with the last one.
 */
const overlapMs = 10 * 60_000
const longestAheadMs = 24 * 60 * 60_000

export async function readPage(
  client: Client,
  clock: Clock,
  connection: string,
  reading: Reading,
  probe: Probe,
  options: SendOptions | undefined,
): Promise<Page> {
  const cursor = parseCursor(reading, connection, clock)
  const request = roundRequest(reading, probe, cursor)
  const { json } = await (cursor.next === undefined ? client.send(request, options) : goOn(client, request, cursor.next, options))
  const rows = (json['value'] ?? []) as unknown[]
  const top = highest(reading.since, rows, cursor.top ?? cursor.from)
  const next = json['@odata.nextLink']
  const more = typeof next === 'string'
  const standing: Cursor = more ? { ...cursor, ...(top !== undefined && { top }), next } : { ...(top !== undefined && { from: top }) }
  return {
    entities: rows.filter(isRow).map((row) => toEntity(reading.target, probe.set, row)),
    problems: rows.filter((row) => !isRow(row)).map(() => malformed(reading)),
    cursor: JSON.stringify(standing),
    more,
  }
}

/** A handed-out rest that the service does not know any more: the round begins again, and what was read is recognised. */
async function goOn(client: Client, request: ClientRequest, next: string, options: SendOptions | undefined): Promise<ClientAnswer> {
  try {
    return await client.follow(next, request, options)
  } catch (error) {
    if (error instanceof ProblemError && error.problems[0]?.class === 'rejected') return client.send(request, options)
    throw error
  }
}

function roundRequest({ since, target, expand = [] }: Reading, { request }: Probe, { from }: Cursor): ClientRequest {
  const schema = since === undefined ? undefined : target.schema.schema.properties?.[since]
  const back = typeof from === 'string' ? new Date(Date.parse(from) - overlapMs).toISOString() : from
  const filters = [request.query?.['$filter'], back === undefined ? undefined : `${since} ge ${odataLiteral(since ?? '', schema, back)}`]
  const filter = filters.filter((each) => each !== undefined).join(' and ')
  return {
    ...request,
    headers: { prefer: `odata.maxpagesize=${pageSize}` },
    query: {
      ...(filter !== '' && { $filter: filter }),
      ...(since !== undefined && { $orderby: since }),
      ...(expand.length > 0 && { $expand: expand.join(',') }),
    },
  }
}

function highest(since: string | undefined, rows: readonly unknown[], before: string | number | undefined): string | number | undefined {
  if (since === undefined) return undefined
  let top = before
  for (const row of rows) {
    const value = isRow(row) ? row[since] : undefined
    if (typeof value === 'number' ? typeof top !== 'number' || value > top : isTime(value) && !isEarlier(value, top))
      top = value as string | number
  }
  return top
}

function isTime(value: unknown): value is string {
  return typeof value === 'string' && isDateTime(value)
}

function isEarlier(value: string, than: string | number | undefined): boolean {
  return typeof than === 'string' && Date.parse(value) < Date.parse(than)
}

function parseCursor({ cursor, since }: Reading, connection: string, clock: Clock): Cursor {
  if (cursor === undefined) return {}
  try {
    const parsed = JSON.parse(cursor) as Cursor
    const isKnown = isRow(parsed) && Object.keys(parsed).every((key) => ['from', 'top', 'next'].includes(key))
    const values = isKnown ? [parsed.from, parsed.top].filter((value) => value !== undefined) : []
    const isPlausible = values.every((value) => since !== undefined && isStanding(value, clock))
    if (isKnown && isPlausible && (parsed.next === undefined || typeof parsed.next === 'string')) return parsed
  } catch {
    // Told below.
  }
  throw new ProblemError(httpProblem('source.cursor-invalid', {}, { connection }))
}

/** A time far ahead would skip everything until then, silently. */
function isStanding(value: unknown, clock: Clock): boolean {
  return typeof value === 'number' ? Number.isSafeInteger(value) : isTime(value) && Date.parse(value) <= clock.now() + longestAheadMs
}

function isRow(row: unknown): row is Record<string, unknown> {
  return typeof row === 'object' && row !== null && !Array.isArray(row)
}

function malformed({ target }: Reading): Problem {
  return businessCentralProblem('bc.row-malformed', {}, { resource: target.resource })
}
