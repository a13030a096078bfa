import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { sealKeys } from '../../../server/auth/seal-keys.ts'
import { createSeal } from '../../../server/auth/seal.ts'
import { createSealedFiles } from '../../../server/auth/sealed-store.ts'

const [oldKey, newKey] = [randomBytes(32), randomBytes(32)]

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'sealed-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return folder
}

test('what is sealed opens under its label alone, and unchanged', () => {
  const seal = createSeal([oldKey])
  const sealed = seal.seal('grüße', 'a')
  const changed = `${sealed.slice(0, -2)}${sealed.endsWith('AA') ? 'BB' : 'AA'}`

  expect(sealed).not.toContain('grüße')
  expect(seal.open(sealed, 'a')).toBe('grüße')
  expect([seal.open(sealed, 'b'), seal.open(changed, 'a'), seal.open('', 'a'), seal.open('v1.x.y', 'a')]).toEqual(Array(4).fill(undefined))
})

test('a key is changed by putting a new one in front', () => {
  const sealed = createSeal([oldKey]).seal('text', 'a')

  expect(createSeal([newKey, oldKey]).open(sealed, 'a')).toBe('text')
  expect(createSeal([newKey]).open(sealed, 'a')).toBeUndefined()
})

test('a secret is kept in a file that only its owner reads', async () => {
  const folder = temporaryFolder()
  await createSealedFiles(folder, createSeal([oldKey])).update('entra contoso', () => 'token')

  const [file] = readdirSync(folder)

  expect(await createSealedFiles(folder, createSeal([oldKey])).read('entra contoso')).toBe('token')
  expect(statSync(join(folder, file!)).mode & 0o777).toBe(0o600)
  expect(readFileSync(join(folder, file!), 'utf8')).not.toContain('token')
})

test('changes of several processes do not overwrite each other', async () => {
  const folder = temporaryFolder()
  const processes = Array.from({ length: 4 }, () => createSealedFiles(folder, createSeal([oldKey])))

  await Promise.all(
    Array.from({ length: 40 }, (_, index) => processes[index % 4]!.update('count', (current) => String(Number(current ?? 0) + 1))),
  )

  expect(await processes[0]!.read('count')).toBe('40')
  expect(readdirSync(folder)).toHaveLength(1)
})

test('a lock that a dead process left behind does not hold anybody up', async () => {
  const folder = temporaryFolder()
  const lock = join(folder, `${Buffer.from('a').toString('base64url')}.sealed.lock`)
  writeFileSync(lock, '')
  utimesSync(lock, new Date(0), new Date(0))

  const store = createSealedFiles(folder, createSeal([oldKey]))
  await store.update('a', () => 'text')
  const kept = await store.read('a')
  await store.update('a', () => undefined)

  expect([kept, await store.read('a')]).toEqual(['text', undefined])
})

test('the key is made once, or given by the environment', () => {
  const file = join(temporaryFolder(), 'state', 'key')
  const made = sealKeys(file, {})

  expect(sealKeys(file, {})).toEqual(made)
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(sealKeys(file, { FIELDLOOM_KEY: `${newKey.toString('base64')}, ${oldKey.toString('base64')}` })).toEqual([newKey, oldKey])
  expect(() => sealKeys(file, { FIELDLOOM_KEY: 'short' })).toThrow('identity.seal-key-invalid')
})
