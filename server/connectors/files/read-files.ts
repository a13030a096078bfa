import { createReadStream } from 'node:fs'
import { readFile, readdir, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { type Problem, recordLimits } from '../../../engine/index.ts'
import { type SourceRecord, checkRecord, parseRecord, tooLarge } from './record.ts'

/** A record with its place: the cursor of a reader that has taken it. */
export interface PlacedRecord {
  readonly record: SourceRecord
  /** How people find it. */
  readonly name: string
  /** Bytes of the file (of a list: records) up to and with this one. */
  readonly position: number
}

/** What is written back stands beside the records and is none of them. */
const resultsFile = /(^|\.)results\.ndjson$/

/** The files of a path, in the order of their names: itself, or those of a folder. */
export async function recordFiles(path: string): Promise<string[]> {
  if (!(await stat(path)).isDirectory()) return [path]
  const entries = await readdir(path, { withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile() && /\.(json|ndjson|jsonl)$/i.test(entry.name) && !resultsFile.test(entry.name))
    .map((entry) => join(path, entry.name))
    .sort()
}

/** The records of a file behind a position. */
export async function* recordsOf(file: string, from: number): AsyncGenerator<PlacedRecord> {
  if (/\.json$/i.test(file)) yield* listRecords(await readFile(file, 'utf8'), basename(file), from)
  else {
    const start = (await stat(file)).size < from ? 0 : from // a shorter file is another one
    yield* lineRecords(createReadStream(file, { start }), basename(file), start)
  }
}

/** A file with one object, or a list of objects. */
function* listRecords(text: string, name: string, from: number): Generator<PlacedRecord> {
  const trimmed = text.replace(/^\uFEFF/, '').trim()
  if (!trimmed.startsWith('[')) {
    if (from === 0 && trimmed !== '') yield { record: parseRecord(trimmed, name), name, position: 1 }
    return
  }
  let list: unknown[]
  try {
    list = JSON.parse(trimmed) as unknown[]
  } catch {
    if (from === 0) yield { record: parseRecord(trimmed.slice(0, recordLimits.bytes), name), name, position: 1 }
    return
  }
  for (const [index, value] of list.entries())
    if (index >= from)
      yield { record: checkRecord(value, `${name}, record ${index + 1}`), name: `${name}, record ${index + 1}`, position: index + 1 }
}

/** One object a line, read as it comes: memory does not grow with the file. A last line without an end counts too. */
export async function* lineRecords(bytes: AsyncIterable<Buffer>, name: string, from: number): AsyncGenerator<PlacedRecord> {
  let position = from
  let pending: Buffer[] = []
  let pendingBytes = 0
  let line = 0
  const finish = (end: number): PlacedRecord | undefined => {
    line++
    const place = from === 0 ? `${name}, line ${line}` : `${name}, byte ${position}`
    const tooMuch = pendingBytes > recordLimits.bytes
    const text = tooMuch
      ? ''
      : Buffer.concat(pending)
          .toString('utf8')
          .replace(/^\uFEFF/, '')
          .trim()
    position = end
    pending = []
    pendingBytes = 0
    if (tooMuch) return { record: { problem: tooLarge(place) }, name: place, position }
    return text === '' ? undefined : { record: parseRecord(text, place), name: place, position }
  }
  let end = from
  for await (const chunk of bytes) {
    let start = 0
    for (let newline = chunk.indexOf(10); newline >= 0; newline = chunk.indexOf(10, start)) {
      keep(chunk.subarray(start, newline))
      end += newline + 1 - start
      start = newline + 1
      const placed = finish(end)
      if (placed) yield placed
    }
    keep(chunk.subarray(start))
    end += chunk.length - start
  }
  const start = position
  const last = finish(end)
  // Somebody may still be writing it: what does not parse is told, and read again when there is more.
  if (last) yield 'problem' in last.record ? { ...last, position: start } : last

  /** Of a line that is too long anyway nothing more is kept. */
  function keep(part: Buffer): void {
    pendingBytes += part.length
    if (pendingBytes <= recordLimits.bytes) pending.push(part)
    else pending = []
  }
}

export function problemsOf(records: readonly PlacedRecord[]): Problem[] {
  return records.flatMap(({ record }) => ('problem' in record ? [record.problem] : []))
}
