import type { INetworkModule, NetworkRequestOptions, NetworkResponse } from '@azure/msal-node'
import type { HttpClient } from '../../connectors/http.ts'

/**
 * Sends what the library asks for by our own client: with its deadlines, certificates and retries, of which the library has none.
 * @param failed is told what the library would wrap (no connection, an unknown tenant) or overlook (it takes a 503 without a body for a token)
 */
export function msalNetwork(http: HttpClient, failed: (failure: unknown) => void): INetworkModule {
  async function send<Body>(method: string, url: string, options: NetworkRequestOptions = {}): Promise<NetworkResponse<Body>> {
    const { headers = {}, body } = options
    try {
      // A token request is no write: asked twice, there are two tokens.
      const request = { method, url, headers: textOnly(headers), ...(body !== undefined && { body }) }
      const answer = await http.send(request, { writes: false })
      const parsed = parse(answer.body)
      if (answer.status >= 500) throw asFailure('temporarily_unavailable', `status ${answer.status}`)
      if (method === 'GET' && typeof parsed['error'] === 'string')
        throw asFailure(parsed['error'], String(parsed['error_description'] ?? ''))
      return { status: answer.status, headers: { ...answer.headers }, body: parsed as Body }
    } catch (failure) {
      failed(failure)
      throw failure
    }
  }
  return {
    sendGetRequestAsync: (url, options) => send('GET', url, options),
    sendPostRequestAsync: (url, options) => send('POST', url, options),
  }
}

function textOnly(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([, value]) => typeof value === 'string'))
}

/** With the code under which the library's own errors have it. */
function asFailure(errorCode: string, errorMessage: string): Error {
  return Object.assign(new Error(errorMessage), { errorCode, errorMessage })
}

function parse(body: Buffer): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(body.toString('utf8')) as Record<string, unknown>
  } catch {
    return {}
  }
}
