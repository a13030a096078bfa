import { randomUUID } from 'node:crypto'
import type { SendOptions } from '../connector.ts'
import { retryAfterMs } from '../http/backoff.ts'
import type { Client, ClientRequest } from './client.ts'
import type { Refused } from './refusal.ts'

/** Business Central takes no more in one batch. */
export const batchLimit = 100

export interface BatchAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: unknown
}

/** How the requests of a batch hang together. */
export type BatchMode =
  /** Each for itself: all are tried. */
  | 'apart'
  /** One transaction: the first that fails takes all back. */
  | 'together'

/**
 * Sends requests of one service as one `$batch`. The envelope is answered with 200 whatever becomes of the requests inside.
 * @returns an answer for each request, in their order; undefined for those that were not tried any more
 */
export async function sendBatch(
  client: Client,
  requests: readonly ClientRequest[],
  mode: BatchMode,
  options: SendOptions = {},
): Promise<readonly (BatchAnswer | undefined)[]> {
  const service = requests[0]!.address.service
  const writes = requests.some((request) => request.writes)
  const { json } = await client.send(
    {
      method: 'POST',
      address: { service, path: '$batch' },
      resource: '$batch',
      writes,
      expects: 'object',
      headers: {
        ...(mode === 'apart' ? { prefer: 'odata.continue-on-error' } : { isolation: 'snapshot' }),
        ...(!writes && { 'data-access-intent': 'ReadWrite' }),
      },
      body: { requests: requests.map((request, index) => operation(client, request, String(index))) },
    },
    options,
  )
  const answers = new Map<string, BatchAnswer>()
  for (const { id, status, headers = {}, body } of (json['responses'] ?? []) as (BatchAnswer & { id: string })[])
    answers.set(id, { status, headers: lowerCased(headers), body })
  return requests.map((_, index) => answers.get(String(index)))
}

/** An operation as it stands in the envelope: its url is relative to the root of the service. */
function operation(client: Client, request: ClientRequest, id: string): object {
  const { method, url, headers, body } = client.wire(request)
  const relative = url.slice(url.indexOf(`/${request.address.service}/`) + request.address.service.length + 2)
  return { id, method, url: relative, headers, ...(body !== undefined && { body }) }
}

export function isSuccess(status: number): boolean {
  return status >= 200 && status <= 299
}

/** A refusal inside a batch as one outside. */
export function asRefused({ status, headers, body }: BatchAnswer, now: number): Refused {
  return { status, headers, body, retryAfterMs: retryAfterMs(headers['retry-after'], now) }
}

function lowerCased(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
}

/** One id for all requests that belong together. */
export function correlated(options: SendOptions = {}): SendOptions & { readonly correlationId: string } {
  return { ...options, correlationId: options.correlationId ?? randomUUID() }
}
