import type { Problem } from '../problem.ts'
import type { FlowStep, ItemPlan, Words } from './program.ts'
import { flowProblem } from './problems.ts'

/** An item of a step is not there: told in the step's own words where it has some. */
export function notFound(step: FlowStep, item: ItemPlan, own: Words): Problem {
  return { ...flowProblem('delivery.not-found', { step: step.name }, soughtBy(step, item)), ...own }
}

/** Which of the records that were found is meant cannot be known. */
export function twinFound(step: FlowStep, item: Pick<ItemPlan, 'at' | 'match'>): Problem {
  return flowProblem('delivery.twin-found', { step: step.name }, soughtBy(step, item))
}

function soughtBy({ step, target }: FlowStep, { at, match }: Pick<ItemPlan, 'at' | 'match'>): { resource: string; which: string } {
  return { resource: target?.resource ?? step.resource?.resource ?? '', which: showMatch({ ...at, ...match }) }
}

/** `number = 1001, customerNumber = C10` */
export function showMatch(values: Readonly<Record<string, unknown>>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name} = ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(', ')
}
