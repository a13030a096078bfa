import type { Readable } from 'node:stream'
import { recordLimits } from '../mapping/record-limits.ts'
import type { LineBlock } from './map-block.ts'

/** A line that is over the limit of a record: only its size is kept. */
export interface OversizeLine {
  readonly line: number
  readonly oversize: number
}

/** Enough records to outweigh the way to a thread and back, few enough to be lost with one of them. */
const blockLines = 100
const blockBytes = 256 * 1024
const lineFeed = 10

/**
 * Cuts a stream into blocks of whole lines. What has arrived goes on at once, so that a slow source is not waited for. A line that is
 * too long is counted and dropped while it comes in, so memory does not grow with it.
 */
export async function* lineBlocks(input: Readable): AsyncGenerator<LineBlock | OversizeLine> {
  /** The beginning of a line whose end has not come yet. */
  let rest: Buffer[] = []
  let restBytes = 0
  let line = 1
  for await (const chunk of input) {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : (chunk as Buffer)
    let blockStart = 0
    let blockLine = line
    let lineStart = 0
    for (let end = bytes.indexOf(lineFeed); end >= 0; end = bytes.indexOf(lineFeed, lineStart)) {
      const size = (lineStart === 0 ? restBytes : 0) + end - lineStart
      if (size > recordLimits.bytes) {
        if (lineStart > blockStart) yield blockOf([...rest, bytes.subarray(blockStart, lineStart)], blockLine)
        yield { line, oversize: size }
        rest = []
        restBytes = 0
        blockStart = end + 1
        blockLine = line + 1
      } else if (line + 1 - blockLine >= blockLines || restBytes + end + 1 - blockStart >= blockBytes) {
        yield blockOf([...rest, bytes.subarray(blockStart, end + 1)], blockLine)
        rest = []
        restBytes = 0
        blockStart = end + 1
        blockLine = line + 1
      }
      lineStart = end + 1
      line++
    }
    if (lineStart > blockStart) {
      yield blockOf([...rest, bytes.subarray(blockStart, lineStart)], blockLine)
      rest = []
      restBytes = 0
    }
    restBytes += bytes.length - lineStart
    if (restBytes > recordLimits.bytes) rest = []
    else if (lineStart < bytes.length) rest.push(bytes.subarray(lineStart))
  }
  if (restBytes > recordLimits.bytes) yield { line, oversize: restBytes }
  else if (restBytes > 0) yield blockOf(rest, line)
}

/** Bytes of its own: what goes to another thread is copied with all the memory that it is a view of. */
function blockOf(parts: readonly Buffer[], firstLine: number): LineBlock {
  const bytes = new Uint8Array(parts.reduce((size, part) => size + part.length, 0))
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return { bytes, firstLine }
}
