import { convert, guidPattern } from '../contract/convert.ts'
import type { Property } from '../contract/entity.ts'
import { related } from '../odata/navigate.ts'
import { parsePath, type KeyValue, type Segment } from '../odata/path.ts'
import { belongsTo, readProperty, rowById, rowsOf, type Page, type Parent } from '../pages/page.ts'
import { companyNotFound, keyNotFound, Refusal, segmentNotFound } from '../refusal.ts'
import type { Context } from '../records/context.ts'
import type { Row } from '../store/row.ts'
import type { Company } from './company.ts'
import { companySet, pageOf, type Root } from './roots.ts'
import { unboundActions } from './unbound.ts'

/** What an address below a root means. */
export type Target =
  | { kind: 'service' | 'metadata' | 'batch' | 'companies' | 'entityDefinitions' }
  | { kind: 'company'; company: Company }
  | { kind: 'set'; company: Company; page: Page; parent?: Parent }
  | { kind: 'record'; company: Company; page: Page; row: Row; parent?: Parent }
  /** A navigation that leads to no record. */
  | { kind: 'none'; company: Company }
  | { kind: 'count'; company: Company; page: Page; parent?: Parent }
  | { kind: 'property'; company: Company; page: Page; row: Row; property: Property; raw: boolean }
  | { kind: 'action'; company: Company; page: Page; row: Row; action: string }
  | { kind: 'unbound'; company: Company; action: string }

export interface Resolution {
  companies: readonly Company[]
  contextOf(company: Company): Context
  /** The company that a query or a header names. */
  companyName: string | undefined
  /** Whether a set or an action of the root is published. */
  isServed(root: Root, name: string): boolean
}

const words: Record<string, 'metadata' | 'batch' | 'entityDefinitions'> = {
  $metadata: 'metadata',
  $batch: 'batch',
  entityDefinitions: 'entityDefinitions',
}

export function resolve(root: Root, path: string, to: Resolution): Target {
  const segments = parsePath(path)
  const [first, ...rest] = segments
  if (!first) return { kind: 'service' }
  const word = words[first.name]
  if (word) return endOf(rest, { kind: word })
  if (first.name !== companySet(root)) {
    const company = root.pages.get(first.name)?.entity.schema.entitySet === 'subscriptions' ? to.companies[0] : namedCompany(to)
    return walk(root, segments, { kind: 'company', company: company! }, to)
  }
  if (!first.key) return endOf(rest, { kind: 'companies' })
  return walk(root, rest, { kind: 'company', company: companyByKey(first.key, to) }, to)
}

function endOf(rest: readonly Segment[], target: Target): Target {
  if (rest[0]) throw segmentNotFound(rest[0].name)
  return target
}

function namedCompany(to: Resolution): Company {
  return findCompany(to.companyName, to)
}

function companyByKey(key: readonly KeyValue[], to: Resolution): Company {
  return findCompany(key[0]?.value, to)
}

function findCompany(name: string | undefined, { companies }: Resolution): Company {
  const company = companies.find((each) => each.name === name || each.id === name?.toLowerCase())
  if (!company) throw companyNotFound()
  return company
}

function walk(root: Root, segments: readonly Segment[], start: Target & { kind: 'company' }, to: Resolution): Target {
  let target: Target = start
  for (const segment of segments) target = step(root, target, segment, to)
  return target
}

function step(root: Root, from: Target, segment: Segment, to: Resolution): Target {
  switch (from.kind) {
    case 'company':
      return fromCompany(root, from.company, segment, to)
    case 'record':
      return fromRecord(root, from, segment, to)
    case 'set':
      if (segment.name === '$count' && !segment.key) return { ...from, kind: 'count' }
      throw segmentNotFound(segment.name)
    case 'property':
      if (segment.name === '$value' && !segment.key) return { ...from, raw: true }
      throw segmentNotFound(segment.name)
    default:
      throw segmentNotFound(segment.name)
  }
}

