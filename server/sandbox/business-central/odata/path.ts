import { invalidUrl, keyNotFound } from '../refusal.ts'

/** `salesOrders(id)`: a name and, in brackets, one value or several named ones; texts are unquoted, the rest stays as written. */
export interface Segment {
  name: string
  key?: KeyValue[]
}

export interface KeyValue {
  name?: string
  value: string
  quoted: boolean
}

export function parsePath(path: string): Segment[] {
  return path.split('/').filter(Boolean).map(parseSegment)
}

function parseSegment(raw: string): Segment {
  const text = decode(raw)
  const open = text.indexOf('(')
  if (open < 0) return { name: text }
  if (!text.endsWith(')')) throw keyNotFound()
  const name = text.slice(0, open)
  const inner = text.slice(open + 1, -1).trim()
  return { name, key: inner === '' ? [] : parseKey(inner) }
}

function decode(raw: string): string {
  try {
    return decodeURIComponent(raw)
  } catch {
    throw invalidUrl(`The URL segment '${raw.slice(0, 100)}' is not properly encoded.`)
  }
}

const keyPart = /\s*(?:(\w+)\s*=\s*)?(?:'((?:[^']|'')*)'|([^',=]+))\s*(,|$)/y

function parseKey(text: string): KeyValue[] {
  const values: KeyValue[] = []
  keyPart.lastIndex = 0
  while (keyPart.lastIndex < text.length) {
    const match = keyPart.exec(text)
    if (!match) throw keyNotFound()
    const [, name, quoted, bare] = match
    const value = quoted === undefined ? bare!.trim() : quoted.replaceAll("''", "'")
    values.push({ ...(name && { name }), value, quoted: quoted !== undefined })
  }
  return values
}
