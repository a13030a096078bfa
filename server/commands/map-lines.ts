import { createReadStream, existsSync } from 'node:fs'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Evaluator, mapLines } from '../../engine/pool/index.ts'
import { Progress } from '../terminal/progress.ts'
import { type ExitCode, type Terminal, exitCodes } from '../terminal/terminal.ts'
import { UsageError } from '../terminal/usage-error.ts'
import type { ReadyMapping } from '../workspace/open-mapping.ts'

/** As much as a thread is given at once. */
const chunkBytes = 256 * 1024

/** Maps a record a line to a line each, in their order; memory does not grow with the number of records. */
export async function mapLinesCommand(
  ready: ReadyMapping,
  path: string,
  workers: number | undefined,
  terminal: Terminal,
): Promise<ExitCode> {
  if (path !== '-' && !existsSync(path)) throw new UsageError(`there is no file ${path}`, 'Check the path; it starts where you stand.')
  const input: Readable = path === '-' ? terminal.input : createReadStream(path, { highWaterMark: chunkBytes })
  const evaluator = new Evaluator(workers === undefined ? {} : { workers })
  const progress = new Progress(terminal)
  let failedInAll = 0
  async function* counted(): AsyncGenerator<Uint8Array> {
    for await (const { bytes, records, failed } of mapLines(evaluator, ready.pack(), input)) {
      failedInAll += failed
      yield bytes
      progress.advance(failedInAll, records)
    }
  }
  try {
    await pipeline(counted, terminal.output, { end: false })
  } catch (error) {
    // Whoever read the result has seen enough (`| head`): that is no fault.
    if ((error as NodeJS.ErrnoException).code !== 'EPIPE') throw error
  } finally {
    await evaluator.close()
  }
  progress.end(failedInAll)
  return failedInAll > 0 ? exitCodes.findings : exitCodes.ok
}
