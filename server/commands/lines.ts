import type { Readable } from 'node:stream'
import { recordLimits } from '../../engine/index.ts'

/** A line of NDJSON as bytes, numbered from 1, or the size of one that is over the limit and was not kept. */
export type Line = { readonly number: number; readonly bytes: Buffer } | { readonly number: number; readonly oversize: number }

const lineFeed = 10

/** The lines of a stream, blank ones left out. Memory does not grow with a line that is too long: it is counted and dropped. */
export async function* readLines(input: Readable): AsyncGenerator<Line> {
  let kept: Buffer[] = []
  let length = 0
  let number = 0
  for await (const chunk of input) {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : (chunk as Buffer)
    let start = 0
    for (let end = bytes.indexOf(lineFeed); end >= 0; end = bytes.indexOf(lineFeed, start)) {
      keep(bytes.subarray(start, end))
      number++
      const line = takeLine(number)
      if (line) yield line
      start = end + 1
    }
    if (start < bytes.length) keep(bytes.subarray(start))
  }
  number++
  const last = takeLine(number)
  if (last) yield last

  function keep(part: Buffer): void {
    length += part.length
    if (length <= recordLimits.bytes) kept.push(part)
    else kept = []
  }

  function takeLine(at: number): Line | undefined {
    const size = length
    const parts = kept
    kept = []
    length = 0
    if (size > recordLimits.bytes) return { number: at, oversize: size }
    const bytes = parts.length === 1 ? parts[0]! : Buffer.concat(parts)
    return isBlank(bytes) ? undefined : { number: at, bytes }
  }
}

function isBlank(bytes: Buffer): boolean {
  for (const byte of bytes) if (byte !== 32 && byte !== 9 && byte !== 13) return false
  return true
}
