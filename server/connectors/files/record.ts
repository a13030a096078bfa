import { type Problem, harmIn, mappingProblem, parseJson, recordLimits } from '../../../engine/index.ts'

export type SourceRecord = { readonly values: Readonly<Record<string, unknown>> } | { readonly problem: Problem }

/**
 * One record of a source, checked for what would harm whoever works with it.
 * @param record how people find it: `orders.ndjson, line 3`
 */
export function parseRecord(text: string, record: string): SourceRecord {
  if (Buffer.byteLength(text) > recordLimits.bytes) return { problem: tooLarge(record) }
  const parsed = parseJson(text)
  if ('reason' in parsed) return { problem: mappingProblem('source.malformed', { record }, { reason: parsed.reason }) }
  return checkRecord(parsed.value, record)
}

/** The same for a record that was parsed along with others. */
export function checkRecord(value: unknown, record: string): SourceRecord {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return { problem: mappingProblem('source.not-an-object', { record }, { found: Array.isArray(value) ? 'a list' : describe(value) }) }
  const harm = harmIn(value)
  return harm ? { problem: { ...harm, at: { ...harm.at, record } } } : { values: value as Record<string, unknown> }
}

export function tooLarge(record: string): Problem {
  return mappingProblem('source.too-large', { record }, { limit: recordLimits.bytes })
}

function describe(value: unknown): string {
  return value === null ? 'null' : typeof value === 'string' ? 'text' : `a ${typeof value}`
}
