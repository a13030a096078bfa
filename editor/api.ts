import type { Problem } from '../engine/index.ts'

/** A file as the server holds it; with one version it has the same bytes. */
export interface ServerFile {
  readonly path: string
  readonly version: string
  readonly text: string
}

export interface ServerDocument extends ServerFile {
  readonly packageName: string
  readonly isReadOnly: boolean
}

export interface ServerWorkspace {
  readonly name: string
  readonly documents: readonly ServerDocument[]
}

/** What the server refused, in the one shape of problems. */
export class Refused extends Error {
  readonly status: number
  readonly problems: readonly Problem[]

  constructor(status: number, problems: readonly Problem[]) {
    super(problems.map(({ message }) => message).join('\n') || `the server answered ${status}`)
    this.name = 'Refused'
    this.status = status
    this.problems = problems
  }

  is(code: string): boolean {
    return this.problems.some((problem) => problem.code === code)
  }
}

/** The server could not be reached; nothing was changed. */
export class Unreachable extends Error {
  constructor() {
    super('the server does not answer')
    this.name = 'Unreachable'
  }
}

/** Trades the link of the terminal for a session. */
export async function signIn(link: string): Promise<void> {
  await ask('POST', '/api/session', { link })
}

let workspaceTag: string | undefined

/** The documents of the workspace; undefined where nothing has changed since they were asked for last. */
export async function loadWorkspace(isFirst = false): Promise<ServerWorkspace | undefined> {
  const tag = isFirst ? undefined : workspaceTag
  const response = await ask('GET', '/api/workspace', undefined, tag === undefined ? {} : { 'if-none-match': tag })
  if (response.status === 304) return undefined
  workspaceTag = response.headers.get('etag') ?? undefined
  return (await response.json()) as ServerWorkspace
}

/** Every schema by name, as JSON text: only the engine's worker reads it. */
export async function loadSchemas(): Promise<string> {
  return (await ask('GET', '/api/schemas')).text()
}

export async function readFile(path: string): Promise<ServerFile> {
  return (await (await ask('GET', fileAddress(path))).json()) as ServerFile
}

/** @param version that was read, or null for a file that must not be there yet. */
export async function saveFile(path: string, text: string, version: string | null): Promise<ServerFile> {
  return (await (await ask('PUT', fileAddress(path), { text, version })).json()) as ServerFile
}

export async function removeFile(path: string, version: string): Promise<void> {
  await ask('DELETE', fileAddress(path), { version })
}

function fileAddress(path: string): string {
  return `/api/files/${path.split('/').map(encodeURIComponent).join('/')}`
}

async function ask(method: string, address: string, body?: unknown, headers: Record<string, string> = {}): Promise<Response> {
  let response: Response
  try {
    response = await fetch(address, {
      method,
      headers: { ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      cache: 'no-store',
      signal: AbortSignal.timeout(15_000),
    })
  } catch {
    throw new Unreachable()
  }
  if (response.ok || response.status === 304) return response
  throw new Refused(response.status, await problemsOf(response))
}

async function problemsOf(response: Response): Promise<readonly Problem[]> {
  try {
    return ((await response.json()) as { problems?: readonly Problem[] }).problems ?? []
  } catch {
    return []
  }
}
