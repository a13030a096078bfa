import { randomBytes } from 'node:crypto'
import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { type Clock, systemClock } from '../clock.ts'
import type { Seal } from './seal.ts'

/** Keeps small secrets by name: token caches, sign-ins in progress. Files now; a table can stand in for them. */
export interface SealedStore {
  read(name: string): Promise<string | undefined>
  /** Changes a secret while nobody else does; undefined as the outcome removes it. */
  update(name: string, change: (current: string | undefined) => string | undefined): Promise<void>
}

const staleLockMs = 30_000
const lockRetryMs = 20

/** One sealed file a secret, readable by its owner alone. Writes replace the file as a whole. */
export function createSealedFiles(folder: string, seal: Seal, clock: Clock = systemClock): SealedStore {
  const queues = new Map<string, Promise<void>>()
  const fileOf = (name: string): string => join(folder, `${Buffer.from(name).toString('base64url')}.sealed`)

  async function read(name: string): Promise<string | undefined> {
    try {
      return seal.open(await readFile(fileOf(name), 'utf8'), name)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
      throw error
    }
  }

  async function updateLocked(name: string, change: (current: string | undefined) => string | undefined): Promise<void> {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const file = fileOf(name)
    const unlock = await lock(`${file}.lock`, clock)
    try {
      const changed = change(await read(name))
      if (changed === undefined) await rm(file, { force: true })
      else await replaceFile(file, seal.seal(changed, name))
    } finally {
      await unlock()
    }
  }

  return {
    read,
    update(name, change) {
      const done = (queues.get(name) ?? Promise.resolve()).then(() => updateLocked(name, change))
      queues.set(
        name,
        done.catch(() => {}),
      )
      return done
    },
  }
}

async function replaceFile(file: string, text: string): Promise<void> {
  const draft = `${file}.${randomBytes(6).toString('hex')}`
  const handle = await open(draft, 'wx', 0o600)
  try {
    await handle.writeFile(text)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(draft, file)
}

/** Against other processes. A lock that nobody released for so long was left behind by one that died. */
async function lock(file: string, clock: Clock): Promise<() => Promise<void>> {
  for (;;) {
    try {
      await (await open(file, 'wx', 0o600)).close()
      return () => rm(file, { force: true })
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
    const since = await stat(file).then(
      ({ mtimeMs }) => mtimeMs,
      () => undefined,
    )
    if (since !== undefined && Date.now() - since > staleLockMs) await rm(file, { force: true })
    else await clock.sleep(lockRetryMs)
  }
}
