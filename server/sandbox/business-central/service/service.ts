import type { Contract } from '../contract/load.ts'
import { describeContract } from '../odata/metadata.ts'
import { represent } from '../odata/represent.ts'
import { parseQuery, systemOptions } from '../odata/query.ts'
import { badRequest, methodNotAllowed, Refusal, segmentNotFound } from '../refusal.ts'
import { runBatch } from './batch.ts'
import { contextOf, type Company } from './company.ts'
import type { Ledger, LedgerEntry } from './ledger.ts'
import { json, refuse, withoutMetadata, type Request, type Response } from './message.ts'
import { readTarget, type ReadScope } from './read.ts'
import { resolve, type Resolution, type Target } from './resolve.ts'
import { companySet, pageOf, roots, type Root } from './roots.ts'
import { unboundActions } from './unbound.ts'
import { writeTarget } from './write.ts'

/** What a service works on; a reset replaces it. */
export interface ServiceState {
  companies: readonly Company[]
  ledger: Ledger
  clock: () => Date
  beforeLine: (entitySet: string) => void
  /** Services that are not there: `v2.0`, `SalesReturnOrder`, `fieldloom/sales/v1.0/orderNotes`. */
  unpublished: ReadonlySet<string>
  /** A fault that is set for an operation inside a batch. */
  operationFault: (method: string, entitySet: string) => Refusal | undefined
}

/** The place of a root in a path: `/v2.0/tenant/production/api/v2.0` and what stands below it. */
interface Place {
  root: Root
  rootPath: string
  below: string
}

/** Answers requests of the API: every error becomes an answer, nothing is thrown. Synchronous, so that requests never mix. */
export class Service {
  readonly #state: () => ServiceState

  constructor(state: () => ServiceState) {
    this.#state = state
  }

