import {
  type FlowStep,
  type ItemPlan,
  type StepPlan,
  checkCreation,
  isError,
  isPending,
  showMatch,
  twinFound,
} from '../../../engine/index.ts'
import type { Change, Entity, Query } from '../../connectors/connector.ts'
import { isAmbiguous, settle } from '../ambiguity.ts'
import type { Question } from '../look-ups.ts'
import { pendingEntity } from '../pending.ts'
import { deliveryProblem } from '../problems.ts'
import { type RecordRun, problemsOf } from '../record-run.ts'
import { targetOf } from '../target-of.ts'
import { confirm, confirmMatch, contentOf, describeDifferences } from './confirming.ts'
import { deletion } from './deleting.ts'
import { remember } from './remembering.ts'
import { updateEntity } from './updating.ts'

type Creation = Extract<Change, { kind: 'create' }>

/** SO-X06: looks each item up, creates it where it is not there, and reads back what was made. */
export async function create(step: FlowStep, run: RecordRun, plan: StepPlan): Promise<unknown> {
  const results: unknown[] = []
  for (const item of plan.items) {
    run.item = item.index
    results.push(await createItem(step, run, item, plan))
  }
  return step.step.shape.each ? results : results[0]
}

export function questionsOfCreate(step: FlowStep, run: RecordRun, { items }: StepPlan): Question[] {
  return items.flatMap((item) => {
    const query = queryOfCreate(step, run, item)
    return query ? [{ query, cacheMs: 0 }] : []
  })
}

/** The question whether an item was ever made; none where what it is matched by is not known before an earlier write. */
function queryOfCreate(step: FlowStep, run: RecordRun, item: ItemPlan): Query | undefined {
  const values = step.step.match ? (item.match ?? {}) : scalarsOf(item.fields)
  const match = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null))
  if (Object.keys(match).length === 0 || isPending(match) || isPending(item.at)) return undefined
  const target = targetOf(step, run)
  return {
    target,
    match,
    ...(item.at && { at: item.at }),
    expand: [...collectionsOf(item.fields), ...contentsOf(target, item.fields)],
    limit: 2,
    everywhere: true,
  }
}

async function createItem(step: FlowStep, run: RecordRun, item: ItemPlan, plan: StepPlan): Promise<unknown> {
  const problems = checkCreation(step, item)
  if (problems.some(isError)) run.fail(step, ...problems)
  run.note(...problems)
  const query = queryOfCreate(step, run, item)
  const found = query ? (await run.context.lookUps.ask(run, step, [{ query, cacheMs: 0 }]))[0]! : []
  if (found.length > 1) run.fail(step, twinFound(step, { match: query!.match }))
  if (found[0]) return whenFound(step, run, item, found[0], query!)
  const entity = await make(step, run, item, query, plan.items.length > 1)
  return entity.values
}

async function whenFound(step: FlowStep, run: RecordRun, item: ItemPlan, found: Entity, query: Query): Promise<unknown> {
  const { resource } = step.target!
  const which = showMatch(query.match)
  if (step.step.onFound === 'update') return (await updateEntity(step, run, item, found)).values
  if (step.step.onFound === 'skip') {
    run.note(deliveryProblem('delivery.already-there', {}, { resource, which }))
    run.show(step, { state: 'skip', why: `${which} is there already`, found: found.values })
    run.skipped = true
    return found.values
  }
  const differences = contentOf(run.session(step).differences(targetOf(step, run), item.fields, found))
  run.show(step, {
    state: differences.length > 0 ? 'reject' : 'adopt',
    found: found.values,
    ...(differences.length > 0 && { changes: differences }),
  })
  if (differences.length > 0)
    run.fail(
      step,
      deliveryProblem('delivery.same-key-other-content', {}, { resource, which, differences: describeDifferences(differences) }),
    )
  return found.values
}

/** Creates an item, in one call or, where the step says `apart`, header and nested collections one by one. */
async function make(step: FlowStep, run: RecordRun, item: ItemPlan, query: Query | undefined, several: boolean): Promise<Entity> {
  const target = targetOf(step, run)
  const collections = collectionsOf(item.fields)
  const body = item.apart ? without(item.fields, collections) : item.fields
  const change: Creation = { kind: 'create', target, body, ...(item.at && { at: item.at }) }
  const session = run.session(step)
  const at = several ? { item: item.index } : {}
  run.show(step, { state: 'send', ...at, request: await session.request(change), ...(await run.lineage(step, item.index)) })
  if (run.context.dryRun) {
    const pending = pendingEntity(step.name, target, item.fields)
    if (item.apart)
      for (const [index, child] of childrenOf(step, run, item, pending).entries())
        run.show(step, { state: 'send', item: index, request: await session.request(child) })
    return pending
  }
  const entity = await sendCreate(step, run, change, query)
  remember(step, run, item.index, deletion(step, run, entity))
  if (item.apart)
    for (const child of childrenOf(step, run, item, entity)) {
      const line = await sendCreate(step, run, child, undefined)
      remember(step, run, item.index, deletion(step, run, line))
    }
  const made = await confirm(step, run, target, item.fields, entity, collections)
  confirmMatch(step, run, item, made)
  return made
}

function childrenOf(step: FlowStep, run: RecordRun, item: ItemPlan, parent: Entity): Creation[] {
  return collectionsOf(item.fields).flatMap((collection) => {
    const target = run.session(step).target(collection, step.target!.api)!
    return (item.fields[collection] as Record<string, unknown>[]).map((body) => ({ kind: 'create' as const, target, body, parent }))
  })
}

/** Sends a creation; where its outcome is not known, looks whether it was made before anything else is done. */
async function sendCreate(step: FlowStep, run: RecordRun, change: Creation, query: Query | undefined): Promise<Entity> {
  try {
    const { entity } = await run.session(step).send(change, run.sending)
    return entity ?? { target: change.target, values: change.body }
  } catch (error) {
    if (!isAmbiguous(problemsOf(error)) || !query) throw error
    const made = await settle(step, run, query)
    if (!made) throw error
    return made
  }
}

function scalarsOf(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => typeof value !== 'object'))
}

function collectionsOf(fields: Readonly<Record<string, unknown>>): string[] {
  return Object.keys(fields).filter((name) => Array.isArray(fields[name]))
}

/** Files are the same only if their bytes are. */
function contentsOf({ schema }: Query['target'], fields: Readonly<Record<string, unknown>>): string[] {
  return Object.keys(fields).filter((name) => schema.schema.properties?.[name]?.contentEncoding !== undefined)
}

function without(fields: Readonly<Record<string, unknown>>, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !names.includes(name)))
}
