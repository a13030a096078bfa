/** A line of the output as JSON, with the place of its value. */
export interface OutputLine {
  readonly id: string
  readonly depth: number
  readonly key?: string
  /** The value, or the bracket that stands for it. */
  readonly text: string
  readonly type: 'text' | 'number' | 'other' | 'bracket'
  readonly path: readonly (string | number)[]
  /** Behind it stands a comma. */
  readonly isFollowed: boolean
  /** `}` and `]` alone. */
  readonly isEnd?: true
  readonly comment?: string
}

/** A record, line by line, as `JSON.stringify` would write it. */
export function outputLines(record: unknown): OutputLine[] {
  const lines: OutputLine[] = []
  write(record, [], undefined, false)
  return lines

  function write(value: unknown, path: readonly (string | number)[], key: string | undefined, isFollowed: boolean): void {
    const base = { id: outputId(path), depth: path.length, path, isFollowed, ...(key !== undefined && { key }) }
    if (typeof value !== 'object' || value === null) {
      const type = typeof value === 'string' ? 'text' : typeof value === 'number' ? 'number' : 'other'
      lines.push({ ...base, text: JSON.stringify(value) ?? '', type })
      return
    }
    const isList = Array.isArray(value)
    const entries: [string | number, unknown][] = isList ? value.map((item, index) => [index, item]) : Object.entries(value)
    const [open, close] = isList ? ['[', ']'] : ['{', '}']
    if (entries.length === 0) {
      lines.push({ ...base, text: open + close, type: 'bracket' })
      return
    }
    lines.push({ ...base, text: open, type: 'bracket', isFollowed: false, ...(isList && { comment: countOf(entries.length) }) })
    entries.forEach(([name, child], index) =>
      write(child, [...path, name], typeof name === 'string' ? name : undefined, index < entries.length - 1),
    )
    lines.push({ id: `${base.id} end`, depth: path.length, path, text: close, type: 'bracket', isFollowed, isEnd: true })
  }
}

/** A path as one text: `salesOrderLines/0/quantity`. */
export function outputId(path: readonly (string | number)[]): string {
  return `/${path.join('/')}`
}

function countOf(count: number): string {
  return `${count} ${count === 1 ? 'item' : 'items'}`
}
