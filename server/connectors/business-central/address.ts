import { ProblemError, type SchemaView } from '../../../engine/index.ts'
import type { Route, Target } from '../connector.ts'
import { type EntityIndex, entitySchema, localName } from './entity-index.ts'
import { odataLiteral } from './literal.ts'
import { businessCentralProblem } from './problems.ts'

/** Where something stands, below the root of the server. */
export interface Address {
  /** `api/v2.0`, `api/PUBLISHER/GROUP/VERSION` or `ODataV4`: a `$batch` holds requests of one service. */
  readonly service: string
  /** Below the service, percent-encoded. */
  readonly path: string
  /** Parameters that the address needs, whatever is asked besides. */
  readonly query?: Readonly<Record<string, string>>
  /** It leads to one record, not to a set. */
  readonly single?: boolean
}

export interface Company {
  readonly id: string
  readonly name: string
}

type Values = Readonly<Record<string, unknown>>

/** The set that a target stands for. `at` names the record above it, or fills the placeholders of a route. */
export function setAddress(target: Target, index: EntityIndex, company: Company, at: Values = {}, match: Values = {}): Address {
  if (target.route) return routeAddress(target.route, company, at)
  const { entitySet = target.resource, topLevel, parentKey, apiRoute } = entitySchema(target.schema)
  const service = apiRoute === undefined ? `api/${target.api ?? ''}` : `api/${apiRoute}`
  if (topLevel === true) return { service, path: entitySet }
  const companyPath = `companies(${company.id})`
  const parent = parentOf(target, index, at, topLevel === false && parentKey !== undefined ? match[parentKey] : undefined)
  if (!parent) return { service, path: `${companyPath}/${entitySet}` }
  const key = keyOf(parent.view, { id: parent.id })
  return { service, path: `${companyPath}/${parent.entitySet}${key}/${parent.navigation}`, single: parent.isSingle }
}

/** The record that has these values, in the set of an address. */
export function recordAddress(set: Address, view: SchemaView, values: Values): Address {
  return set.single ? set : { ...set, path: set.path + keyOf(view, values), single: true }
}

/** The set below a record that holds the entities of a target. */
export function childAddress(parent: Address, parentView: SchemaView, target: Target): Address {
  const set = entitySchema(target.schema).entitySet ?? target.resource
  const link = Object.entries(entitySchema(parentView).navigation ?? {}).find(([, to]) => to.target === set)
  return { service: parent.service, path: `${parent.path}/${link?.[0] ?? set}`, single: link?.[1].many === false }
}

export function formatAddress({ service, path, query }: Address): string {
  const parameters = Object.entries(query ?? {}).map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
  return `${service}/${path}${parameters.length > 0 ? `?${parameters.join('&')}` : ''}`
}

/** Reads back what `formatAddress` wrote of a record. */
export function parseAddress(text: string): Address {
  const match = /^(ODataV4|api\/(?:v\d+\.\d+|beta)|api\/[^/]+\/[^/]+\/[^/]+)\/(.+)$/.exec(text)
  if (!match) throw new Error(`no address of Business Central: ${text}`)
  return { service: match[1]!, path: match[2]!, single: true }
}

