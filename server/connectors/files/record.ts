import type { Problem } from '../../../engine/index.ts'
import { filesProblem } from './problems.ts'

/** RELIABILITY.md, section 5. */
const maxBytes = 5 * 1024 * 1024
const maxDepth = 100

export type SourceRecord = { readonly values: Readonly<Record<string, unknown>> } | { readonly problem: Problem }

/**
 * One record of a source, checked for what would harm whoever works with it.
 * @param record how people find it: `orders.ndjson, line 3`
 */
export function parseRecord(text: string, record: string): SourceRecord {
  if (Buffer.byteLength(text) > maxBytes) return { problem: tooLarge(record) }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    // The message quotes the text around the place, which may be personal; the position is enough.
    const reason = /position \d+|end of JSON input/.exec((error as Error).message)?.[0] ?? 'syntax error'
    return { problem: filesProblem('source.malformed-row', { record }, { record, reason }) }
  }
  return checkRecord(value, record)
}

/** The same for a record that was parsed along with others. */
export function checkRecord(value: unknown, record: string): SourceRecord {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return {
      problem: filesProblem('source.not-a-record', { record }, { record, found: Array.isArray(value) ? 'a list' : describe(value) }),
    }
  const problem = findHarm(value as Record<string, unknown>, record)
  return problem ? { problem } : { values: value as Record<string, unknown> }
}

export function tooLarge(record: string): Problem {
  return filesProblem('source.record-too-large', { record }, { record, limit: maxBytes })
}

export { maxBytes as maxRecordBytes }

function describe(value: unknown): string {
  return value === null ? 'null' : typeof value === 'string' ? 'text' : `a ${typeof value}`
}

/** Walks without recursion: the depth is what it guards against. */
function findHarm(root: Readonly<Record<string, unknown>>, record: string): Problem | undefined {
  const stack: { value: object; path: string; depth: number }[] = [{ value: root, path: '', depth: 1 }]
  for (let next = stack.pop(); next; next = stack.pop()) {
    const { value, path, depth } = next
    if (depth > maxDepth)
      return filesProblem('source.record-too-deep', { record, path: shorten(path) }, { record, path: shorten(path), limit: maxDepth })
    for (const [key, child] of Object.entries(value)) {
      if (key === '__proto__')
        return filesProblem(
          'source.forbidden-key',
          { record, path: shorten(path) || key },
          { record, key, path: shorten(path) || 'the top' },
        )
      if (typeof child !== 'object' || child === null) continue
      const step = Array.isArray(value) ? `[${key}]` : path === '' ? key : `.${key}`
      stack.push({ value: child, path: path + step, depth: depth + 1 })
    }
  }
  return undefined
}

function shorten(path: string): string {
  return path.length > 60 ? `${path.slice(0, 60)}…` : path
}