  handle(request: Request): Response {
    const place = findRoot(request.path)
    if (!place || this.#state().unpublished.has(place.root.name.replace('api/', '')))
      return refuse(segmentNotFound(request.path.split('/').find(Boolean) ?? ''))
    const response = this.#answer(request, place)
    return /odata\.metadata=none/i.test(request.headers.accept ?? '') ? withoutMetadata(response) : response
  }

  /** Refuses a request without doing anything; a write stands in the ledger all the same. */
  refused(request: Request, refusal: Refusal, headers: Record<string, string> = {}): Response {
    const place = findRoot(request.path)
    const isWrite = request.method !== 'GET' && request.method !== 'HEAD' && place?.below !== '/$batch'
    if (place && isWrite)
      this.#state().ledger.add({
        method: request.method,
        ...describe(place.below),
        status: refusal.status,
        committed: false,
        body: ledgerBody(request),
      })
    const response = refuse(refusal)
    return { ...response, headers: { ...response.headers, ...headers } }
  }

  #answer(request: Request, place: Place): Response {
    if (request.method === 'GET' || request.method === 'HEAD') return this.#guard(() => this.#read(request, place))
    return place.below === '/$batch' ? this.#guard(() => this.#batch(request, place)) : this.#write(request, place)
  }

  #guard(work: () => Response): Response {
    try {
      return work()
    } catch (error) {
      return refuse(toRefusal(error))
    }
  }

  #read(request: Request, place: Place): Response {
    const target = this.#resolve(request, place)
    const base = request.origin + place.rootPath
    switch (target.kind) {
      case 'service':
        return json(200, serviceDocument(this.#published(place.root), base))
      case 'metadata':
        return {
          status: 200,
          headers: { 'content-type': 'application/xml', 'odata-version': '4.0' },
          body: describeContract(this.#published(place.root), place.root.name === 'ODataV4' ? this.#publishedActions() : []),
        }
      case 'entityDefinitions':
        return json(200, { '@odata.context': `${base}/$metadata#entityDefinitions`, value: entityDefinitions(place.root) })
      case 'companies':
        return this.#readCompanies(request, place, base)
      case 'company':
        return this.#readCompany(target.company, request, place, base)
      case 'batch':
        throw methodNotAllowed(request.method, '$batch')
      default:
        return readTarget(target, this.#scope(target.company, request, place))
    }
  }

  #readCompanies(request: Request, place: Place, base: string): Response {
    const page = companyPage(place.root)
    const query = parseQuery(systemOptions(request.query), page.entity, (set) => pageOf(place.root, set).entity)
    const shown = this.#state().companies.map((company) => {
      const scope = this.#scope(company, request, place)
      const read = (name: string) => page.columns.get(name)?.read(company.row, scope.context) ?? null
      return !query.filter || query.filter.matches(read)
        ? represent(page, company.row, query, { pages: (set) => pageOf(place.root, set), context: scope.context, address: scope.address })
        : undefined
    })
    const value = shown.filter((each) => each !== undefined)
    const sliced = value.slice(query.skip, query.top === undefined ? undefined : query.skip + query.top)
    return json(200, {
      '@odata.context': `${base}/$metadata#companies`,
      ...(query.count && { '@odata.count': value.length }),
      value: sliced,
    })
  }

  #readCompany(company: Company, request: Request, place: Place, base: string): Response {
    const page = companyPage(place.root)
    const query = parseQuery(systemOptions(request.query), page.entity, (set) => pageOf(place.root, set).entity)
    const scope = this.#scope(company, request, place)
    const to = { pages: (set: string) => pageOf(place.root, set), context: scope.context, address: scope.address }
    const body = represent(page, company.row, query, to)
    return json(200, { '@odata.context': `${base}/$metadata#companies/$entity`, ...body }, { etag: String(body['@odata.etag']) })
  }

  /** A write is one transaction, and one line of the ledger. */
  #write(request: Request, place: Place): Response {
    const { ledger } = this.#state()
    const entry = { method: request.method, ...describe(place.below), body: ledgerBody(request) }
    try {
      const { response, key } = this.#transaction(() => {
        if (/readonly/i.test(request.headers['data-access-intent'] ?? ''))
          throw badRequest('The data access intent of the request is ReadOnly: it cannot change data.')
        const target = this.#resolve(request, place)
        if (!('company' in target) || target.kind === 'company') throw methodNotAllowed(request.method, setName(target), 'Entity')
        return writeTarget(target, this.#scope(target.company, request, place))
      })
      ledger.add({ ...entry, key: key ?? entry.key, status: response.status, committed: true })
      return response
    } catch (error) {
      const refusal = toRefusal(error)
      ledger.add({ ...entry, status: refusal.status, committed: false })
      return refuse(refusal)
    }
  }

  #batch(request: Request, place: Place): Response {
    if (request.method !== 'POST') throw methodNotAllowed(request.method, '$batch')
    return runBatch(request, {
      rootPath: place.rootPath,
      run: (operation) => this.#runInBatch(operation, place),
      transaction: (work) => this.#rollbackInLedger(() => this.#transaction(work)),
    })
  }

  #runInBatch(operation: Request, place: Place): Response {
    const inner = findRoot(operation.path)
    if (!inner || inner.rootPath !== place.rootPath || inner.below === '/$batch') return refuse(segmentNotFound(operation.path))
    const fault = this.#state().operationFault(operation.method, describe(inner.below).entitySet)
    return fault ? this.refused(operation, fault) : this.#answer(operation, inner)
  }

  /** What a transaction undoes was not committed, whatever its own answer said. */
  #rollbackInLedger<Result>(work: () => Result): Result {
    const { ledger } = this.#state()
    const before = ledger.entries.length
    try {
      return work()
    } catch (error) {
      for (const entry of ledger.entries.slice(before) as LedgerEntry[]) entry.committed = false
      throw error
    }
  }

  #isServed(root: Root, name: string): boolean {
    const { unpublished } = this.#state()
    return !unpublished.has(root.name === 'ODataV4' ? name : `${root.name.slice('api/'.length)}/${name}`)
  }

  #published(root: Root): Contract {
    const entities = [...root.contract.entities].filter(([set]) => this.#isServed(root, set))
    return { ...root.contract, entities: new Map(entities) }
  }

  #publishedActions(): typeof unboundActions {
    const { unpublished } = this.#state()
    return unboundActions.filter(({ name }) => !unpublished.has(name))
  }

  #transaction<Result>(work: () => Result): Result {
    const nested = this.#state().companies.reduce<() => Result>(
      (inner, { store }) =>
        () =>
          store.transaction(inner),
      work,
    )
    return nested()
  }

  #resolve(request: Request, place: Place): Target {
    const { companies, clock, beforeLine } = this.#state()
    const to: Resolution = {
      companies,
      contextOf: (company) => contextOf(company, clock(), { beforeLine, ...(request.denied && { denied: request.denied }) }),
      companyName: request.query.get('company') ?? request.headers.company,
      isServed: (root, name) => this.#isServed(root, name),
    }
    return resolve(place.root, place.below, to)
  }

  #scope(company: Company, request: Request, { root, rootPath }: Place): ReadScope {
    const { clock, beforeLine } = this.#state()
    const context = contextOf(company, clock(), { beforeLine, ...(request.denied && { denied: request.denied }) })
    const base = request.origin + rootPath
    const key = root.name === 'ODataV4' ? `'${encodeURIComponent(company.name).replaceAll("'", "''")}'` : company.id
    return { root, request, base, address: `${base}/${companySet(root)}(${key})`, context }
  }
}

