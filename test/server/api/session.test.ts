import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { Sessions } from '../../../server/auth/session.ts'
import { codesOf, own, signedIn, startApp } from './signed-in.ts'

test('a link opens one session, once', async () => {
  const { app, sessions } = startApp()
  const link = sessions.issueLink()

  const first = await app.inject({ method: 'POST', url: '/api/session', headers: own, payload: { link } })
  const second = await app.inject({ method: 'POST', url: '/api/session', headers: own, payload: { link } })

  expect(first.statusCode).toBe(204)
  expect(first.headers['set-cookie']).toMatch(/^fieldloom-4100=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/)
  expect(second.statusCode).toBe(401)
  expect(codesOf(second)).toEqual(['http.link-used'])
})

test('following a link with GET uses nothing up', async () => {
  const { app, sessions } = startApp()
  const link = sessions.issueLink()

  await app.inject({ method: 'GET', url: `/?link=${link}`, headers: own })
  const asked = await app.inject({ method: 'GET', url: `/api/session?link=${link}`, headers: own })
  const opened = await app.inject({ method: 'POST', url: '/api/session', headers: own, payload: { link } })

  expect(asked.statusCode).toBe(401)
  expect(opened.statusCode).toBe(204)
})

test('without a session the API answers nothing, with a made-up one neither', async () => {
  const { app } = startApp()

  for (const cookie of ['', 'fieldloom-4100=AAAA', 'fieldloom-9999=AAAA']) {
    const response = await app.inject({ url: '/api/workspace', headers: { ...own, cookie } })
    expect(response.statusCode).toBe(401)
    expect(codesOf(response)).toEqual(['http.session-missing'])
  }
})

test('a session that was ended is over', async () => {
  const { ask } = await signedIn()

  const ended = await ask({ method: 'DELETE', url: '/api/session' })
  const after = await ask({ url: '/api/workspace' })

  expect(ended.headers['set-cookie']).toContain('Max-Age=0')
  expect(after.statusCode).toBe(401)
})

test('a session ends twelve hours after the last request, a link after a day', () => {
  let now = 0
  const hours = (count: number) => count * 60 * 60 * 1000
  const sessions = new Sessions({ now: () => now })
  const link = sessions.issueLink()
  const session = sessions.redeem(sessions.issueLink())!

  now = hours(11)
  expect(sessions.isOpen(session)).toBe(true)
  now = hours(22)
  expect(sessions.isOpen(session)).toBe(true)
  now = hours(34) + 1
  expect(sessions.isOpen(session)).toBe(false)
  expect(sessions.redeem(link)).toBeUndefined()
})

test('another host name is refused, so that no page elsewhere can point a name of its own here', async () => {
  const { ask } = await signedIn()

  const response = await ask({ url: '/', headers: { host: 'rebound.example:4100' } })

  expect(response.statusCode).toBe(421)
  expect(codesOf(response)).toEqual(['http.host-refused'])
})

test.each([
  ['of another site', 'https://elsewhere.example'],
  ['of another port', 'http://127.0.0.1:4101'],
  ['that is null', 'null'],
  ['that is empty', ''],
])('a change with an origin %s is refused, session or not', async (_, origin) => {
  const { ask } = await signedIn()

  const response = await ask({
    method: 'PUT',
    url: '/api/files/workspace/a.yaml',
    headers: { origin },
    payload: { text: 'a: 1', version: null },
  })

  expect(response.statusCode).toBe(403)
  expect(codesOf(response)).toEqual(['http.origin-refused'])
})

test('a change without an origin is refused: no browser sends one for a page of ours', async () => {
  const { app, cookie } = await signedIn()

  const response = await app.inject({
    method: 'PUT',
    url: '/api/files/workspace/a.yaml',
    headers: { host: own.host, cookie },
    payload: { text: 'a: 1', version: null },
  })

  expect(codesOf(response)).toEqual(['http.origin-refused'])
})

