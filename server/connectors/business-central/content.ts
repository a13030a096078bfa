import { ProblemError } from '../../../engine/index.ts'
import type { SendOptions } from '../connector.ts'
import type { ContentFetcher } from '../http/fetch-content.ts'
import { businessCentralProblem } from './problems.ts'

/** The bytes of a stream property: of base64 text, or of the file that it refers to. */
export async function readContent(property: string, value: unknown, fetcher: ContentFetcher, options: SendOptions): Promise<Buffer> {
  const url = (value as { fetch?: unknown } | null)?.fetch
  return typeof url === 'string' ? fetcher.fetch(url, options) : decodeContent(property, value)
}

function decodeContent(property: string, value: unknown): Buffer {
  if (typeof value !== 'string') throw refused(property, 'it is neither base64 text nor { fetch: URL }')
  const text = value.replace(/\s+/g, '')
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text) || text.length % 4 !== 0) throw refused(property, 'the text is not base64')
  return Buffer.from(text, 'base64')
}

/** The size in bytes of a value as it stands in a body; undefined where it has to be fetched first. */
export function contentSize(value: unknown): number | undefined {
  if (typeof value !== 'string') return undefined
  const text = value.replace(/\s+/g, '')
  return Math.floor((text.replace(/=+$/, '').length * 3) / 4)
}

function refused(property: string, reason: string): ProblemError {
  return new ProblemError(businessCentralProblem('bc.content-refused', { path: property }, { property, reason }))
}
