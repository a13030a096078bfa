import { type FailureClass, type Problem, type SchemaSource, type SchemaView } from '../../../engine/index.ts'
import { failureClassOf } from '../http.ts'
import { httpProblem } from '../http/problems.ts'
import { type businessCentralCatalogue, businessCentralProblem } from './problems.ts'
import { refine } from './refinements.ts'
import { refusedProperty, sentProperties } from './refused-property.ts'

type Code = keyof typeof businessCentralCatalogue

/** What was asked for. */
export interface Asked {
  readonly connection: string
  readonly method: string
  readonly url: string
  /** The set or route, for people. */
  readonly resource: string
  readonly writes: boolean
  readonly view?: SchemaView | undefined
  readonly headers: Readonly<Record<string, string>>
  readonly body?: unknown
  readonly correlationId: string
  /** The problem that it is when who we say we are is refused. */
  readonly whyRefused: (host: string) => Problem
}

/** An answer other than 2xx: from a connection, or from inside a batch. */
export interface Refused {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  /** Parsed where it is JSON, else as text. */
  readonly body: unknown
  readonly retryAfterMs?: number | undefined
}

/** The problem that Business Central's codes mean: documented codes first, then by the family before the underscore. */
const byCode: readonly [RegExp, Code, FailureClass?][] = [
  [/^Request_EntityChanged$/, 'bc.record-changed', 'conflict'],
  [/^BadRequest_InvalidToken$/, 'bc.etag-refused', 'conflict'],
  [/^Internal_EntityWithSameKeyExists$/, 'bc.same-key-exists', 'conflict'],
  [/^Internal_CompanyNotFound$/, 'bc.company-unknown', 'systemic'],
  [/^Internal_TenantUnavailable$/, 'bc.tenant-unavailable', 'systemic'],
  [/^NoEnvironment$/, 'bc.environment-unknown', 'systemic'],
  [/^Authorization_/, 'bc.permission-missing'],
  [/^BadRequest_InvalidRequestUrl$|^BadRequest_ResourceNotFound$/, 'bc.resource-unknown'],
  [/^BadRequest_NotFound$/, 'bc.record-gone'],
  [/^BadRequest_Method/, 'bc.operation-not-offered'],
  [/^BadRequest_InvalidOperation$/, 'bc.property-read-only'],
  [/^BadRequest_RequiredParamNotProvided$/, 'bc.value-missing'],
  [/^BadRequest/, 'bc.body-refused'],
  [/^Internal_(RecordNotFound|DataNotFoundFilter|InvalidTableRelation)$/, 'bc.reference-not-found'],
  [/^Application_StringExceededLength$/, 'bc.value-too-long'],
  [/^Application_(EvaluateException|InvalidGUID|FilterErrorException)$/, 'bc.value-refused'],
  [/^Application_CallbackNotAllowed$/, 'bc.dialog-in-code'],
  [/^Application_FieldValidationException$/, 'bc.field-refused'],
]

/**
 * The problem that a refusal is. Its class follows from status and code, never from the text (RELIABILITY.md, section 3);
 * the text chooses between problems of the same class and tells the property.
 */
export function refusalProblem(source: SchemaSource, asked: Asked, refused: Refused): Problem {
  const error = errorOf(refused.body)
  const problem =
    refused.status === 401
      ? asked.whyRefused(hostOf(asked))
      : error
        ? ownRefusal(source, asked, refused, error)
        : foreignAnswer(asked, refused)
  return {
    ...problem,
    details: {
      request: { method: asked.method, url: asked.url, headers: asked.headers, ...(asked.body !== undefined && { body: asked.body }) },
      response: { status: refused.status, body: typeof refused.body === 'string' ? refused.body.slice(0, 2_000) : refused.body },
      correlationId: asked.correlationId,
      ...(error?.correlationId !== undefined && { theirCorrelationId: error.correlationId }),
    },
  }
}

interface AnsweredError {
  readonly code: string
  readonly text: string
  readonly correlationId?: string
}

