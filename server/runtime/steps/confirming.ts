import type { FlowStep, ItemPlan } from '../../../engine/index.ts'
import type { Difference, Entity, Target } from '../../connectors/connector.ts'
import { retryRead } from '../ambiguity.ts'
import { deliveryProblem } from '../problems.ts'
import type { RecordRun } from '../record-run.ts'

/** Reads back what was made: another content than was sent is a failure, any other difference a note. */
export async function confirm(
  step: FlowStep,
  run: RecordRun,
  target: Target,
  sent: Readonly<Record<string, unknown>>,
  made: Entity,
  collections: readonly string[],
): Promise<Entity> {
  const session = run.session(step)
  const back = await retryRead(run, () => session.readBack(made, collections, run.sending))
  const { resource } = step.target!
  if (!back) run.fail(step, deliveryProblem('delivery.gone', {}, { resource, which: nameOf(made) }))
  const differences = session.differences(target, sent, back)
  const content = contentOf(differences)
  if (content.length > 0)
    run.fail(
      step,
      ...content.map(({ field, sent: value, found }) =>
        deliveryProblem('delivery.content-differs', { path: field }, { resource, field, sent: value, found }),
      ),
    )
  return back
}

/** One effect: what was made is what the step looks for, as the target writes such values. */
export function confirmMatch(step: FlowStep, run: RecordRun, { match = {} }: ItemPlan, made: Entity): void {
  const { resource } = step.target!
  const asked = Object.fromEntries(Object.entries(match).filter(([, value]) => value !== null))
  for (const { field: property, sent: sought, found } of run.session(step).differences(made.target, asked, made)) {
    if (found === undefined) continue
    run.fail(step, deliveryProblem('delivery.not-found-again', {}, { resource, which: nameOf(made), property, found, sought }))
  }
}

export function contentOf(differences: readonly Difference[]): Difference[] {
  return differences.filter(({ weight }) => weight === 'content')
}

export function describeDifferences(differences: readonly Difference[]): string {
  const shown = differences
    .slice(0, 5)
    .map(({ field, sent, found }) => `${field} is ${JSON.stringify(found) ?? 'absent'}, not ${JSON.stringify(sent) ?? 'absent'}`)
  return shown.join('; ') + (differences.length > 5 ? ` and ${differences.length - 5} more` : '')
}

/** What a record is called by people: its number, or its key. */
export function nameOf({ target, values }: Entity): string {
  const { key = ['id'] } = target.schema.schema
  const name = values['number'] ?? values['No'] ?? key.map((property) => values[property]).join(', ')
  return String(name)
}
