/** Line and column from 1, as Monaco counts them. */
export interface Position {
  readonly lineNumber: number
  readonly column: number
}

export interface ModelChange {
  readonly range: {
    readonly startLineNumber: number
    readonly startColumn: number
    readonly endLineNumber: number
    readonly endColumn: number
  }
  readonly text: string
}

/**
 * The lines of a file's text. Monaco keeps one kind of line end for a whole file and no byte order mark, so its offsets and its text
 * are not the file's: places are handed over as line and column, and every byte that was not typed stays.
 */
export class LineMap {
  readonly text: string
  readonly #starts: number[]
  readonly #ends: number[]

  constructor(text: string) {
    this.text = text
    this.#starts = [text.startsWith('\uFEFF') ? 1 : 0]
    this.#ends = []
    for (const { index, 0: lineEnd } of text.matchAll(/\r\n|\n|\r/g)) {
      this.#ends.push(index)
      this.#starts.push(index + lineEnd.length)
    }
    this.#ends.push(text.length)
  }

  get lineCount(): number {
    return this.#starts.length
  }

  position(offset: number): Position {
    let low = 0
    let high = this.#starts.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if (this.#starts[middle]! <= offset) low = middle
      else high = middle - 1
    }
    return { lineNumber: low + 1, column: Math.max(0, Math.min(offset, this.#ends[low]!) - this.#starts[low]!) + 1 }
  }

  offset({ lineNumber, column }: Position): number {
    const line = Math.max(0, Math.min(lineNumber - 1, this.#starts.length - 1))
    return Math.min(this.#starts[line]! + column - 1, this.#ends[line]!)
  }

  /** The file's text after changes that Monaco made; all of them name places in the text before. */
  apply(changes: readonly ModelChange[]): string {
    const edits = changes.map(({ range, text }) => ({
      from: this.offset({ lineNumber: range.startLineNumber, column: range.startColumn }),
      to: this.offset({ lineNumber: range.endLineNumber, column: range.endColumn }),
      text,
    }))
    return edits
      .sort((left, right) => right.from - left.from)
      .reduce((text, edit) => text.slice(0, edit.from) + edit.text + text.slice(edit.to), this.text)
  }
}

/** The one edit that makes a text of another: what begins and ends alike stays. */
export function differenceOf(before: string, after: string): { from: number; to: number; insert: string } {
  const shorter = Math.min(before.length, after.length)
  let start = 0
  while (start < shorter && before[start] === after[start]) start++
  let end = 0
  while (end < shorter - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end++
  return { from: start, to: before.length - end, insert: after.slice(start, after.length - end) }
}
