/** How well a text matches what was typed: its letters in order, best at the beginnings of words. Undefined where it does not. */
export function fuzzyScore(query: string, text: string): number | undefined {
  const wanted = query.toLowerCase().replace(/\s+/g, '')
  if (wanted === '') return 0
  const given = text.toLowerCase()
  let score = 0
  let at = -1
  for (const letter of wanted) {
    const start = bestStart(text, given, letter, at)
    if (start < 0) return undefined
    score += start === at + 1 ? 3 : isWordStart(text, start) ? 2 : 0
    at = start
  }
  return score + (given.startsWith(wanted) ? 8 : 0) + (given.includes(wanted) ? 6 : 0) - text.length / 60
}

/** The next place of a letter: at the beginning of a word if there is one, unless it follows at once. */
function bestStart(text: string, given: string, letter: string, after: number): number {
  const next = given.indexOf(letter, after + 1)
  if (next < 0 || next === after + 1) return next
  for (let at = next; at >= 0; at = given.indexOf(letter, at + 1)) if (isWordStart(text, at)) return at
  return next
}

function isWordStart(text: string, at: number): boolean {
  if (at === 0) return true
  const before = text[at - 1]!
  return /[\s._/-]/.test(before) || (/[a-z0-9]/.test(before) && /[A-Z]/.test(text[at]!))
}

/** The items that match, best first; items that match alike keep their order. */
export function fuzzyFilter<Item>(query: string, items: readonly Item[], textOf: (item: Item) => string): Item[] {
  return items
    .flatMap((item, index) => {
      const score = fuzzyScore(query, textOf(item))
      return score === undefined ? [] : [{ item, score, index }]
    })
    .sort((left, right) => right.score - left.score || left.index - right.index)
    .map(({ item }) => item)
}
