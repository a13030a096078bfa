/** Where a problem begins: a file, and the offset in its text. */
interface Place {
  readonly path: string
  readonly from: number
}

/**
 * The problem that follows (1) or precedes (-1) a place, from file to file in the order of the list and round at its end.
 * @param here where the cursor is; without it, and in a file without a problem, the first or the last is meant
 */
export function problemBeside<Problem extends Place>(
  problems: readonly Problem[],
  here: Place | undefined,
  step: 1 | -1,
): Problem | undefined {
  const paths = [...new Set(problems.map(({ path }) => path))]
  const ordered = [...problems].sort((left, right) => distance(left, right))
  if (!here || !paths.includes(here.path)) return ordered.at(step === 1 ? 0 : -1)
  return step === 1
    ? (ordered.find((each) => distance(each, here) > 0) ?? ordered[0])
    : (ordered.findLast((each) => distance(each, here) < 0) ?? ordered.at(-1))

  function distance(left: Place, right: Place): number {
    return paths.indexOf(left.path) - paths.indexOf(right.path) || left.from - right.from
  }
}
