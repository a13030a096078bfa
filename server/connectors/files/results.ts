import { existsSync } from 'node:fs'
import { open, readFile } from 'node:fs/promises'
import type { SendOptions } from '../connector.ts'

type Values = Readonly<Record<string, unknown>>

/** What flows wrote back: which record of which resource, and what it was given. */
interface Result {
  readonly resource: string
  readonly at: Values
  readonly set: Values
}

/** Keeps what is written back, and knows what was. */
export interface Results {
  /** What a record was given so far; undefined where nothing was. */
  find(resource: string, at: Values): Promise<Values | undefined>
  write(result: Result, options?: SendOptions): Promise<void>
}

/** One line for each write, in a file beside the records; the last line about a record counts. Without a file: in memory alone. */
export function createResults(file: string | undefined): Results {
  let known: Promise<Map<string, Values>> | undefined

  async function load(): Promise<Map<string, Values>> {
    const results = new Map<string, Values>()
    if (file === undefined || !existsSync(file)) return results
    for (const line of (await readFile(file, 'utf8')).split('\n')) {
      const result = parseResult(line)
      if (result) remember(results, result)
    }
    return results
  }

  return {
    async find(resource, at) {
      return (await (known ??= load())).get(keyOf(resource, at))
    },
    async write(result) {
      const results = await (known ??= load())
      if (file !== undefined) await appendLine(file, JSON.stringify(result))
      remember(results, result)
    },
  }
}

function remember(results: Map<string, Values>, { resource, at, set }: Result): void {
  const key = keyOf(resource, at)
  results.set(key, { ...results.get(key), ...set })
}

/** A line that was cut off by a crash says nothing. */
function parseResult(line: string): Result | undefined {
  try {
    const result = JSON.parse(line) as Partial<Result> | null
    return typeof result?.at === 'object' && typeof result.set === 'object' ? (result as Result) : undefined
  } catch {
    return undefined
  }
}

/** On the disk before anybody is told that it is written; a cut-off line of an earlier crash is ended first. */
async function appendLine(file: string, line: string): Promise<void> {
  const handle = await open(file, 'a+')
  try {
    const { size } = await handle.stat()
    const last = size > 0 ? (await handle.read({ buffer: Buffer.alloc(1), position: size - 1 })).buffer[0] : 10
    await handle.appendFile(`${last === 10 ? '' : '\n'}${line}\n`)
    await handle.datasync()
  } finally {
    await handle.close()
  }
}

function keyOf(resource: string, at: Values): string {
  return JSON.stringify([resource, Object.entries(at).toSorted(([a], [b]) => (a < b ? -1 : 1))])
}
