const baseMs = 1_000
const capMs = 15 * 60_000

/**
 * How long to wait before the next attempt: full jitter, so that many waiting clients do not come back together.
 * @param failures how many attempts have failed, from 1
 */
export function backoffMs(failures: number, random: () => number = Math.random): number {
  return Math.round(random() * Math.min(capMs, baseMs * 2 ** failures))
}

/** What a `Retry-After` header asks for, in milliseconds from now; undefined where it says nothing that can be understood. */
export function retryAfterMs(header: string | undefined, now: number): number | undefined {
  if (header === undefined || header.trim() === '') return undefined
  if (/^\s*\d+(\.\d+)?\s*$/.test(header)) return Math.ceil(Number(header) * 1_000)
  const date = Date.parse(header)
  return Number.isNaN(date) ? undefined : Math.max(0, date - now)
}
