import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify'
import { onTestFinished } from 'vitest'
import { Sessions } from '../../../server/auth/session.ts'
import { buildApp } from '../../../server/api/app.ts'

const port = 4100

/** An app over a workspace of its own, and a browser that is signed in to it. */
export async function signedIn(files: Record<string, string> = {}) {
  const { app, sessions, workspace } = startApp(files)
  const opened = await app.inject({ method: 'POST', url: '/api/session', headers: own, payload: { link: sessions.issueLink() } })
  const cookie = String(opened.headers['set-cookie']).split(';')[0]!
  const ask = (options: InjectOptions): Promise<LightMyRequestResponse> =>
    app.inject({ ...options, headers: { ...own, cookie, ...options.headers } })
  return { app, sessions, workspace, cookie, ask }
}

export function startApp(files: Record<string, string> = {}): { app: FastifyInstance; sessions: Sessions; workspace: string } {
  const folder = mkdtempSync(join(tmpdir(), 'fieldloom-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const workspace = join(folder, 'workspace')
  for (const [name, text] of Object.entries({ '../editor/index.html': '<!doctype html><title>Fieldloom</title>', ...files })) {
    mkdirSync(dirname(join(workspace, name)), { recursive: true })
    writeFileSync(join(workspace, name), text)
  }
  mkdirSync(workspace, { recursive: true })
  const sessions = new Sessions({ now: () => Date.now() })
  const app = buildApp({ workspace, sessions, port, editor: join(folder, 'editor') })
  onTestFinished(() => app.close())
  return { app, sessions, workspace }
}

/** What a browser sends with a request from the workbench's own page. */
export const own = { host: `127.0.0.1:${port}`, origin: `http://127.0.0.1:${port}` }

export function codesOf(response: LightMyRequestResponse): string[] {
  return response.json<{ problems: { code: string }[] }>().problems.map(({ code }) => code)
}
