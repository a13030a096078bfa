import { existsSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { codesOf, signedIn } from './signed-in.ts'

const acme = 'apiVersion: v1\nkind: Integration\nname: acme\nextends: app4sales-to-business-central@1.0.0\n'

interface Listed {
  documents: { path: string; version: string; text: string; packageName: string; isReadOnly: boolean }[]
}

test('lists the defaults, which are read-only, and the documents of the workspace, which are not', async () => {
  const { ask } = await signedIn({ 'acme.yaml': acme, 'samples/order.json': '{"OrderID":1}', 'notes.txt': 'no document' })

  const { documents } = (await ask({ url: '/api/workspace' })).json<Listed>()

  const own = documents.filter(({ isReadOnly }) => !isReadOnly)
  expect(own).toEqual([
    { path: 'workspace/acme.yaml', version: expect.any(String) as string, text: acme, packageName: 'workspace', isReadOnly: false },
  ])
  expect(documents.find(({ path }) => path === 'defaults/app4sales-to-business-central/sales-order.yaml')).toMatchObject({
    packageName: 'app4sales-to-business-central',
    isReadOnly: true,
  })
})

test('the list is not sent again while nothing changed', async () => {
  const { ask, workspace } = await signedIn({ 'acme.yaml': acme })
  const first = await ask({ url: '/api/workspace' })
  const etag = String(first.headers['etag'])

  const same = await ask({ url: '/api/workspace', headers: { 'if-none-match': etag } })
  writeFileSync(join(workspace, 'acme.yaml'), `${acme}settings: {}\n`)
  const changed = await ask({ url: '/api/workspace', headers: { 'if-none-match': etag } })

  expect(same.statusCode).toBe(304)
  expect(same.body).toBe('')
  expect(changed.json<Listed>().documents.find(({ path }) => path === 'workspace/acme.yaml')?.text).toContain('settings: {}')
})

test('saves what was read, byte for byte, and gives the new version', async () => {
  const { ask, workspace } = await signedIn({ 'acme.yaml': acme })
  const read = (await ask({ url: '/api/files/workspace/acme.yaml' })).json<{ version: string; text: string }>()
  const text = `\uFEFF${read.text}# größer\r\n`

  const saved = await ask({ method: 'PUT', url: '/api/files/workspace/acme.yaml', payload: { text, version: read.version } })
  const again = await ask({ url: '/api/files/workspace/acme.yaml' })

  expect(saved.statusCode).toBe(200)
  expect(readFileSync(join(workspace, 'acme.yaml'), 'utf8')).toBe(text)
  expect(again.json()).toEqual(saved.json())
  expect(readdirSync(workspace)).toEqual(['acme.yaml'])
})

test('a file that changed on disk is not overwritten', async () => {
  const { ask, workspace } = await signedIn({ 'acme.yaml': acme })
  const { version } = (await ask({ url: '/api/files/workspace/acme.yaml' })).json<{ version: string }>()
  writeFileSync(join(workspace, 'acme.yaml'), 'theirs')

  const refused = await ask({ method: 'PUT', url: '/api/files/workspace/acme.yaml', payload: { text: 'mine', version } })

  expect(refused.statusCode).toBe(409)
  expect(codesOf(refused)).toEqual(['file.changed-on-disk'])
  expect(readFileSync(join(workspace, 'acme.yaml'), 'utf8')).toBe('theirs')
})

test('a new file must not be there yet, a known one must still be', async () => {
  const { ask, workspace } = await signedIn({ 'acme.yaml': acme })

  const taken = await ask({ method: 'PUT', url: '/api/files/workspace/acme.yaml', payload: { text: 'mine', version: null } })
  const gone = await ask({ method: 'PUT', url: '/api/files/workspace/gone.yaml', payload: { text: 'mine', version: 'old' } })
  const made = await ask({ method: 'PUT', url: '/api/files/workspace/samples/new order.json', payload: { text: '{}', version: null } })

  expect([taken.statusCode, gone.statusCode, made.statusCode]).toEqual([409, 409, 200])
  expect(existsSync(join(workspace, 'samples', 'new order.json'))).toBe(true)
  expect(readFileSync(join(workspace, 'acme.yaml'), 'utf8')).toBe(acme)
})

test('deletes the version that was seen, and no other', async () => {
  const { ask, workspace } = await signedIn({ 'old.yaml': acme })
  const { version } = (await ask({ url: '/api/files/workspace/old.yaml' })).json<{ version: string }>()

  const refused = await ask({ method: 'DELETE', url: '/api/files/workspace/old.yaml', payload: { version: 'other' } })
  const deleted = await ask({ method: 'DELETE', url: '/api/files/workspace/old.yaml', payload: { version } })

  expect([refused.statusCode, deleted.statusCode]).toEqual([409, 204])
  expect(existsSync(join(workspace, 'old.yaml'))).toBe(false)
})

test('defaults cannot be written', async () => {
  const { ask } = await signedIn()

  const response = await ask({
    method: 'PUT',
    url: '/api/files/defaults/app4sales-to-business-central/new.yaml',
    payload: { text: '', version: null },
  })

  expect(response.statusCode).toBe(403)
  expect(codesOf(response)).toEqual(['file.read-only'])
})

test.each([
  'workspace/../outside.yaml',
  'workspace/..%2foutside.yaml',
  'workspace/%2e%2e/outside.yaml',
  'workspace/a/..%5c..%5coutside.yaml',
  'workspace/.git/config.yaml',
  'workspace/a%00.yaml',
  'workspace/run.sh',
  'workspace/',
  'elsewhere/a.yaml',
  'C:/a.yaml',
])('the path %s is no path of the workspace', async (path) => {
  const { ask, workspace } = await signedIn()

  const read = await ask({ url: `/api/files/${path}` })
  const written = await ask({ method: 'PUT', url: `/api/files/${path}`, payload: { text: 'x', version: null } })

  expect([400, 404]).toContain(read.statusCode)
  expect([400, 404]).toContain(written.statusCode)
  expect(existsSync(join(workspace, '..', 'outside.yaml'))).toBe(false)
})

test('a link that leads out of the workspace is neither listed, read nor written', async () => {
  const { ask, workspace } = await signedIn({ '../secret/secret.yaml': acme })
  symlinkSync(join(workspace, '..', 'secret'), join(workspace, 'inside'))
  symlinkSync(join(workspace, '..', 'secret', 'secret.yaml'), join(workspace, 'secret.yaml'))

  const { documents } = (await ask({ url: '/api/workspace' })).json<Listed>()
  const through = [
    await ask({ url: '/api/files/workspace/inside/secret.yaml' }),
    await ask({ url: '/api/files/workspace/secret.yaml' }),
    await ask({ method: 'PUT', url: '/api/files/workspace/inside/new.yaml', payload: { text: 'x', version: null } }),
  ]

  expect(documents.filter(({ path }) => path.startsWith('workspace/'))).toEqual([])
  expect(through.map(({ statusCode }) => statusCode)).toEqual([400, 400, 400])
  expect(readdirSync(join(workspace, '..', 'secret'))).toEqual(['secret.yaml'])
})

test('a file that is no text is not offered for writing', async () => {
  const { ask, workspace } = await signedIn()
  writeFileSync(join(workspace, 'latin.yaml'), Buffer.from([0x6b, 0x3a, 0x20, 0xe9, 0x0a]))

  const { documents } = (await ask({ url: '/api/workspace' })).json<Listed>()
  const read = await ask({ url: '/api/files/workspace/latin.yaml' })

  expect(documents.find(({ path }) => path === 'workspace/latin.yaml')?.isReadOnly).toBe(true)
  expect(read.statusCode).toBe(415)
})

test('all schemas come in one answer, and once', async () => {
  const { ask } = await signedIn({ 'schemas/shop/order.json': '{"title":"own"}' })

  const first = await ask({ url: '/api/schemas' })
  const second = await ask({ url: '/api/schemas', headers: { 'if-none-match': String(first.headers['etag']) } })

  const schemas = first.json<Record<string, { title?: string }>>()
  expect(schemas['shop/order']).toEqual({ title: 'own' })
  expect(Object.keys(schemas)).toContain('business-central/v2.0/salesOrder')
  expect(second.statusCode).toBe(304)
})
