import type { Tree } from '../../engine/expression/1-parse/tree.ts'
import type { Json } from './data.ts'
import { differences } from './differences.ts'
import { mendedJsonata, type Mend } from './mended.ts'
import { oracle, type Outcome, parseForOracle } from './oracle.ts'
import { isSame } from './same.ts'

/** Two outcomes that are not the same. */
export interface Disagreement {
  tree: Tree
  input: Json | undefined
  theirs: Outcome
  ours: Outcome
}

/** The name of the deliberate difference that two outcomes differ by, if it is one. */
export async function explain(disagreement: Disagreement): Promise<string | undefined> {
  const { tree, input, ours } = disagreement
  const plain = plainReason(disagreement)
  if (plain !== undefined) return plain
  const outcomeOf = (mends: readonly Mend[]) => {
    const jsonata = mendedJsonata(mends)
    return oracle(parseForOracle(tree.text, jsonata), input, jsonata)
  }
  const mendable = differences.filter(({ mend }) => mend !== undefined)
  const effective: typeof mendable = []
  for (const each of mendable) {
    const theirs = await outcomeOf([each.mend!])
    if (isSame(theirs, ours)) return each.name
    if (!isSame(theirs, disagreement.theirs)) effective.push(each)
  }
  // Several may come together, and with the plain ones.
  const theirs = await outcomeOf(mendable.map(({ mend }) => mend!))
  const isExplained = isSame(theirs, ours) || plainReason({ ...disagreement, theirs }) !== undefined
  return isExplained ? (effective[0] ?? mendable[0])!.name : undefined
}

function plainReason({ tree, theirs, ours }: Disagreement): string | undefined {
  return differences.find((each) => each.explains?.(tree, theirs, ours))?.name
}
