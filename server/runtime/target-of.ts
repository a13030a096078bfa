import type { FlowStep } from '../../engine/index.ts'
import type { Target } from '../connectors/connector.ts'
import type { RecordRun } from './record-run.ts'

/** The connector's target of a step; that it is there was checked when the flow was loaded. */
export function targetOf(step: FlowStep, run: RecordRun): Target {
  const { resource, api } = step.target!
  return run.session(step).target(resource, api)!
}
