import type { Entity, Target } from '../connector.ts'
import { type EntityIndex, entitySchema } from './entity-index.ts'

type Values = Readonly<Record<string, unknown>>

/** Where Business Central keeps what became of a document, and what tells that a record there came of one. */
interface FinishedPlace {
  readonly set: string
  /** Holds the number that the document had; records without it came about otherwise. */
  readonly origin?: string
}

/**
 * A shipped and invoiced order is deleted: its posted invoices and shipments remain. An order that was made of a quote replaces it.
 * Posted invoices and credit memos stay in the set of the drafts, under the same id.
 */
const places: Readonly<Record<string, readonly FinishedPlace[]>> = {
  salesOrders: [
    { set: 'salesInvoices', origin: 'orderNumber' },
    { set: 'salesShipments', origin: 'orderNumber' },
  ],
  salesQuotes: [{ set: 'salesOrders' }],
}

/** A return order that was received and invoiced is a posted credit memo. No standard set makes return orders: they come by a route. */
const ofReturnOrders: readonly FinishedPlace[] = [{ set: 'salesCreditMemos' }]

export interface FinishedTarget {
  readonly target: Target
  /** What it is asked for there. */
  readonly match: Values
  /** Own name to the name there, of properties that are called otherwise. */
  readonly names: Readonly<Record<string, string>>
  readonly origin?: string
}

/** The further sets in which a record of a target may stand by now, where these have the properties that it is matched by. */
export function finishedTargets(target: Target, index: EntityIndex, match: Values): FinishedTarget[] {
  const found: FinishedTarget[] = []
  for (const { set, origin } of placesOf(target)) {
    const schema = index.get(set)
    if (!schema) continue
    const { route: _, ...own } = target
    const there: Target = { ...own, resource: set, schema }
    const names = Object.fromEntries(Object.keys(match).flatMap((name) => optional(name, nameThere(target, there, name))))
    if (!Object.keys(match).every((name) => Object.hasOwn(names, name))) continue
    const renamed = Object.fromEntries(Object.entries(match).map(([name, value]) => [names[name]!, value]))
    found.push({ target: there, match: renamed, names, ...(origin !== undefined && { origin }) })
  }
  return found
}

function optional(name: string, there: string | undefined): [string, string][] {
  return there === undefined ? [] : [[name, there]]
}

function placesOf(target: Target): readonly FinishedPlace[] {
  if (!target.route) return places[target.resource] ?? []
  const { sourceTable, properties = {} } = entitySchema(target.schema)
  const isSalesHeader = sourceTable === 'Sales Header' || Object.hasOwn(properties, 'Sell_to_Customer_No')
  return isSalesHeader && /return/i.test(target.route.address) ? ofReturnOrders : []
}

/** A property of the same name, else one of the same field: `External_Document_No` is `externalDocumentNumber` of a standard set. */
function nameThere(own: Target, there: Target, name: string): string | undefined {
  const { properties = {} } = entitySchema(there.schema)
  if (Object.hasOwn(properties, name)) return name
  const field = plainField(entitySchema(own.schema).properties?.[name]?.field ?? name)
  return Object.entries(properties).find(([, property]) => property.field !== undefined && plainField(property.field) === field)?.[0]
}

/** `Sell-to Customer No.` and `Sell_to_Customer_No` are one field: a published page makes its names of captions. */
function plainField(field: string): string {
  return field.replace(/[^A-Za-z0-9]/g, '').toLowerCase()
}

/** What the lines of a document are called in the target that they are looked for in. */
export function expandIn(target: Target, asked: Target, names: readonly string[]): string[] {
  return target === asked ? [...names] : names.flatMap((name) => (name === linesOf(asked) ? (linesOf(target) ?? []) : []))
}

/** A posted record as the document that it was: by that document's names, with its number. */
export function asDocument(asked: Target, { target, names, origin }: FinishedTarget, found: Entity): Entity {
  const [lines, askedLines] = [linesOf(target), linesOf(asked)]
  const { [lines ?? '']: rows, ...values } = found.values
  return {
    ...found,
    finished: true,
    values: {
      ...values,
      ...Object.fromEntries(Object.entries(names).map(([name, there]) => [name, values[there]])),
      ...(origin !== undefined && { number: values[origin] }),
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
