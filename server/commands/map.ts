import { type MappedRecord, type Place, isError, mappingProblem, recordLimits, parseJson } from '../../engine/index.ts'
import { mapRecord } from '../../engine/pool/index.ts'
import { renderProblems } from '../terminal/render-problem.ts'
import { type ExitCode, type Terminal, exitCodes, writeJson } from '../terminal/terminal.ts'
import { openWorkspaceFor } from '../workspace/lookup.ts'
import { type ReadyMapping, readyMapping } from '../workspace/open-mapping.ts'
import { readInput, readSettingsFile, readWorkers } from './input.ts'
import { mapLinesCommand } from './map-lines.ts'

export interface MapOptions {
  readonly settings?: string
  readonly integration?: string
  readonly workspace?: string
  readonly input?: string
  readonly ndjson?: boolean
  /** Threads to map lines in. */
  readonly workers?: string
  readonly json?: boolean
}

/** Maps one record, a list of records, or a record a line. */
export async function mapCommand(reference: string, options: MapOptions, terminal: Terminal): Promise<ExitCode> {
  const workspace = openWorkspaceFor(reference, options.workspace)
  const ready = readyMapping(workspace, {
    mapping: reference,
    settings: readSettingsFile(options.settings),
    ...(options.integration !== undefined && { integration: options.integration }),
  })
  if (options.ndjson) return mapLinesCommand(ready, options.input ?? '-', readWorkers(options.workers), terminal)
  const input = options.input ?? '-'
  const results = mapAll(ready, await readInput(input, terminal), input === '-' ? {} : { record: input })
  const isList = Array.isArray(results)
  if (options.json) writeJson(terminal, isList ? results.map(withRecord) : withRecord(results))
  else {
    writeJson(terminal, isList ? results.map(({ record }) => record ?? null) : (results.record ?? null))
    renderProblems(
      terminal,
      [results].flat().flatMap(({ problems }) => problems),
    )
  }
  return [results].flat().some(({ problems }) => problems.some(isError)) ? exitCodes.findings : exitCodes.ok
}

/** JSON has no undefined: a record that could not be made is null. */
function withRecord({ record = null, problems }: MappedRecord): MappedRecord {
  return { record, problems }
}

/** @param at how people find the record, where its key cannot be known */
function mapAll(ready: ReadyMapping, text: string, at: Place): MappedRecord | MappedRecord[] {
  const parsed = parseJson(text)
  if ('reason' in parsed) return { record: undefined, problems: [mappingProblem('source.malformed', at, { reason: parsed.reason })] }
  const { value } = parsed
  if (Array.isArray(value)) return value.map((record, index) => mapRecord(ready, record, String(index + 1)))
  if (Buffer.byteLength(text) > recordLimits.bytes)
    return { record: undefined, problems: [mappingProblem('source.too-large', at, { limit: recordLimits.bytes })] }
  return mapRecord(ready, value, at.record)
}
