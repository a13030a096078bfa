export interface DifferentLine {
  readonly kind: 'same' | 'gone' | 'new'
  readonly text: string
}

/** Lines around a change that are shown with it. */
const around = 2

/** What differs between two texts, line by line, with a little of what stands around. */
export function lineDifference(before: string, after: string): DifferentLine[] {
  const left = before.split(/\r?\n/)
  const right = after.split(/\r?\n/)
  const table = longestCommon(left, right)
  const all: DifferentLine[] = []
  let l = 0
  let r = 0
  while (l < left.length || r < right.length) {
    if (l < left.length && r < right.length && left[l] === right[r]) {
      all.push({ kind: 'same', text: left[l]! })
      l++
      r++
    } else if (l < left.length && (r >= right.length || table[l + 1]![r]! >= table[l]![r + 1]!))
      all.push({ kind: 'gone', text: left[l++]! })
    else all.push({ kind: 'new', text: right[r++]! })
  }
  return all.filter(
    (line, index) => line.kind !== 'same' || all.slice(Math.max(0, index - around), index + around + 1).some(({ kind }) => kind !== 'same'),
  )
}

/** How many lines the rests have in common, from each pair of lines on. */
function longestCommon(left: readonly string[], right: readonly string[]): Uint32Array[] {
  const table = Array.from({ length: left.length + 1 }, () => new Uint32Array(right.length + 1))
  for (let l = left.length - 1; l >= 0; l--)
    for (let r = right.length - 1; r >= 0; r--)
      table[l]![r] = left[l] === right[r] ? table[l + 1]![r + 1]! + 1 : Math.max(table[l + 1]![r]!, table[l]![r + 1]!)
  return table
}
