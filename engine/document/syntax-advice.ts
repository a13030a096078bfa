import type { SourceText } from './source-text.ts'

const block = 'Put the expression into a block: `|-` behind the key and the expression, indented, on the next line.'

/** What to do about a YAML error, judged by the line that it stands on: most are expressions that YAML cannot take in plain. */
export function adviseOnSyntax(source: SourceText, offset: number, reason = ''): string {
  const { line, column } = source.place(offset)
  const text = source.line(line)
  const value = valueAround(text, column - 1)
  if (/^Missing closing .?quote/.test(reason)) return 'A quote that was opened above has no end: look for the last one.'
  if (/Flow (map|sequence)/.test(reason))
    return 'A { or [ that was opened above has no end. Put an expression that begins with one into a block: `|-`.'
  if (/\?.*: /.test(value) || /^\s*[?:] /.test(text)) return `“ ? … : ” and “: ” inside a plain value break YAML. ${block}`
  if (/: /.test(value)) return `“: ” inside a plain value breaks YAML. ${block}`
  if (/^[%@`]/.test(value)) return `YAML reserves “${value[0]}” at the start of a value. ${block}`
  if (/^["']/.test(value)) return `A value that begins with a quote ends at the next one. ${block}`
  if (/^[[{*&!|>]/.test(value)) return `“${value[0]}” at the start of a value has a meaning in YAML. ${block}`
  if (/^\s*\t/.test(text)) return 'Indent with spaces.'
  return 'Compare the indentation and the quotes with the lines around.'
}

/** The value on a line that has the column in it; inside braces, the one behind the last key before it. */
function valueAround(text: string, column: number): string {
  const block = /^\s*(?:- )?[^:#]+:\s+(?=\S)/.exec(text)?.[0].length
  if (block === undefined) return ''
  const value = text.slice(block)
  if (!value.startsWith('{')) return value
  const keys = [...value.matchAll(/[{,]\s*[\w'"$-]+:\s+/g)].filter(({ index }) => block + index < column)
  const last = keys.at(-1)
  return last ? value.slice(last.index + last[0].length) : value
}
