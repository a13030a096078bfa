import { startBusinessCentralSandbox, type SandboxOptions } from '../../../../server/sandbox/business-central/index.ts'

export interface Answer {
  status: number
  /** The parsed body; text where it is no JSON. */
  body: Body
  headers: Headers
}

/** Any JSON, read without ceremony. */
// eslint-disable-next-line
type Body = Record<string, never> & { [name: string]: unknown } & {
  error: { code: string; message: string }
  value: Record<string, unknown>[]
}

export interface Client {
  url: string
  /** `companies(…)` of the demo company, below the root. */
  company: string
  send(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>
  get(path: string, headers?: Record<string, string>): Promise<Answer>
  post(path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>
  patch(path: string, body: unknown, ifMatch?: string): Promise<Answer>
  delete(path: string, ifMatch?: string): Promise<Answer>
  /** A path below `/_sandbox/`. */
  control(method: string, path: string, body?: unknown): Promise<Answer>
  close(): Promise<void>
}

export const v2 = '/v2.0/tenant/Production/api/v2.0'
export const v1 = '/v2.0/tenant/Production/api/v1.0'

/** A sandbox of one's own, spoken to by bare HTTP. Paths start below the API root of a company, or with `/` at the host. */
export async function startClient(options: SandboxOptions = {}, root = v2): Promise<Client> {
  const sandbox = await startBusinessCentralSandbox(options)
  const send: Client['send'] = async (method, path, body, headers = {}) => {
    const address = path.startsWith('/') ? sandbox.url + path : `${sandbox.url}${root}/${client.company}/${path}`
    const isBytes = body instanceof Uint8Array
    const response = await fetch(address, {
      method,
      headers: {
        authorization: 'Bearer any',
        ...(body !== undefined && { 'content-type': isBytes ? 'application/octet-stream' : 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: isBytes || typeof body === 'string' ? (body as string) : JSON.stringify(body) }),
    })
    return { status: response.status, body: parse(await response.text()), headers: response.headers }
  }
  const client: Client = {
    url: sandbox.url,
    company: '',
    send,
    get: (path, headers) => send('GET', path, undefined, headers),
    post: (path, body, headers) => send('POST', path, body, headers),
    patch: (path, body, ifMatch = '*') => send('PATCH', path, body, { 'if-match': ifMatch }),
    delete: (path, ifMatch = '*') => send('DELETE', path, undefined, { 'if-match': ifMatch }),
    control: (method, path, body) => send(method, `/_sandbox/${path}`, body),
    close: () => sandbox.close(),
  }
  const companies = await client.get(`${root}/companies`)
  client.company = `companies(${String(companies.body.value[0]!.id)})`
  return client
}

function parse(text: string): Answer['body'] {
  try {
    return JSON.parse(text) as Answer['body']
  } catch {
    return text as unknown as Answer['body']
  }
}

/** Status and code of an error, or the status alone. */
export const outcome = ({ status, body }: Answer) => (body.error ? `${status} ${body.error.code}` : String(status))

/** The text of an error without its correlation id. */
export const text = ({ body }: Answer) => body.error?.message.replace(/ {2}CorrelationId: {2}[0-9a-f-]{36}\.$/, '')
