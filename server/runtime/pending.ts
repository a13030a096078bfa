import { pendingValues } from '../../engine/index.ts'
import type { Entity, Target } from '../connectors/connector.ts'

/** What a write would return, for the steps after it in a dry run: what was sent, and a mark for what the target fills in itself. */
export function pendingEntity(step: string, target: Target, body: Readonly<Record<string, unknown>>): Entity {
  return { target, values: { ...pendingValues(step, target.schema), ...body } }
}
