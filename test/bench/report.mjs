/** Rows of texts, in columns; numbers to the right. */
export function printTable(head, rows) {
  const all = [head, ...rows]
  const widths = head.map((_, column) => Math.max(...all.map((row) => row[column].length)))
  for (const row of all)
    process.stdout.write(
      `${row.map((text, column) => (column === 0 ? text.padEnd(widths[column]) : text.padStart(widths[column]))).join('  ')}\n`,
    )
}

export function print(line = '') {
  process.stdout.write(`${line}\n`)
}

export function perSecond(seconds) {
  return Math.round(1 / seconds).toLocaleString('en')
}

export function ratio(number) {
  return `${number >= 10 ? number.toFixed(0) : number.toFixed(2)}×`
}

export function microseconds(seconds) {
  return `${(seconds * 1e6).toFixed(1)} µs`
}
