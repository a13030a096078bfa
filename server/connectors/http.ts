import { randomUUID } from 'node:crypto'
import type { LookupFunction } from 'node:net'
import { Agent } from 'undici'
import { type FailureClass, type Problem, ProblemError } from '../../engine/index.ts'
import type { Clock } from '../clock.ts'
import type { Authorisation, RequestEvent } from './connector.ts'
import { backoffMs, retryAfterMs } from './http/backoff.ts'
import { createCircuitBreaker } from './http/circuit-breaker.ts'
import { ExchangeFailure, type HttpAnswer, type HttpRequest, exchange } from './http/exchange.ts'
import type { Pace } from './http/pace.ts'
import { httpProblem } from './http/problems.ts'

export type { HttpAnswer } from './http/exchange.ts'
export { anonymous, bearerToken, userAndKey } from './http/credentials.ts'
export { type Pace, createPace } from './http/pace.ts'

export interface HttpSettings {
  /** Name of the connection, for problems and the log. */
  readonly connection: string
  readonly clock: Clock
  readonly pace: Pace
  readonly authorisation?: Authorisation
  /** PEM of the authority that signed the other side's certificate, besides those that Node trusts. */
  readonly ca?: string
  /** After which a read, or a write, is given up. */
  readonly readDeadlineMs: number
  readonly writeDeadlineMs: number
  /** An answer that is larger is given up. */
  readonly maxAnswerBytes?: number
  /** Resolves names instead of the system, and may refuse what they mean. */
  readonly lookup?: LookupFunction
  readonly log?: (event: RequestEvent) => void
  readonly random?: () => number
}

interface SendSettings {
  /** Whether the request may change something there: then it is never sent again unless it certainly did not. */
  readonly writes: boolean
  readonly signal?: AbortSignal
  readonly correlationId?: string
}

export interface HttpClient {
  /**
   * Sends a request, again where it certainly had no effect, and answers what came last, whatever its status.
   * Throws a ProblemError where no answer came: its class says whether there may have been an effect.
   */
  send(request: HttpRequest, settings: SendSettings): Promise<HttpAnswer & { readonly correlationId: string }>
  close(): Promise<void>
}

interface Attempt {
  readonly writes: boolean
  readonly signal: AbortSignal | undefined
  readonly correlationId: string
}

type Outcome = { readonly authorization: string | undefined } & (
  { readonly answer: HttpAnswer; readonly failure?: undefined } | { readonly failure: ExchangeFailure; readonly answer?: undefined }
)

const attempts = 4
const connectDeadlineMs = 15_000
/** Longer than that nothing waits here: the failure goes up with `retryAfterMs`, and whoever keeps the record waits. */
const patienceMs = 60_000
const largestAnswer = 256 * 1024 * 1024

/** The failure that a status means, where nothing more exact is known (RELIABILITY.md, section 3). */
export function failureClassOf(status: number, writes: boolean): FailureClass {
  if (status === 429) return 'retryable'
  if (status === 401 || status < 400) return 'systemic'
  if (status === 408 || status >= 500) return writes ? 'ambiguous' : 'retryable'
  return status === 409 || status === 412 ? 'conflict' : 'rejected'
}

