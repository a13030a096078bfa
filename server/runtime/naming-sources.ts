import { type ExplainedValue, type FlowStep, type Problem, isError, showPath } from '../../engine/index.ts'
import type { RecordRun } from './record-run.ts'

/** More names than these help nobody. */
const namedAtMost = 4

/**
 * Names in problems of a step's fields the fields of the record that they come from: that is where a person mends them. It costs a trace, so
 * it is done for records that failed alone.
 */
export async function nameSources(problems: readonly Problem[], step: FlowStep, run: RecordRun): Promise<Problem[]> {
  if (!problems.some((problem) => isOfField(problem))) return [...problems]
  const values = await run.context.evaluation.lineage(step, run.scope, run.item)
  return problems.map((problem) => {
    const sources = isOfField(problem) ? sourcesOf(problem, values) : []
    if (sources.length === 0) return problem
    const shown = [...sources.slice(0, namedAtMost), ...(sources.length > namedAtMost ? ['…'] : [])].join(', ')
    return { ...problem, message: `${problem.message} (from ${shown})`, parameters: { ...problem.parameters, sources } }
  })
}

function isOfField(problem: Problem): boolean {
  const { at, code, parameters } = problem
  const isOfField = at.path !== undefined || at.field !== undefined || code === 'mapping.required-missing' || 'properties' in parameters
  return isError(problem) && parameters['sources'] === undefined && isOfField
}

function sourcesOf(problem: Problem, values: readonly ExplainedValue[]): string[] {
  const concerned = valuesOf(problem, values)
  return [...new Set(concerned.flatMap(culprits).map(({ path }) => showPath(path)))]
}

/** Of what a value was made of, the leaf that it is; else all that there are. Where it is missing, what was looked for in vain. */
function culprits({ value, sources }: ExplainedValue): ExplainedValue['sources'] {
  const same = sources.filter((source) => source.value === value)
  return same.length > 0 ? same : sources
}

function valuesOf({ at, parameters }: Problem, values: readonly ExplainedValue[]): readonly ExplainedValue[] {
  const names = [...String(parameters['properties'] ?? '').matchAll(/“([^”]+)”/g)].map((match) => match[1]!)
  const leaves = values.filter(({ kind }) => kind === 'leaf')
  const [, item] = / \(item (\d+)\)$/.exec(at.field ?? '') ?? []
  if (item !== undefined) {
    const field = at.field!.replace(/ \(item \d+\)$/, '')
    const ofField = leaves.filter((each) => each.field === field)
    return ofField.slice(Number(item) - 1, Number(item))
  }
  const parent = at.path ?? (names.length > 0 ? '' : (at.field ?? ''))
  const paths = names.length > 0 ? names.map((name) => (parent === '' ? name : `${parent}.${name}`)) : [parent]
  const exact = leaves.filter(({ path }) => paths.includes(showPath(path)))
  // A refusal of header and lines together may tell the property alone, not the line.
  return exact.length > 0 ? exact : leaves.filter(({ path }) => paths.includes(showPath(path.filter((part) => typeof part === 'string'))))
}