function fromCompany(root: Root, company: Company, { name, key }: Segment, to: Resolution): Target {
  if (!to.isServed(root, name)) throw segmentNotFound(name)
  if (root.name === 'ODataV4' && unboundActions.some((action) => action.name === name)) return { kind: 'unbound', company, action: name }
  const page = pageOf(root, name)
  if (page.entity.schema.topLevel === false || name === companySet(root)) throw segmentNotFound(name)
  if (!key) return { kind: 'set', company, page }
  return { kind: 'record', company, page, row: rowByKey(page, key, to.contextOf(company)) }
}

function fromRecord(root: Root, from: Target & { kind: 'record' }, { name, key }: Segment, to: Resolution): Target {
  const { company, page, row } = from
  const context = to.contextOf(company)
  if (name.startsWith('Microsoft.NAV.')) return { kind: 'action', company, page, row, action: name }
  const property = page.entity.properties.get(name)
  if (property && !key) return { kind: 'property', company, page, row, property, raw: false }
  const navigation = page.entity.navigation.get(name)
  if (!navigation) throw segmentNotFound(name)
  const target = pageOf(root, navigation.target)
  const parent: Parent = { page, row, navigation: name }
  if (navigation.many && !key) return { kind: 'set', company, page: target, parent }
  const rows = related(page, row, navigation, (set) => pageOf(root, set), context)
  if (!navigation.many && !key) return rows[0] ? { kind: 'record', company, page: target, row: rows[0], parent } : { kind: 'none', company }
  const matches = matcher(target, key!, context)
  const found = rows.find(matches)
  if (!found) throw keyNotFound()
  return { kind: 'record', company, page: target, row: found, parent }
}

function rowByKey(page: Page, key: readonly KeyValue[], context: Context): Row {
  const [first] = key
  if (key.length === 1 && page.entity.key.length === 1 && page.entity.properties.get(page.entity.key[0]!)?.edm === 'Edm.Guid') {
    if (first!.quoted || !guidPattern.test(first!.value) || (first!.name && first!.name !== page.entity.key[0])) throw keyNotFound()
    const byId = page.columns.get(page.entity.key[0]!)
    const row = rowById(page, first!.value.toLowerCase(), context)
    if (row && byId && byId.read(row, context) === row.id) return row
  }
  const candidates = indexed(page, key, context) ?? rowsOf(page, context)
  const found = candidates.find(matcher(page, key, context))
  if (!found) throw keyNotFound()
  return found
}

/** Records that an index finds by a text of the key. */
function indexed(page: Page, key: readonly KeyValue[], context: Context): readonly Row[] | undefined {
  for (const [index, part] of key.entries()) {
    const name = part.name ?? page.entity.key[index]
    const field = name === undefined ? undefined : page.columns.get(name)?.indexed
    const property = name === undefined ? undefined : page.entity.properties.get(name)
    if (!field || !property?.code || page.binding.rows || page.binding.alsoIn) continue
    return context.store.where(page.table, field, part.value.trim().toUpperCase()).filter((row) => belongsTo(page, row, context))
  }
  return undefined
}

function matcher(page: Page, key: readonly KeyValue[], context: Context): (row: Row) => boolean {
  const names = page.entity.key
  if (key.length !== names.length || key.length === 0) throw keyNotFound()
  const wanted = key.map((part, index) => {
    const name = part.name ?? names[index]
    const property = name !== undefined && names.includes(name) ? page.entity.properties.get(name) : undefined
    // A key that is not shown as a property is the record's own id.
    if (!property) {
      if (name === undefined || !names.includes(name)) throw keyNotFound()
      return { property: undefined, value: part.value.toLowerCase() }
    }
    return { property, value: keyValue(property, part), index }
  })
  return (row) =>
    wanted.every(
      ({ property, value }) =>
        (property ? (page.columns.get(property.name)!.read(row, context) ?? readProperty(page, row, property, context)) : row.id) === value,
    )
}

function keyValue(property: Property, { value, quoted }: KeyValue): unknown {
  if (property.edm === 'unknown') return value
  const isNumber = property.edm.startsWith('Edm.Int') || property.edm === 'Edm.Decimal'
  const isText = property.edm === 'Edm.String' || property.edm === 'Enum'
  if (quoted !== isText) throw keyNotFound()
  try {
    return convert(property, isNumber ? Number(value) : value)
  } catch (error) {
    if (error instanceof Refusal) throw keyNotFound()
    throw error
  }
}
