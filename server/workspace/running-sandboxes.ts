import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { productRoot } from '../root.ts'

/** Sandboxes that were started here leave their address, so that `run` finds the one that is meant without being told. */
const folder = join(productRoot, '.fieldloom', 'sandboxes')

/** @returns takes the note away again */
export function noteSandbox(url: string): () => void {
  const file = join(folder, `${process.pid}.json`)
  try {
    mkdirSync(folder, { recursive: true })
    writeFileSync(file, JSON.stringify({ url, startedAt: Date.now() }))
  } catch {
    // Where the product's folder cannot be written to, the address has to be given.
  }
  return () => rmSync(file, { force: true })
}

/** The address of the sandbox that was started last and still runs. */
export function runningSandbox(): string | undefined {
  const notes = readNotes()
    .filter(({ pid }) => isAlive(pid))
    .sort((left, right) => right.startedAt - left.startedAt)
  return notes[0]?.url
}

function readNotes(): { pid: number; url: string; startedAt: number }[] {
  try {
    return readdirSync(folder).flatMap((name) => {
      const { url, startedAt } = JSON.parse(readFileSync(join(folder, name), 'utf8')) as { url: string; startedAt: number }
      return [{ pid: Number.parseInt(name, 10), url, startedAt }]
    })
  } catch {
    return []
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