export function createHttpClient(settings: HttpSettings): HttpClient {
  const { clock, pace, connection, authorisation, random } = settings
  const breaker = createCircuitBreaker(clock)
  const agent = new Agent({
    connect: { timeout: 0, ...(settings.ca !== undefined && { ca: settings.ca }), ...(settings.lookup && { lookup: settings.lookup }) },
  })

  async function send(request: HttpRequest, { writes, signal, correlationId = randomUUID() }: SendSettings) {
    let refused: string | undefined
    for (let failures = 1; ;) {
      const { answer, failure, authorization } = await attemptOnce(request, { writes, signal, correlationId }, refused)
      if (failure) {
        if (!failure.began || !writes) signal?.throwIfAborted()
        if (failures >= attempts || (failure.began && writes)) throw new ProblemError(transportProblem(request, failure, writes))
        await clock.sleep(backoffMs(failures, random), signal)
      } else if (answer.status === 401 && refused === undefined && authorization !== undefined) {
        // The token may have been revoked before its time: once, with a fresh one.
        refused = authorization
        continue
      } else {
        const asked = retryAfterMs(answer.headers['retry-after'], clock.now())
        if (!isWorthAnother(answer.status, writes) || failures >= attempts || (asked ?? 0) > patienceMs) return { ...answer, correlationId }
        const waitMs = asked ?? backoffMs(failures, random)
        if (answer.status === 429) pace.restUntil(clock.now() + waitMs)
        await clock.sleep(waitMs, signal)
      }
      failures++
    }
  }

  /** One attempt, in its turn. */
  async function attemptOnce(
    request: HttpRequest,
    { writes, signal, correlationId }: Attempt,
    refused: string | undefined,
  ): Promise<Outcome> {
    const leave = await pace.enter(signal)
    let outcome: Outcome | undefined
    try {
      const restMs = breaker.restMs()
      if (restMs > 0) throw new ProblemError(circuitProblem(request, restMs))
      const authorization = await authorisation?.header(refused)
      const headers = { ...request.headers, 'client-request-id': correlationId, ...(authorization !== undefined && { authorization }) }
      outcome = { ...(await timedExchange({ ...request, headers }, writes, signal, correlationId)), authorization }
      return outcome
    } finally {
      leave()
      judge(outcome, signal)
    }
  }

  /** What an attempt says about the system: a gateway's 502 counts against it, a caller who gave up does not. */
  function judge(outcome: Outcome | undefined, signal: AbortSignal | undefined): void {
    if (!outcome || (outcome.failure && signal?.aborted)) breaker.undecided()
    else if (outcome.failure || [502, 503, 504].includes(outcome.answer.status)) breaker.failed()
    else breaker.succeeded()
  }

  /** One exchange within its deadlines, with its line in the log. */
  async function timedExchange(request: HttpRequest, writes: boolean, signal: AbortSignal | undefined, correlationId: string) {
    const giveUp = new AbortController()
    const connected = new AbortController()
    const answered = new AbortController()
    const startedAt = clock.now()
    giveUpAfter(connectDeadlineMs, 'CONNECT_TIMEOUT', connected.signal)
    giveUpAfter(writes ? settings.writeDeadlineMs : settings.readDeadlineMs, 'ANSWER_TIMEOUT', answered.signal)
    function giveUpAfter(ms: number, code: string, until: AbortSignal): void {
      clock.sleep(ms, until).then(
        () => giveUp.abort(Object.assign(new Error('no answer in time'), { code })),
        () => {},
      )
    }
    let status: RequestEvent['status'] = 'failed'
    try {
      const answer = await exchange(agent, request, {
        signal: signal ? AbortSignal.any([signal, giveUp.signal]) : giveUp.signal,
        onBegin: () => connected.abort(),
        maxBytes: settings.maxAnswerBytes ?? largestAnswer,
      })
      status = answer.status
      return { answer }
    } catch (failure) {
      if (!(failure instanceof ExchangeFailure)) throw failure
      return { failure }
    } finally {
      connected.abort()
      answered.abort()
      const { pathname: path } = new URL(request.url)
      settings.log?.({ connection, method: request.method, path, status, durationMs: clock.now() - startedAt, correlationId })
    }
  }

  function transportProblem(request: HttpRequest, { began, code }: ExchangeFailure, writes: boolean): Problem {
    const { host, pathname } = new URL(request.url)
    if (!began) {
      const name = isCertificateError(code) ? 'transport.certificate-refused' : 'transport.unreachable'
      return httpProblem(name, {}, { host, reason: code, connection })
    }
    return writes
      ? httpProblem('delivery.outcome-unknown', {}, { method: request.method, path: pathname, reason: code })
      : httpProblem('transport.read-failed', {}, { host, reason: code })
  }

  function circuitProblem(request: HttpRequest, restMs: number): Problem {
    return httpProblem(
      'transport.circuit-open',
      {},
      { connection, host: new URL(request.url).host, failures: breaker.failures(), retryAfterMs: restMs },
    )
  }

  return { send, close: () => agent.close() }
}

/** 429 was refused before it was looked at; for a read any trouble of the other side is worth another attempt. */
function isWorthAnother(status: number, writes: boolean): boolean {
  return status === 429 || (!writes && (status === 408 || status >= 500))
}

function isCertificateError(code: string): boolean {
  return /CERT|SELF_SIGNED|UNABLE_TO_|ALTNAME|ERR_TLS|EPROTO|ERR_SSL/.test(code)
}
