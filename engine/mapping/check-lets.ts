import { type Value as KnownValue, analyseExpression, builtIns, types } from '../expression/index.ts'
import { keyPlaceOf, placeOf } from '../document/node.ts'
import type { Problem } from '../problem.ts'
import { compileExpression } from '../expression/index.ts'
import { checkExpression } from './check-expression.ts'
import type { CheckScope } from './check-scope.ts'
import type { DataShape } from './data-shape.ts'
import { mappingProblem } from './problems.ts'
import type { Let } from './shape.ts'

/** Names that the language gives a meaning itself. */
const given: Record<string, string> = {
  source: 'record',
  settings: 'settings',
  steps: 'results of steps',
  key: 'key of the record',
  index: 'index of the item',
}

export interface CheckedLets {
  /** The scope with the lets in it. */
  readonly scope: CheckScope
  readonly problems: readonly Problem[]
}

/** Checks named values, in the order in which they need each other, and adds them to what can be seen below. */
export function checkLets(lets: readonly Let[], scope: CheckScope): CheckedLets {
  const checker = new LetChecker(lets, scope)
  for (const each of lets) checker.valueOf(each)
  return { scope: { ...scope, variables: checker.variables }, problems: checker.problems }
}

class LetChecker {
  readonly lets: ReadonlyMap<string, Let>
  readonly scope: CheckScope
  readonly variables: Record<string, KnownValue<DataShape>>
  readonly problems: Problem[] = []
  readonly #open: string[] = []
  readonly #done = new Set<string>()

  constructor(lets: readonly Let[], scope: CheckScope) {
    this.lets = new Map(lets.map((each) => [each.name, each]))
    this.scope = scope
    this.variables = { ...scope.variables }
  }

  valueOf(named: Let): void {
    const { name, value } = named
    if (this.#done.has(name)) return
    const circle = this.#open.indexOf(name)
    if (circle >= 0) return this.#tellCircle(named, [...this.#open.slice(circle), name])
    this.#checkName(named)
    // Outside its own circle a name is unknown until it is done, also where a layer above has it.
    this.variables[name] = { types: types.ANYTHING }
    if (value.kind === 'constant') this.variables[name] = { types: typesOfConstant(value.value) }
    else {
      this.#open.push(name)
      for (const read of analyseExpression(value.text).variables) if (this.lets.has(read.name)) this.valueOf(this.lets.get(read.name)!)
      this.#open.pop()
      const scope = { ...this.scope, variables: this.variables, at: { ...this.scope.at, field: fieldOf(this.scope, name) } }
      const { analysis, problems } = checkExpression(value, scope)
      this.variables[name] = analysis.value
      this.problems.push(...problems, ...(problems.length === 0 ? exampleProblems(named) : []))
    }
    this.#done.add(name)
  }

  #checkName({ name, entry }: Let): void {
    const what = builtIns.has(name) ? 'built-in function' : given[name]
    if (what) this.problems.push(mappingProblem('mapping.let-hides', { ...keyPlaceOf(entry), ...this.scope.at }, { name, what }))
  }

  #tellCircle({ name, entry }: Let, circle: readonly string[]): void {
    this.problems.push(
      mappingProblem('mapping.let-circle', { ...keyPlaceOf(entry), ...this.scope.at }, { name, circle: circle.join(' → ') }),
    )
  }
}

/** AC-30: a function of one's own is tested by its examples. */
function exampleProblems({ name, value, examples }: Let): Problem[] {
  if (value.kind !== 'expression') return []
  return examples.flatMap(({ arguments: values, result, node }, index) => {
    const call = `(${value.text})(${values.map((argument) => JSON.stringify(argument)).join(', ')})`
    const found = attempt(call)
    if (JSON.stringify(found) === JSON.stringify(result)) return []
    const parameters = { number: index + 1, name, found: JSON.stringify(found) ?? 'nothing', expected: JSON.stringify(result) }
    return [mappingProblem('mapping.example-fails', placeOf(node), parameters)]
  })
}

function attempt(expression: string): unknown {
  try {
    return compileExpression(expression, { profile: 'document' }).evaluate(undefined)
  } catch (error) {
    return (error as Error).message
  }
}

function fieldOf({ at }: CheckScope, name: string): string {
  return at.field ? `${at.field}.$${name}` : `$${name}`
}

function typesOfConstant(value: unknown): number {
  if (value === null) return types.NULL
  if (Array.isArray(value)) return types.ARRAY
  return (
    { string: types.STRING, number: types.NUMBER, boolean: types.BOOLEAN, object: types.OBJECT }[typeof value as 'string'] ?? types.ANYTHING
  )
}
