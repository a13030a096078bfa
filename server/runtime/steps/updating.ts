import { type FlowStep, type ItemPlan, isError } from '../../../engine/index.ts'
import type { Entity } from '../../connectors/connector.ts'
import { type RecordRun, problemsOf } from '../record-run.ts'
import { targetOf } from '../target-of.ts'
import { nameOf } from './confirming.ts'
import { type Derived, remember } from './remembering.ts'

/** How often a record that somebody else changed in between is read again. */
const conflictLimit = 3

/** Sends what differs from the record that is there; nothing, where nothing differs. */
export async function updateEntity(step: FlowStep, run: RecordRun, item: ItemPlan, found: Entity): Promise<Entity> {
  const session = run.session(step)
  let entity = found
  for (let attempt = 1; ; attempt++) {
    const differences = session.differences(targetOf(step, run), item.fields, entity)
    const names = [...new Set(differences.map(({ field }) => field.split(/[.[]/)[0]!))]
    if (names.length === 0) {
      run.show(step, { state: 'unchanged', found: entity.values })
      return entity
    }
    const body = Object.fromEntries(names.map((name) => [name, item.fields[name]]))
    const problems = step.check(body, 'update')
    if (problems.some(isError)) run.fail(step, ...problems)
    const change = { kind: 'update' as const, entity, body }
    const before = Object.fromEntries(names.map((name) => [name, entity.values[name]]))
    run.show(step, {
      state: 'update',
      request: await session.request(change),
      found: entity.values,
      changes: differences,
      ...(await run.lineage(step, item.index)),
    })
    if (run.context.dryRun) return { ...entity, values: { ...entity.values, ...body } }
    try {
      const { entity: updated = entity } = await session.send(change, run.sending)
      remember(step, run, item.index, restoration(step, run, updated, before))
      return updated
    } catch (error) {
      const isConflict = problemsOf(error).some((problem) => problem.class === 'conflict')
      if (!isConflict || attempt >= conflictLimit) throw error
      entity = (await session.readBack(entity, [], run.sending)) ?? entity
    }
  }
}

/** The undo of an update: puts back the values it overwrote, if the record is still as we left it. */
function restoration(step: FlowStep, run: RecordRun, updated: Entity, before: Readonly<Record<string, unknown>>): Derived {
  return {
    what: `${updated.target.resource} ${nameOf(updated)}`,
    async undo() {
      await run.session(step).send({ kind: 'update', entity: updated, body: before }, run.sending)
    },
  }
}
