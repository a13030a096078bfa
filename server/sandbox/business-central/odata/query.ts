import type { Entity } from '../contract/entity.ts'
import { badRequest, invalidUrl, notImplemented } from '../refusal.ts'
import { compileFilter, propertyOf, type CompiledFilter } from './filter.ts'
import { parseFilter } from './filter-syntax.ts'

/** What a client asks to see, checked against the entity. */
export interface Query {
  select?: ReadonlySet<string>
  expand: readonly { name: string; query: Query }[]
  filter?: CompiledFilter
  orderBy: readonly { property: string; descending: boolean }[]
  top?: number
  skip: number
  count: boolean
  skipToken?: string
}

/** Options by name without `$`; a name may stand once. */
export type Options = ReadonlyMap<string, string>

const known = new Set(['filter', 'select', 'expand', 'orderby', 'top', 'skip', 'count', 'skiptoken', 'schemaversion', 'format'])
const missing = new Set(['search', 'apply', 'compute', 'deltatoken', 'levels'])

export function systemOptions(parameters: URLSearchParams): Options {
  const options = new Map<string, string>()
  for (const [key, value] of parameters) {
    if (!key.startsWith('$')) continue
    const name = key.slice(1)
    if (missing.has(name)) throw notImplemented(`The query option '$${name}' is not supported.`)
    if (!known.has(name)) throw badRequest(`The query parameter '$${name}' is not supported.`)
    if (options.has(name)) throw badRequest(`Query option '$${name}' was specified more than once, but it must be specified at most once.`)
    options.set(name, value)
  }
  return options
}

/** Finds the entity at the end of a navigation, for what is expanded. */
export type EntityOf = (set: string) => Entity

export function parseQuery(options: Options, entity: Entity, entityOf: EntityOf, depth = 0): Query {
  const schemaVersion = Number(options.get('schemaversion') ?? '1.0')
  const filter = options.get('filter')
  const top = options.get('top')
  const skipToken = options.get('skiptoken')
  const select = parseSelect(options.get('select'), entity)
  return {
    ...(select && { select }),
    expand: parseExpand(options.get('expand'), entity, entityOf, depth),
    ...(filter !== undefined && filter.trim() !== '' && { filter: compileFilter(parseFilter(filter), entity, schemaVersion) }),
    orderBy: parseOrder(options.get('orderby'), entity),
    ...(top !== undefined && { top: wholeNumber('$top', top) }),
    skip: wholeNumber('$skip', options.get('skip') ?? '0'),
    count: parseCount(options.get('count')),
    ...(skipToken !== undefined && { skipToken }),
  }
}

function wholeNumber(name: string, text: string): number {
  if (!/^\d{1,9}$/.test(text.trim()))
    throw badRequest(
      `Invalid value '${text.slice(0, 50)}' for ${name} query option found. The ${name} query option requires a non-negative integer value.`,
    )
  return Number(text)
}

function parseCount(text: string | undefined): boolean {
  if (text === undefined || text === 'false') return false
  if (text === 'true') return true
  throw badRequest(`Invalid value '${text.slice(0, 50)}' for $count query option found. Valid values are 'true' and 'false'.`)
}

function parseSelect(text: string | undefined, entity: Entity): Set<string> | undefined {
  if (text === undefined || text.trim() === '') return undefined
  const names = text.split(',').map((name) => name.trim())
  if (names.includes('*')) return undefined
  for (const name of names)
    if (!entity.properties.has(name) && !entity.navigation.has(name))
      throw badRequest(`Could not find a property named '${name}' on type 'Microsoft.NAV.${entity.name}'.`)
  return new Set(names)
}

function parseOrder(text: string | undefined, entity: Entity): Query['orderBy'] {
  if (text === undefined || text.trim() === '') return []
  return text.split(',').map((part) => {
    const [name = '', direction = 'asc', ...more] = part.trim().split(/\s+/)
    if (more.length > 0 || (direction !== 'asc' && direction !== 'desc')) throw invalidUrl(`Syntax error in the $orderby option '${text}'.`)
    return { property: propertyOf(entity, name).name, descending: direction === 'desc' }
  })
}

function parseExpand(text: string | undefined, entity: Entity, entityOf: EntityOf, depth: number): Query['expand'] {
  if (text === undefined || text.trim() === '') return []
  if (depth >= 10) throw badRequest('The request includes a $expand path which is too deep. The maximum depth allowed is 10.')
  return splitOutside(text, ',').map((part) => {
    const [, name = '', , inner] = /^\s*([\w.]+)\s*(\((.*)\))?\s*$/s.exec(part) ?? []
    const navigation = entity.navigation.get(name)
    if (!navigation) throw badRequest(`Could not find a property named '${name || part.trim()}' on type 'Microsoft.NAV.${entity.name}'.`)
    return { name, query: parseQuery(innerOptions(inner ?? ''), entityOf(navigation.target), entityOf, depth + 1) }
  })
}

function innerOptions(text: string): Options {
  const parameters = new URLSearchParams()
  for (const part of splitOutside(text, ';')) {
    const equals = part.indexOf('=')
    if (part.trim() === '') continue
    if (equals < 0) throw invalidUrl(`Syntax error in the $expand option '${text.slice(0, 200)}'.`)
    parameters.append(part.slice(0, equals).trim(), part.slice(equals + 1))
  }
  return systemOptions(parameters)
}

/** Splits where a separator stands outside brackets and quotes. */
function splitOutside(text: string, separator: string): string[] {
  const parts: string[] = []
  let [start, depth, quoted] = [0, 0, false]
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at]
    if (character === "'") quoted = !quoted
    else if (!quoted && character === '(') depth += 1
    else if (!quoted && character === ')') depth -= 1
    else if (!quoted && depth === 0 && character === separator) {
      parts.push(text.slice(start, at))
      start = at + 1
    }
  }
  parts.push(text.slice(start))
  return parts
}
