import { type FlowStep, type Problem, isError } from '../../../engine/index.ts'
import type { RecordRun } from '../record-run.ts'
import { execute } from '../run-record.ts'
import { type Check, attempt, endsEverything, gap, inOrder, notChecked } from './check.ts'

/**
 * JU-09 to JU-12: the steps of a preflight flow, each for itself. A step that fails is a gap, and the next one goes on: all that is
 * missing is told at once.
 */
export async function checkSteps(run: RecordRun, unusable: ReadonlySet<string>): Promise<Check[]> {
  const checks: Check[] = []
  for (const step of run.context.program.steps) {
    const check = await checkStep(step, run, unusable)
    checks.push(check)
    run.finished.add(step.name)
    if (endsEverything(check)) break
  }
  return checks
}

async function checkStep(step: FlowStep, run: RecordRun, unusable: ReadonlySet<string>): Promise<Check> {
  const { name, target } = step
  const { verb, resource } = step.step
  if (verb !== 'find' && verb !== 'require') return notChecked(name, `a preflight does no ${verb}`)
  if (resource && !target) return notChecked(name, `the connection has no route “${resource.resource}”`)
  if (resource && unusable.has(`${resource.system}.${resource.resource}`))
    return notChecked(name, `route “${resource.resource}” is not in order`)
  return attempt(name, async () => {
    const plan = await run.planOf(step)
    const errors = plan.problems.filter(isError)
    if (errors.length > 0) return gap(name, errors.map(located(run, step)))
    if (!plan.applies || plan.items.length === 0) return notChecked(name, 'the settings name nothing to check')
    const before = run.notes.length
    const result = await execute(step, run)
    if (result !== undefined) run.steps[name] = result
    const noted = run.notes.slice(before)
    return noted.length > 0 ? gap(name, noted.map(asError)) : inOrder(name)
  })
}

/** A step that warns lets the others go on; what is missing is missing all the same. */
function asError(problem: Problem): Problem {
  return { ...problem, severity: 'error' }
}

function located(run: RecordRun, step: FlowStep): (problem: Problem) => Problem {
  return (problem) => run.located(problem, step.name)
}
