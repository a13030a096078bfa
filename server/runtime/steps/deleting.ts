import type { FlowStep } from '../../../engine/index.ts'
import type { Entity } from '../../connectors/connector.ts'
import type { RecordRun } from '../record-run.ts'
import { nameOf } from './confirming.ts'
import type { Derived } from './remembering.ts'

/** The undo of a creation: deletes what was made, as it is now; what is gone already counts as undone. */
export function deletion(step: FlowStep, run: RecordRun, made: Entity): Derived {
  return {
    what: `${made.target.resource} ${nameOf(made)}`,
    async undo() {
      const session = run.session(step)
      const now = await session.readBack(made, [], run.sending)
      if (now) await session.send({ kind: 'delete', entity: now }, run.sending)
    },
  }
}
