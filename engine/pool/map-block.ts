import type { MappedRecord } from '../mapping/compile-mapping.ts'
import { parseJson } from '../mapping/parse-json.ts'
import { mappingProblem } from '../mapping/problems.ts'
import { type Problem, isError } from '../problem.ts'
import { type KeyedMapping, mapRecord } from './map-record.ts'

/** Whole lines of NDJSON, and which line of the input the first one is. */
export interface LineBlock {
  readonly bytes: Uint8Array
  readonly firstLine: number
}

/** What became of a block: a line of `{ record, problems }` for each record, in their order. */
export interface MappedBlock {
  readonly bytes: Uint8Array
  readonly records: number
  /** Records with an error among their problems. */
  readonly failed: number
}

const lineFeed = 10

/**
 * Parses, maps and serialises the records of a block.
 * @param advance is called before each record
 */
export function mapBlock(mapping: KeyedMapping, { bytes, firstLine }: LineBlock, advance: () => void): MappedBlock {
  const block = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let output = ''
  let records = 0
  let failed = 0
  for (const { line, start, end } of linesOf(block)) {
    const name = `line ${firstLine + line}`
    advance()
    const { record = null, problems } = mapLine(mapping, block.toString('utf8', start, end), name)
    records++
    if (problems.some(isError)) failed++
    output += `${JSON.stringify({ record, problems })}\n`
  }
  return { bytes: new TextEncoder().encode(output), records, failed }
}

function mapLine(mapping: KeyedMapping, text: string, name: string): MappedRecord {
  const parsed = parseJson(text)
  if ('reason' in parsed)
    return { record: undefined, problems: [mappingProblem('source.malformed', { record: name }, { reason: parsed.reason })] }
  return mapRecord(mapping, parsed.value, name)
}

/** A record that cannot be mapped at all, in the place of its result. */
export function refusedLine(problem: Problem): MappedBlock {
  return { bytes: new TextEncoder().encode(`${JSON.stringify({ record: null, problems: [problem] })}\n`), records: 1, failed: 1 }
}

/** Where the lines of a block stand, blank ones left out; the last one may lack its line feed. */
export function* linesOf(block: Buffer): Generator<{ line: number; start: number; end: number }> {
  let line = 0
  for (let start = 0; start < block.length; line++) {
    const found = block.indexOf(lineFeed, start)
    const end = found < 0 ? block.length : found
    if (!isBlank(block, start, end)) yield { line, start, end }
    start = end + 1
  }
}

function isBlank(block: Buffer, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    const byte = block[at]
    if (byte !== 32 && byte !== 9 && byte !== 13) return false
  }
  return true
}
