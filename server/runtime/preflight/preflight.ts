import { randomUUID } from 'node:crypto'
import type { FlowOutline } from '../../../engine/index.ts'
import type { FlowEvaluation } from '../../../engine/pool/index.ts'
import type { Clock } from '../../clock.ts'
import type { SendOptions, Session } from '../../connectors/connector.ts'
import { LookUps } from '../look-ups.ts'
import { RecordRun } from '../record-run.ts'
import { type Check, attempt, endsEverything, gap, inOrder, notChecked } from './check.ts'
import { type NeedsOfSystem, checkPermissions, checkRoutes } from './connection-checks.ts'
import { checkSteps } from './flow-checks.ts'

export interface PreflightRequest {
  readonly systems: readonly NeedsOfSystem[]
  /** The package's flow of checks, and the record that it starts from. */
  readonly flow?: { readonly program: FlowOutline; readonly evaluation: FlowEvaluation; readonly record: () => Promise<unknown> }
  readonly sessions: ReadonlyMap<string, Session>
  readonly clock: Clock
}

/** Everything that can be found out about an integration before its first record, in the order in which one thing rests on another. */
export async function preflight(request: PreflightRequest): Promise<Check[]> {
  const options: SendOptions = { correlationId: randomUUID() }
  const checks: Check[] = []
  for (const { system, preflight: look } of request.systems) {
    const name = `connection ${system}`
    checks.push(
      await attempt(name, async () => {
        await look.connection(options)
        return inOrder(name)
      }),
    )
  }
  if (checks.some(endsEverything)) return [...checks, notChecked('all else', 'a connection cannot be used')]
  for (const needs of request.systems) checks.push(...(await checkRoutes(needs, options)))
  const unusable = new Set(checks.filter(({ state }) => state === 'gap').map(({ name }) => name.replace(/^route /, '')))
  checks.push(...(await checkFlow(request, unusable, options)))
  for (const needs of request.systems) checks.push(...(await checkPermissions(needs, options)))
  return checks
}

async function checkFlow(
  { flow, sessions, clock }: PreflightRequest,
  unusable: ReadonlySet<string>,
  options: SendOptions,
): Promise<Check[]> {
  if (!flow) return []
  const name = flow.program.flow.flow.name
  let record: unknown
  const first = await attempt(name, async () => {
    record = await flow.record()
    return inOrder(name)
  })
  if (first.state === 'gap') return [first]
  // Each look-up for itself: what one may not read says nothing of the others.
  const { program, evaluation } = flow
  const context = { program, evaluation, sessions, clock, lookUps: new LookUps(clock, async () => []), dryRun: false }
  const { key, problems } = await evaluation.admit(record)
  if (key === undefined) return [gap(name, problems)]
  return checkSteps(new RecordRun(context, record, key, options.correlationId!), unusable)
}