test('a body of another type than JSON is refused: a form of another site can send nothing else', async () => {
  const { ask } = await signedIn()

  for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data']) {
    const response = await ask({
      method: 'PUT',
      url: '/api/files/workspace/a.yaml',
      headers: { 'content-type': type },
      payload: '{"text":"","version":null}',
    })
    expect(response.statusCode).toBe(415)
  }
})

test('the page may run no script but its own, and only the engine worker may make functions from text', async () => {
  const { ask } = await signedIn({ '../editor/engine/worker-1.js': 'postMessage(1)', '../editor/assets/main-1.js': '1' })

  const page = await ask({ url: '/', headers: { accept: 'text/html' } })
  const worker = await ask({ url: '/engine/worker-1.js' })
  const script = await ask({ url: '/assets/main-1.js' })

  expect(page.headers['content-security-policy']).toContain("script-src 'self';")
  expect(page.headers['content-security-policy']).not.toContain('unsafe-eval')
  expect(worker.headers['content-security-policy']).toBe("default-src 'none'; script-src 'self' 'unsafe-eval'; connect-src 'none'")
  expect(script.headers['content-security-policy']).not.toContain('unsafe-eval')
  expect(page.headers['x-content-type-options']).toBe('nosniff')
})

test('every answer carries the policy of the page: pages, files, the API, and what is refused', async () => {
  const { ask, app } = await signedIn({ '../editor/assets/main-1.js': '1', 'acme.yaml': 'kind: Table' })
  const page = { accept: 'text/html' }

  const answers = await Promise.all([
    ...['/', '/mapping/a/b', '/settings/a', '/table/a/b', '/flow/a/b', '/file/workspace/acme.yaml'].map((url) =>
      ask({ url, headers: page }),
    ),
    ...['/assets/main-1.js', '/api/workspace', '/api/files/workspace/acme.yaml', '/api/schemas', '/api/none', '/none.js'].map((url) =>
      ask({ url }),
    ),
    app.inject({ url: '/api/workspace', headers: own }),
    app.inject({ method: 'POST', url: '/api/session', headers: own, payload: { link: 'wrong' } }),
  ])

  for (const { headers } of answers) {
    const policy = String(headers['content-security-policy'])
    expect(policy).toMatch(/^default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; /)
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toContain('unsafe-eval')
  }
})

test('no GET changes anything: none of them writes, signs in, or uses a link up', async () => {
  const { app, ask, sessions, workspace } = await signedIn({ 'acme.yaml': 'kind: Table', 'notes.txt': 'x' })
  const link = sessions.issueLink()
  const before = contentsOf(workspace)

  const gets = [...app.printRoutes({ commonPrefix: false, includeHooks: false }).matchAll(/(\/\S*) \(GET, HEAD\)/g)].map(([, url]) => url!)
  const addresses = [
    ...gets,
    '/',
    '/api/session',
    '/api/workspace',
    '/api/schemas',
    '/api/files/workspace/acme.yaml',
    '/api/files/workspace/new.yaml',
  ]
  for (const url of addresses)
    for (const method of ['GET', 'HEAD'] as const) await ask({ method, url: `${url}?link=${link}&text=changed&version=` })

  expect(contentsOf(workspace)).toEqual(before)
  expect(sessions.redeem(link)).toBeDefined()
})

function contentsOf(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  return Object.fromEntries(files.map(({ parentPath, name }) => [name, readFileSync(join(parentPath, name), 'utf8')]))
}

test('addresses of the workbench give the page, what is not there is not found', async () => {
  const { ask } = await signedIn()

  const opened = await ask({ url: '/file/workspace/acme.yaml?line=3', headers: { accept: 'text/html,*/*' } })
  expect(opened.body).toContain('<title>Fieldloom')
  for (const url of ['/assets/none.js', '/..%2f..%2fpackage.json', '/api/none', '/engine/../../package.json'])
    expect((await ask({ url })).statusCode).toBe(404)
})