/** Why the address of a route cannot be one, in words; undefined where it can. */
export function routeFault({ kind, address }: Route): string | undefined {
  if (/\s|[?#]/.test(address)) return 'An address has no white space, no query and no fragment.'
  const { rest } = routeParts(kind, address)
  if (rest === '') return kind === 'api' ? 'A custom API is named by publisher, group, version and set.' : 'It has no name.'
  if (kind !== 'api' && !isApiAction(kind, address) && /^(?!Company\().*\//.test(rest))
    return 'A published page has one name, without slashes.'
  return undefined
}

function routeAddress(route: Route, company: Company, at: Values): Address {
  const { service, rest } = routeParts(route.kind, route.address)
  const filled = fillPlaceholders(route.address, rest, { company: company.id, companyName: company.name, ...at })
  const single = filled.endsWith(')')
  if (service !== 'ODataV4')
    return { service, path: filled.startsWith('companies') ? filled : `companies(${company.id})/${filled}`, single }
  if (route.kind === 'action') return { service, path: filled, query: { company: company.name } }
  return { service, path: filled.startsWith('Company(') ? filled : `Company('${quotedKey(company.name)}')/${filled}`, single }
}

/** The service that a route belongs to: it has a `$metadata` of its own. */
export function routeService({ kind, address }: Pick<Route, 'kind' | 'address'>): string {
  return routeParts(kind, address).service
}

function routeParts(kind: Route['kind'], address: string): { service: string; rest: string } {
  if (kind !== 'api' && !isApiAction(kind, address)) return { service: 'ODataV4', rest: address.replace(/^\/?(ODataV4\/)?/, '') }
  const segments = address.replace(/^\/?(api\/)?/, '').split('/')
  const length = /^(v\d+\.\d+|beta)$/.test(segments[0] ?? '') ? 1 : 3
  return { service: ['api', ...segments.slice(0, length)].join('/'), rest: segments.slice(length).join('/') }
}

/** A bound action stands below a record of an API; an unbound one is a web service. */
function isApiAction(kind: Route['kind'], address: string): boolean {
  return kind === 'action' && /^\/?api\//.test(address)
}

function fillPlaceholders(address: string, path: string, values: Values): string {
  return path.replace(/\{([\w.]+)\}/g, (_, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined
    if (value === undefined || value === null || value === '')
      throw new ProblemError(businessCentralProblem('bc.placeholder-missing', {}, { address, placeholder: name }))
    return quotedKey(String(value as string))
  })
}

function quotedKey(text: string): string {
  return encodeURIComponent(text.replaceAll("'", "''"))
}

/** `(5d115c9c-…)`, or `(Document_Type='Order',No='1001')` where several properties make the key. */
function keyOf(view: SchemaView, values: Values): string {
  const names = view.schema.key ?? ['id']
  const literals = names.map((name) => encodeURIComponent(odataLiteral(name, view.schema.properties?.[name], values[name])))
  return names.length === 1 ? `(${literals[0]!})` : `(${names.map((name, index) => `${name}=${literals[index]!}`).join(',')})`
}

interface Parent {
  readonly view: SchemaView
  readonly entitySet: string
  readonly navigation: string
  readonly isSingle: boolean
  readonly id: unknown
}

/** The record above a set: named in `at` by its kind or the end of it (`item`, `journal`), or by the key that the set is matched by. */
function parentOf(target: Target, index: EntityIndex, at: Values, matched: unknown): Parent | undefined {
  const [name, id] = Object.entries(at)[0] ?? [undefined, matched]
  if (id === undefined) return undefined
  const set = entitySchema(target.schema).entitySet ?? target.resource
  const parents = [...index].flatMap(([entitySet, view]) =>
    Object.entries(entitySchema(view).navigation ?? {})
      .filter(([, to]) => to.target === set && !to.generated)
      .map(([navigation, to]) => ({ view, entitySet, navigation, isSingle: !to.many, id })),
  )
  const named = name === undefined ? parents : parents.filter((parent) => isNamed(parent, name))
  const chosen = named.length > 0 ? named : parents
  if (chosen.length === 1) return chosen[0]
  const exact = chosen.find(({ view }) => localName(view) === name)
  if (exact) return exact
  if (name === undefined) return chosen.find(({ entitySet }) => entitySchema(target.schema).containedIn?.includes(entitySet))
  const kinds = parents.map(({ view }) => localName(view))
  throw new ProblemError(
    businessCentralProblem('bc.parent-unclear', {}, { set, name, parents: kinds.join(', ') || 'none', example: kinds[0] ?? 'item' }),
  )
}

function isNamed({ view, entitySet }: Parent, name: string): boolean {
  return entitySet === name || localName(view).toLowerCase().endsWith(name.toLowerCase())
}
