import { ProblemError } from '../../../engine/index.ts'
import type { ConnectorContext, SendOptions } from '../connector.ts'
import { bearerToken, createHttpClient, createPace, failureClassOf } from '../http.ts'
import type { FilesSettings } from './files.ts'
import { filesProblem } from './problems.ts'
import { type Results, createResults } from './results.ts'

export interface Endpoint extends Results {
  close(): Promise<void>
}

/** Hands what is written back to an address by PUT: the same twice is the same as once, so it is sent again after any trouble. */
export function createEndpoint(url: string, { name, token }: FilesSettings, { clock, secret, log }: ConnectorContext): Endpoint {
  const known = createResults(undefined)
  const http = createHttpClient({
    connection: name,
    clock,
    pace: createPace({ concurrent: 4, requests: 1_000, windowMs: 60_000 }, clock),
    readDeadlineMs: 60_000,
    writeDeadlineMs: 60_000,
    ...(token !== undefined && { authorisation: bearerToken(name, () => secret(token)) }),
    ...(log && { log }),
  })
  return {
    find: known.find,
    close: () => http.close(),
    async write(result, options?: SendOptions) {
      const headers = { 'content-type': 'application/json', accept: 'application/json' }
      const { status } = await http.send({ method: 'PUT', url, headers, body: JSON.stringify(result) }, { writes: false, ...options })
      if (status < 200 || status > 299)
        throw new ProblemError({
          ...filesProblem('source.update-refused', {}, { host: new URL(url).host, status, connection: name }),
          class: failureClassOf(status, false),
        })
      await known.write(result)
    },
  }
}
