/**
 * The name that was probably meant: the one with the fewest edits (letter case counts half), if that is few enough for its length
 * and something of the name is left.
 */
export function nearestName(name: string, names: Iterable<string>): string | undefined {
  let best: string | undefined
  let bestDistance = Math.min(name.length, Math.max(1, name.length * 0.4) + 0.5)
  for (const candidate of names) {
    const distance = editDistance(name, candidate)
    if (distance < bestDistance) {
      best = candidate
      bestDistance = distance
    }
  }
  return best
}

/** A hint's sentence: the nearest name, else the first names that there are. */
export function didYouMean(name: string, names: Iterable<string>): string {
  const all = [...names]
  const nearest = nearestName(name, all)
  if (nearest !== undefined) return `Did you mean “${nearest}”?`
  if (all.length === 0) return 'There is none.'
  return `There is: ${all.slice(0, 12).join(', ')}${all.length > 12 ? ` and ${all.length - 12} more` : ''}.`
}

/** What a problem says of a name that is not there: a sentence for people, and the name for an editor's fix. */
export interface Suggestion {
  readonly advice: string
  readonly nearest?: string
}

export function suggestion(name: string, names: Iterable<string>): Suggestion {
  const all = [...names]
  const nearest = nearestName(name, all)
  return { advice: didYouMean(name, all), ...(nearest !== undefined && { nearest }) }
}

/** Damerau-Levenshtein distance between neighbours, with half an edit for another letter case. */
function editDistance(left: string, right: string): number {
  const rows: number[][] = [Array.from({ length: right.length + 1 }, (_, column) => column)]
  for (let row = 1; row <= left.length; row++) {
    const current = [row]
    for (let column = 1; column <= right.length; column++) {
      const above = rows[row - 1]!
      let cost = Math.min(
        above[column]! + 1,
        current[column - 1]! + 1,
        above[column - 1]! + substitution(left[row - 1]!, right[column - 1]!),
      )
      if (row > 1 && column > 1 && left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1])
        cost = Math.min(cost, rows[row - 2]![column - 2]! + 1)
      current.push(cost)
    }
    rows.push(current)
  }
  return rows[left.length]![right.length]!
}

function substitution(left: string, right: string): number {
  if (left === right) return 0
  return left.toLowerCase() === right.toLowerCase() ? 0.5 : 1
}
