import type { Writable } from 'node:stream'

/** A table in columns as wide as their longest cell. */
export function renderTable(output: Writable, headings: readonly string[], rows: readonly (readonly string[])[]): void {
  const widths = headings.map((heading, column) => Math.max(heading.length, ...rows.map((row) => (row[column] ?? '').length)))
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join('  ')
      .trimEnd()
  output.write(`${line(headings)}\n${widths.map((width) => '─'.repeat(width)).join('  ')}\n`)
  for (const row of rows) output.write(`${line(row)}\n`)
}
