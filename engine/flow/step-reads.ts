import { analyseExpression, types } from '../expression/index.ts'
import type { Let, Value } from '../mapping/shape.ts'

/** The names of the steps whose results some values read, also by way of the lets that they read. */
export function stepsRead(values: readonly (Value | undefined)[], lets: readonly Let[]): ReadonlySet<string> {
  const steps = new Set<string>()
  const seen = new Set<string>()
  const pending = values.flatMap((value) => (value?.kind === 'expression' ? [value.text] : []))
  for (let text = pending.pop(); text !== undefined; text = pending.pop()) {
    const { reads, variables } = analyseExpression(text, {
      variables: { steps: { types: types.ANYTHING, origin: { root: 'steps', path: [] } } },
    })
    for (const { origin } of reads) if (origin.root === 'steps' && origin.path[0] !== undefined) steps.add(origin.path[0])
    for (const { name } of variables) {
      const named = lets.find((each) => each.name === name)
      if (!named || seen.has(name)) continue
      seen.add(name)
      if (named.value.kind === 'expression') pending.push(named.value.text)
    }
  }
  return steps
}
