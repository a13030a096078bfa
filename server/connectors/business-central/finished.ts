import type { Entity, Target } from '../connector.ts'
import { type EntityIndex, entitySchema } from './entity-index.ts'

/** Where Business Central keeps what became of a document, and what tells that a record there came of one. */
interface FinishedPlace {
  readonly set: string
  /** Holds the number that the document had; records without it came about otherwise. */
  readonly origin?: string
}

/**
 * A shipped and invoiced order is deleted: its posted shipments and invoices remain. An order that was made of a quote replaces it.
 * Posted invoices and credit memos stay in the set of the drafts, under the same id.
 */
const places: Readonly<Record<string, readonly FinishedPlace[]>> = {
  salesOrders: [
    { set: 'salesInvoices', origin: 'orderNumber' },
    { set: 'salesShipments', origin: 'orderNumber' },
  ],
  salesQuotes: [{ set: 'salesOrders' }],
}

export interface FinishedTarget {
  readonly target: Target
  readonly origin?: string
}

/** The further sets in which a record of a target may stand by now, where these have the properties that it is matched by. */
export function finishedTargets(target: Target, index: EntityIndex, match: Readonly<Record<string, unknown>>): FinishedTarget[] {
  if (target.route) return []
  return (places[target.resource] ?? []).flatMap(({ set, origin }) => {
    const schema = index.get(set)
    if (!schema || !Object.keys(match).every((name) => Object.hasOwn(schema.schema.properties ?? {}, name))) return []
    return [{ target: { ...target, resource: set, schema }, ...(origin !== undefined && { origin }) }]
  })
}

/** What the lines of a document are called in the target that they are looked for in. */
export function expandIn(target: Target, asked: Target, names: readonly string[]): string[] {
  return names.flatMap((name) => (name === linesOf(asked) ? (linesOf(target) ?? []) : name))
}

/** A posted record as the document that it was: with that document's number, and its lines by that document's name for them. */
export function asDocument({ target: asked }: { target: Target }, { target, origin }: FinishedTarget, found: Entity): Entity {
  const [lines, askedLines] = [linesOf(target), linesOf(asked)]
  const { [lines ?? '']: rows, ...values } = found.values
  return {
    ...found,
    finished: true,
    values: {
      ...values,
      ...(origin !== undefined && { number: found.values[origin] }),
      ...(rows !== undefined && askedLines !== undefined && { [askedLines]: rows }),
    },
  }
}

/** One of each document: an order may have been invoiced in several parts. */
export function distinctDocuments(found: readonly Entity[]): Entity[] {
  return [...new Map(found.toReversed().map((entity) => [String(entity.values['number']), entity])).values()].toReversed()
}

function linesOf({ resource, schema }: Target): string | undefined {
  const wanted = `${resource.replace(/s$/, '')}Lines`
  return Object.entries(entitySchema(schema).navigation ?? {}).find(([, { target }]) => target === wanted)?.[0]
}
