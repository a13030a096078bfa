import { once } from 'node:events'
import { createReadStream } from 'node:fs'
import type { Readable } from 'node:stream'
import { type MappedRecord, isError, mappingProblem, recordLimits } from '../../engine/index.ts'
import { Progress } from '../terminal/progress.ts'
import { type ExitCode, type Terminal, exitCodes } from '../terminal/terminal.ts'
import type { ReadyMapping } from '../workspace/open-mapping.ts'
import { parseJson } from './input.ts'
import { readLines } from './lines.ts'
import { mapRecord } from './map-record.ts'

/** Maps a record a line to a line each, in their order; memory does not grow with the number of records. */
export async function mapLines(ready: ReadyMapping, path: string, terminal: Terminal): Promise<ExitCode> {
  const input: Readable = path === '-' ? terminal.input : createReadStream(path)
  const progress = new Progress(terminal)
  let failed = 0
  for await (const line of readLines(input)) {
    const mapped = mapLine(ready, line)
    if (mapped.problems.some(isError)) failed++
    if (!terminal.output.write(`${JSON.stringify(mapped)}\n`)) await once(terminal.output, 'drain')
    progress.advance(failed)
  }
  progress.end(failed)
  return failed > 0 ? exitCodes.findings : exitCodes.ok
}

type Line = Awaited<ReturnType<ReturnType<typeof readLines>['next']>>['value']

function mapLine(ready: ReadyMapping, line: NonNullable<Line>): MappedRecord {
  const name = `line ${line.number}`
  if ('oversize' in line)
    return {
      record: undefined,
      problems: [mappingProblem('source.too-large', { record: name }, { bytes: line.oversize, limit: recordLimits.bytes })],
    }
  const parsed = parseJson(line.bytes.toString('utf8'))
  if ('reason' in parsed)
    return { record: undefined, problems: [mappingProblem('source.malformed', { record: name }, { reason: parsed.reason })] }
  return mapRecord(ready, parsed.value, name)
}
