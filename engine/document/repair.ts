import { type Document, type YAMLError, parseAllDocuments } from 'yaml'
import type { SourceText } from './source-text.ts'

export interface Repaired {
  readonly documents: readonly Document.Parsed[]
  readonly errors: readonly { offset: number; reason: string }[]
  /** Lines whose value was left out, so that the rest could be read. */
  readonly brokenLines: ReadonlySet<number>
  /** From here on nothing could be read with certainty. */
  readonly brokenFrom: number
}

/** So many syntax errors of one text are told; a text with more is something else than YAML. */
const errorLimit = 20

/**
 * Reads a text in spite of its syntax errors: the value on a line that breaks is left out (blanked, so that offsets stay),
 * and the text is read again, so that one slip does not hide the other problems of the file.
 */
export function repair(source: SourceText): Repaired {
  const errors: { offset: number; reason: string }[] = []
  const brokenLines = new Set<number>()
  let text = source.text
  for (;;) {
    const documents = parse(text)
    const error = documents.flatMap((document) => document.errors)[0]
    if (!error) return { documents, errors, brokenLines, brokenFrom: Infinity }
    const offset = error.pos[0]
    errors.push({ offset, reason: reasonOf(error) })
    const { line } = source.place(offset)
    const blanked = brokenLines.has(line) || errors.length >= errorLimit ? undefined : blankValue(text, source, line)
    if (blanked === undefined) return { documents, errors: withoutEchoes(errors, source), brokenLines, brokenFrom: offset }
    brokenLines.add(line)
    text = blanked
  }
}

function parse(text: string): Document.Parsed[] {
  const documents = parseAllDocuments(text, { uniqueKeys: false, logLevel: 'silent' })
  return Array.isArray(documents) ? documents : []
}

function reasonOf({ message }: YAMLError): string {
  return message.split(/ at line \d+, column \d+/)[0]!
}

function blankValue(text: string, source: SourceText, line: number): string | undefined {
  const written = source.line(line)
  const key = /^\s*(?:- )?(?:[^\s:#'"{[][^:#]*|"[^"]*"|'[^']*')\s*:\s+(?=\S)/.exec(written)?.[0].length ?? 0
  if (written.trim() === '') return undefined
  let start = 0
  for (let number = 1; number < line; number++) start = text.indexOf('\n', start) + 1
  const from = start + key
  const to = start + written.length
  return text.slice(0, from) + ' '.repeat(to - from) + text.slice(to)
}

/** An error told again at a line that was blanked already says nothing new. */
function withoutEchoes<Told extends { offset: number }>(errors: readonly Told[], source: SourceText): Told[] {
  const lines = errors.map(({ offset }) => source.place(offset).line)
  return errors.filter((_, index) => lines.indexOf(lines[index]!) === index)
}