/** `{"error":{"code":"…","message":"… CorrelationId:  <guid>."}}`; anything else is not an answer of Business Central. */
function errorOf(body: unknown): AnsweredError | undefined {
  const error = (body as { error?: { code?: unknown; message?: unknown } } | null)?.error
  if (typeof error?.code !== 'string') return undefined
  const message = typeof error.message === 'string' ? error.message : ''
  const match = /^(.*?)\s*CorrelationId:\s*([0-9a-f-]{36})\.?\s*$/is.exec(message)
  return { code: error.code, text: match ? match[1]! : message, ...(match && { correlationId: match[2]! }) }
}

function ownRefusal(source: SchemaSource, asked: Asked, refused: Refused, { code, text }: AnsweredError): Problem {
  const { status } = refused
  const generic = genericFailure(code, status, asked.writes)
  const retry = refused.retryAfterMs !== undefined && { retryAfterMs: refused.retryAfterMs }
  if (status === 429) return httpProblem('transport.throttled', {}, { host: hostOf(asked), connection: asked.connection, ...retry })
  const refined = generic.code !== 'bc.server-error' && generic.class === 'rejected' ? refine(text) : undefined
  const property = refusedProperty(source, asked.view, asked.body, text)
  const parameters = {
    answer: withoutSentText(source, asked, text),
    resource: asked.resource,
    method: asked.method,
    status,
    connection: asked.connection,
    url: rootOf(asked),
    property: property?.name ?? 'a property',
    ...(property && property.path === undefined && { properties: `“${property.name}”` }),
    answeredCode: code,
    length: 'too many',
    limit: 'fewer',
    ...retry,
    ...refined?.parameters,
  }
  const problem = businessCentralProblem(
    refined?.code ?? generic.code,
    property?.path === undefined ? {} : { path: property.path },
    parameters as never,
  )
  return { ...problem, class: generic.class }
}

function genericFailure(code: string, status: number, writes: boolean): { code: Code; class: FailureClass } {
  const byStatus = failureClassOf(status, writes)
  if (byStatus === 'ambiguous' || byStatus === 'retryable') return { code: 'bc.server-error', class: byStatus }
  const found = byCode.find(([pattern]) => pattern.test(code))
  if (found) return { code: found[1], class: found[2] ?? (byStatus === 'conflict' ? 'conflict' : 'rejected') }
  if (status === 403) return { code: 'bc.permission-missing', class: 'rejected' }
  if (status === 413) return { code: 'bc.body-too-large', class: 'rejected' }
  return { code: byStatus === 'conflict' ? 'bc.record-changed' : 'bc.refused', class: byStatus }
}

/** Nothing of Business Central's own: a gateway, a proxy, a sign-in page. */
function foreignAnswer(asked: Asked, { status, headers, retryAfterMs }: Refused): Problem {
  const host = hostOf(asked)
  const retry = retryAfterMs !== undefined && { retryAfterMs }
  const byStatus = failureClassOf(status, asked.writes)
  if (status === 429) return httpProblem('transport.throttled', {}, { host, connection: asked.connection, ...retry })
  if (byStatus === 'ambiguous')
    return httpProblem(
      'delivery.outcome-unknown',
      {},
      { method: asked.method, path: new URL(asked.url).pathname, reason: `status ${status}` },
    )
  if (byStatus === 'retryable') return httpProblem('transport.unavailable', {}, { host, status, ...retry })
  if (status === 412) return businessCentralProblem('bc.record-changed', {}, { resource: asked.resource })
  if (status === 405) return businessCentralProblem('bc.service-off', {}, { url: rootOf(asked), api: asked.resource })
  const found = headers['content-type']?.split(';')[0] ?? 'no content type'
  return httpProblem('transport.foreign-answer', {}, { host, status, found, connection: asked.connection })
}

function hostOf(asked: Asked): string {
  return new URL(asked.url).host
}

function rootOf(asked: Asked): string {
  return asked.url.replace(/\/(api|ODataV4)\/.*$/s, '')
}

/** An answer may repeat what was sent, and a message carries no personal data: free text of the request is left out of it. */
function withoutSentText(source: SchemaSource, { view, body }: Asked, text: string): string {
  if (typeof body !== 'object' || body === null) return text
  let shown = text
  for (const { value, isFreeText } of sentProperties(source, view ?? { name: '', schema: {} }, body as Record<string, unknown>))
    if (isFreeText && (value as string).trim().length >= 4) shown = shown.replaceAll(value as string, '…')
  return shown
}