const setName = (target: Target) => (target.kind === 'company' ? 'companies' : target.kind)

/** Roots without a page of their own for companies show them as the standard API does. */
const companyPage = (root: Root) => root.pages.get(companySet(root)) ?? pageOf(roots().get('api/v2.0')!, 'companies')

function toRefusal(error: unknown): Refusal {
  if (error instanceof Refusal) return error
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error)
  return new Refusal(500, 'Internal_ServerError', `The sandbox failed: ${message}`)
}

/** Before the root stand up to four segments: host version, tenant, environment, or a server instance. */
function findRoot(path: string): Place | undefined {
  const segments = path.split('/')
  for (let at = 1; at < Math.min(segments.length, 6); at += 1) {
    if (segments[at] !== 'api' && segments[at] !== 'ODataV4') continue
    for (const length of [1, 2, 4]) {
      const name = segments.slice(at, at + length).join('/')
      const root = roots().get(name)
      if (!root) continue
      const rest = segments.slice(at + length).filter(Boolean)
      return { root, rootPath: segments.slice(0, at + length).join('/'), below: rest.length > 0 ? `/${rest.join('/')}` : '' }
    }
  }
  return undefined
}

/** Which set a path means, as the ledger and the faults name it. */
export function describe(below: string): { entitySet: string; key: string | null } {
  const segments = below.split('/').filter(Boolean)
  const last = segments.at(-1) ?? ''
  const owner = segments.at(-2) ?? ''
  const name = (segment: string) => decodeSafely(segment).replace(/\(.*$/s, '')
  const key = (segment: string) => /\((.*)\)$/s.exec(decodeSafely(segment))?.[1] ?? null
  // An action, or a stream: `salesInvoices(…)/Microsoft.NAV.post`, `attachments(…)/attachmentContent`.
  const isPart = last.startsWith('Microsoft.NAV.') || /content$/i.test(last)
  return isPart ? { entitySet: `${name(owner)}/${last}`, key: key(owner) } : { entitySet: name(last), key: key(last) }
}

function decodeSafely(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

function ledgerBody({ body, headers }: Request): unknown {
  if (body.length === 0) return null
  if (body.length > 1_000_000 || /octet-stream|image\//.test(headers['content-type'] ?? '')) return { bytes: body.length }
  try {
    return JSON.parse(Buffer.from(body).toString('utf8')) as unknown
  } catch {
    return { bytes: body.length }
  }
}

function serviceDocument(contract: Contract, base: string): unknown {
  const sets = [...contract.entities.values()].filter((entity) => entity.schema.topLevel !== false)
  return {
    '@odata.context': `${base}/$metadata`,
    value: sets.map(({ set }) => ({ name: set, kind: 'EntitySet', url: set })),
  }
}

function entityDefinitions(root: Root): unknown[] {
  return [...root.pages.values()].map(({ entity }) => ({
    entityName: entity.name,
    entitySetName: entity.set,
    entityCaptions: [{ languageCode: 1033, caption: entity.schema.title }],
    properties: [...entity.properties.keys()].map((name) => ({ name, captions: [{ languageCode: 1033, caption: name }] })),
  }))
}
