import type { Entity, Query, Target } from '../connector.ts'
import { type Address, type Company, setAddress } from './address.ts'
import { isStream } from './body.ts'
import type { ClientRequest } from './client.ts'
import { toEntity } from './entity.ts'
import type { EntityIndex } from './entity-index.ts'
import { type FinishedTarget, asDocument, distinctDocuments, expandIn, finishedTargets } from './finished.ts'
import { odataLiteral } from './literal.ts'
import { isSameValue } from './same-value.ts'

/** One request that helps to answer a question. */
export interface Probe {
  readonly query: Query
  readonly target: Target
  readonly request: ClientRequest
  readonly set: Address
  readonly match: Readonly<Record<string, unknown>>
  /** Where what was finished is looked for: a set that this installation lacks is no failure. */
  readonly finished?: FinishedTarget
}

/** The requests that a question needs: its own set, and where it is asked for everywhere, those of what was finished. */
export function probesOf(query: Query, index: EntityIndex, company: Company): Probe[] {
  const own = probeOf(query, query.target, index, company)
  if (!query.everywhere) return [own]
  return [
    own,
    ...finishedTargets(query.target, index, query.match).map((finished) => probeOf(query, finished.target, index, company, finished)),
  ]
}

function probeOf(query: Query, target: Target, index: EntityIndex, company: Company, finished?: FinishedTarget): Probe {
  const { at, limit } = query
  const { nested: expand } = readAlong(query)
  const match = finished?.match ?? query.match
  const set = setAddress(target, index, company, finished ? {} : at, match)
  const filter = set.single ? '' : filterOf(target, match)
  const expanded = expandIn(target, query.target, expand)
  return {
    query,
    target,
    set,
    match,
    ...(finished && { finished }),
    request: {
      method: 'GET',
      address: set,
      query: {
        ...(filter !== '' && { $filter: filter }),
        ...(expanded.length > 0 && { $expand: expanded.join(',') }),
        ...(limit !== undefined && !set.single && { $top: String(limit) }),
      },
      resource: target.resource,
      view: target.schema,
      writes: false,
      expects: 'object',
    },
  }
}

/** No record has a text that its property has no room for, or that no database takes; a filter with one is refused. */
export function canBeAnswered({ target, match }: Query): boolean {
  return Object.entries(match).every(([name, value]) => {
    const limit = target.schema.schema.properties?.[name]?.maxLength
    return typeof value !== 'string' || ((limit === undefined || value.length <= limit) && !/[\0\ud800-\udfff]/u.test(value))
  })
}

/** Contents are no part of a record's answer: they are read one by one. */
export function readAlong({ target, expand = [] }: Query): { nested: string[]; contents: string[] } {
  const properties = target.schema.schema.properties ?? {}
  const isContent = (name: string) => isStream(properties[name] ?? {})
  return { nested: expand.filter((name) => !isContent(name)), contents: expand.filter(isContent) }
}

function filterOf(target: Target, match: Readonly<Record<string, unknown>>): string {
  return Object.entries(match)
    .map(([name, value]) => `${name} eq ${odataLiteral(name, target.schema.schema.properties?.[name], value)}`)
    .join(' and ')
}

/** The records in an answer that are those asked for: Business Central ignores a filter that it does not understand, so each is compared. */
export function entitiesIn({ match, target, set }: Probe, json: Readonly<Record<string, unknown>>): Entity[] {
  const rows = (Array.isArray(json['value']) ? json['value'] : [json]) as Record<string, unknown>[]
  // API v1.0 answers a list where there is one at most.
  const place = Array.isArray(json['value']) ? { ...set, single: false } : set
  return rows.map((row) => toEntity(target, place, row)).filter((entity) => isMatch(entity, match))
}

function isMatch({ target, values }: Entity, match: Readonly<Record<string, unknown>>): boolean {
  return Object.entries(match).every(([name, wanted]) => {
    const schema = target.schema.schema.properties?.[name]
    const found = values[name]
    if (isSameValue(schema, wanted, found)) return true
    return typeof wanted === 'string' && typeof found === 'string' && wanted.trim().toLowerCase() === found.trim().toLowerCase()
  })
}

/** What a question is answered by: the open records, else what became of them. */
export function answerOf(answers: readonly { probe: Probe; found: readonly Entity[] }[]): readonly Entity[] {
  const open = answers.filter(({ probe }) => !probe.finished).flatMap(({ found }) => found)
  if (open.length > 0) return open
  const finished = answers.flatMap(({ probe, found }) =>
    probe.finished
      ? found
          .filter(({ values }) => probe.finished!.origin === undefined || values[probe.finished!.origin])
          .map((entity) => asDocument(probe.query.target, probe.finished!, entity))
      : [],
  )
  return distinctDocuments(finished)
}
