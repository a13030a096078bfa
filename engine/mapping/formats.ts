import { isDay } from '../expression/index.ts'

export { isDay as isDate }

/** Whether a text is a point in time with its offset, as OData writes it. */
export function isDateTime(text: string): boolean {
  const match = /^(\d{4}-\d\d-\d\d)T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/.exec(text)
  return match !== null && isDay(match[1]!)
}

/** Whether a text is a GUID, without braces. */
export function isGuid(text: string): boolean {
  return /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(text)
}
