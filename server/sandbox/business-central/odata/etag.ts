import { entityChanged, invalidToken } from '../refusal.ts'
import type { Row } from '../store/row.ts'

/** `W/"…base64…"`: it changes with every write of the record. */
export function etagOf(row: Row): string {
  return `W/"${Buffer.from(`19;${row.id};${row.version};`).toString('base64')}"`
}

const wellFormed = /^(?:W\/)?"([A-Za-z0-9+/]+={0,2})"$/

/**
 * PATCH and DELETE name the version that they mean, or `*` for any.
 * @throws Refusal 400 where the header is missing or no etag at all, 409 where the record has changed since
 */
export function checkIfMatch(header: string | undefined, row: Row): void {
  const given = header?.trim()
  if (given === '*') return
  const encoded = wellFormed.exec(given ?? '')?.[1]
  if (encoded === undefined || !/^\d+;[^;]*;\d+;$/.test(Buffer.from(encoded, 'base64').toString('latin1'))) throw invalidToken()
  const own = wellFormed.exec(etagOf(row))?.[1]
  if (encoded !== own) throw entityChanged()
}
