import type { TextEdit } from '../../../engine/index.ts'
import type { Faulty } from './fixes.ts'

/**
 * Writes the value of a line so that YAML leaves it alone: as a block where one may stand, in quotes inside `{ … }`.
 * It works on the line's text, because YAML could not read it.
 */
export function blockFix({ offset, source, problem }: Faulty): TextEdit | undefined {
  const { line } = source.place(offset)
  const text = source.line(line)
  const start = source.offset(line, 1)
  const flow = inFlow(text, offset - start)
  if (flow) return { from: start + flow.from, to: start + flow.to, insert: quoted(text.slice(flow.from, flow.to).trim()) }
  const found = /^(\s*(?:- )?(?:"[^"]*"|'[^']*'|[^\s:#][^:#]*?)\s*:)[ \t]+(\S.*)$/.exec(text)
  if (!found) return undefined
  const [, key = '', value = ''] = found
  const indent = ' '.repeat((/^\s*(?:- )?/.exec(text)![0] ?? '').length + 2)
  const isCut = problem.code === 'document.expression-cut'
  const [expression, comment] = isCut ? [value.trimEnd(), ''] : apart(value)
  const lineEnd = source.text.includes('\r\n') ? '\r\n' : '\n'
  const insert = ` |-${comment === '' ? '' : `  ${comment}`}${lineEnd}${indent}${expression}`
  return { from: start + key.length, to: start + text.length, insert }
}

/** An expression, and the comment behind it. */
function apart(value: string): [string, string] {
  const at = value.search(/\s#\s/)
  return at < 0 ? [value.trimEnd(), ''] : [value.slice(0, at).trimEnd(), value.slice(at).trim()]
}

function quoted(value: string): string {
  return `'${value.replaceAll("'", "''")}'`
}

/** The value around a column, in a line such as `name: { expr: a ? b : c, title: T }`. */
function inFlow(text: string, column: number): { from: number; to: number } | undefined {
  const open = text.lastIndexOf('{', column)
  if (open < 0 || !/:\s*$/.test(text.slice(0, open))) return undefined
  const key = [...text.matchAll(/[{,]\s*(?:expr|when|each|default)\s*:\s*/g)].findLast(({ index }) => index <= column)
  if (!key) return undefined
  const from = key.index + key[0].length
  const rest = text.slice(from)
  const end = /,\s*(?:title|description|group|only|required|when|default|expr)\s*:/.exec(rest)?.index ?? rest.lastIndexOf('}')
  return end > 0 ? { from, to: from + rest.slice(0, end).trimEnd().length } : undefined
}
