import type { Dispatcher } from 'undici'

export interface HttpRequest {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
}

export interface HttpAnswer {
  readonly status: number
  /** By lower-case name; of a header that came twice, the values joined by a comma. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

/** No answer came, or not the whole of one. */
export class ExchangeFailure extends Error {
  /** Whether the first byte may have left: false means that the other side certainly never saw the request. */
  readonly began: boolean
  /** `ECONNREFUSED`, `UND_ERR_SOCKET`, `DEADLINE` … */
  readonly code: string

  constructor(began: boolean, cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause })
    this.name = 'ExchangeFailure'
    this.began = began
    this.code = codeOf(cause)
  }
}

export interface ExchangeSettings {
  readonly signal: AbortSignal
  /** A connection stands, and the first byte is about to be written: what fails earlier had no effect. */
  readonly onBegin?: () => void
  readonly maxBytes: number
}

/** Sends one request, once, and waits for the whole answer. Redirects are not followed. */
export function exchange(
  dispatcher: Dispatcher,
  request: HttpRequest,
  { signal, onBegin, maxBytes }: ExchangeSettings,
): Promise<HttpAnswer> {
  const { origin, pathname, search } = new URL(request.url)
  let began = false
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(new ExchangeFailure(false, signal.reason))
    let abort = (reason: Error): void => finish(() => reject(new ExchangeFailure(began, reason)))
    const onAbort = (): void => abort(asError(signal.reason))
    signal.addEventListener('abort', onAbort, { once: true })
    function finish(settle: () => void): void {
      signal.removeEventListener('abort', onAbort)
      settle()
    }
    let status = 0
    let headers: Record<string, string> = {}
    let size = 0
    const chunks: Buffer[] = []
    dispatcher.dispatch(
      {
        origin,
        path: pathname + search,
        method: request.method as Dispatcher.HttpMethod,
        headers: request.headers,
        body: request.body ?? null,
        // The client's clock decides when to give up, not timers of the library.
        headersTimeout: 0,
        bodyTimeout: 0,
      },
      {
        onRequestStart(controller) {
          // Given up while it waited for a connection: it must not leave now.
          if (signal.aborted) return controller.abort(asError(signal.reason))
          began = true
          abort = (reason) => controller.abort(reason)
          onBegin?.()
        },
        onResponseStart(_, statusCode, answered) {
          status = statusCode
          headers = plainHeaders(answered)
        },
        onResponseData(controller, chunk) {
          size += chunk.length
          if (size > maxBytes) controller.abort(Object.assign(new Error('the answer is too large'), { code: 'ANSWER_TOO_LARGE' }))
          else chunks.push(chunk)
        },
        onResponseEnd: () => finish(() => resolve({ status, headers, body: Buffer.concat(chunks) })),
        onResponseError: (_, error) => finish(() => reject(new ExchangeFailure(began, error))),
      },
    )
  })
}

function plainHeaders(headers: NodeJS.Dict<string | string[]>): Record<string, string> {
  const plain: Record<string, string> = {}
  for (const [name, value] of Object.entries(headers)) plain[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : (value ?? '')
  return plain
}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason))
}

/** The code of an error or of what caused it; several attempts at one name (IPv6, IPv4) come as one error of many. */
function codeOf(cause: unknown): string {
  for (let error = cause; error instanceof Error; error = error.cause ?? (error as AggregateError).errors?.[0]) {
    const { code } = error as { code?: unknown }
    if (typeof code === 'string') return code
  }
  return cause instanceof Error ? cause.name : 'FAILED'
}
