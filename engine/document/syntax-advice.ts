import type { SourceText } from './source-text.ts'

const block = 'Put the expression into a block: `|-` behind the key and the expression, indented, on the next line.'

/** What to do about a YAML error, judged by the line that it stands on: most are expressions that YAML cannot take in plain. */
export function adviseOnSyntax(source: SourceText, offset: number): string {
  const { line } = source.place(offset)
  const text = source.line(line)
  const value = /^\s*(?:- )?[^:#]+:\s+(.*)$/.exec(text)?.[1] ?? ''
  if (/\?.*: /.test(value) || /^\s*[?:] /.test(text)) return `“ ? … : ” and “: ” inside a plain value break YAML. ${block}`
  if (/: /.test(value)) return `“: ” inside a plain value breaks YAML. ${block}`
  if (/^[%@`]/.test(value)) return `YAML reserves “${value[0]}” at the start of a value. ${block}`
  if (/^["']/.test(value)) return `A value that begins with a quote ends at the next one. ${block}`
  if (/^[[{*&!|>]/.test(value)) return `“${value[0]}” at the start of a value has a meaning in YAML. ${block}`
  if (/^\s*\t/.test(text)) return 'Indent with spaces.'
  return 'Compare the indentation and the quotes with the lines around.'
}
