import { realpathSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename, dirname, join, resolve, sep } from 'node:path'
import { ProblemError } from '../../../engine/index.ts'
import type {
  Change,
  ConnectionSettings,
  Connector,
  ConnectorContext,
  Entity,
  Page,
  Query,
  Reading,
  SendOptions,
  Sent,
  Session,
  Target,
  WireRequest,
} from '../connector.ts'
import { httpProblem } from '../http/problems.ts'
import { createEndpoint } from './endpoint.ts'
import { filesProblem } from './problems.ts'
import { type PlacedRecord, lineRecords, problemsOf, recordFiles, recordsOf } from './read-files.ts'
import { type Results, createResults } from './results.ts'

/** The keys of a connection to files (schemas/files/connection.json). */
export interface FilesSettings extends ConnectionSettings {
  /** A file, a folder, or `-` for standard input. */
  readonly path?: string
  /** Where to write what flows write back; default: beside the records. */
  readonly results?: string
  /** An address that gets it instead. */
  readonly endpoint?: string
  readonly token?: string
}

/** How far each file was read: bytes, or records of a list. */
type Cursor = Readonly<Record<string, number>>

const pageSize = 100

export const files: Connector = {
  name: 'files',
  check: () => [],
  open: (connection, context) => createSession(connection as FilesSettings, context),
}

function createSession(settings: FilesSettings, context: ConnectorContext): Session {
  const { name: connection } = settings
  const endpoint = settings.endpoint === undefined ? undefined : createEndpoint(settings.endpoint, settings, context)
  const results: Results = endpoint ?? createResults(resultsFile(settings, context))
  let standardInput: AsyncGenerator<PlacedRecord> | undefined

  async function read({ target, cursor }: Reading): Promise<Page> {
    const { path } = settings
    if (path === '-') return readStandardInput(target)
    const at = parseCursor(cursor, connection)
    const seen: Record<string, number> = { ...at }
    const taken: PlacedRecord[] = []
    for (const file of path === undefined ? [] : await recordFiles(await existing(path))) {
      const name = basename(file)
      for await (const placed of recordsOf(file, seen[name] ?? 0)) {
        if (taken.length === pageSize) return pageOf(target, taken, seen, true)
        taken.push(placed)
        seen[name] = placed.position
      }
    }
    return pageOf(target, taken, seen, false)
  }

  /** What came in once cannot be read again: the cursor says nothing. */
  async function readStandardInput(target: Target): Promise<Page> {
    standardInput ??= lineRecords(process.stdin as AsyncIterable<Buffer>, 'standard input', 0)
    const taken: PlacedRecord[] = []
    while (taken.length < pageSize) {
      const next = await standardInput.next()
      if (next.done === true) return pageOf(target, taken, {}, false)
      taken.push(next.value)
    }
    return pageOf(target, taken, {}, true)
  }

  async function existing(path: string): Promise<string> {
    const absolute = resolvePath(path, context.folder)
    try {
      await stat(absolute)
    } catch {
      throw new ProblemError(filesProblem('source.path-missing', {}, { path, connection }))
    }
    return absolute
  }

  /** A record is known by what it is asked for, and by what was written back to it: its file is not searched for it. */
  async function findOne({ target, match, at }: Query): Promise<readonly Entity[]> {
    const key = { ...at, ...match }
    const values = { ...key, ...(await results.find(target.resource, key)) }
    return [{ target, values, address: JSON.stringify(key) }]
  }

  async function send(change: Change, options?: SendOptions): Promise<Sent> {
    const { resource, at, set } = writeBack(change, connection)
    await results.write({ resource, at, set }, options)
    const entity = (change as Change & { kind: 'update' }).entity
    return { status: 200, entity: { ...entity, values: { ...entity.values, ...set } } }
  }

  return {
    target: (resource) => ({ resource, schema: { name: `files/${resource}`, schema: {} } }),
    resources: () => [],
    read,
    send,
    findAll: (queries) => Promise.all(queries.map(findOne)),
    readBack: async (entity) => (await findOne({ target: entity.target, match: keyOf(entity) }))[0],
    request: async (change) => wireRequest(settings, writeBack(change, connection)),
    differences: (_, sent, back) =>
      Object.entries(sent)
        .filter(([field, value]) => JSON.stringify(value) !== JSON.stringify(back.values[field]))
        .map(([field, value]) => ({ field, sent: value, found: back.values[field], weight: 'note' })),
    close: async () => {
      await endpoint?.close()
      await standardInput?.return(undefined)
    },
  }
}

function pageOf(target: Target, taken: readonly PlacedRecord[], cursor: Cursor, more: boolean): Page {
  return {
    entities: taken.flatMap(({ record, name }) => ('values' in record ? [{ target, values: record.values, address: name }] : [])),
    problems: problemsOf(taken),
    cursor: JSON.stringify(cursor),
    more,
  }
}

function parseCursor(cursor: string | undefined, connection: string): Cursor {
  if (cursor === undefined) return {}
  try {
    const value = JSON.parse(cursor) as unknown
    if (isCursor(value)) return value
  } catch {
    // Told below.
  }
  throw new ProblemError(httpProblem('source.cursor-invalid', {}, { connection }))
}

function isCursor(value: unknown): value is Cursor {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  return Object.values(value).every((position) => Number.isSafeInteger(position) && (position as number) >= 0)
}

function writeBack(
  change: Change,
  connection: string,
): { resource: string; at: Readonly<Record<string, unknown>>; set: Readonly<Record<string, unknown>> } {
  if (change.kind !== 'update') throw new ProblemError(filesProblem('source.read-only', {}, { connection }))
  return { resource: change.entity.target.resource, at: keyOf(change.entity), set: change.body }
}

function keyOf({ address, values }: Entity): Readonly<Record<string, unknown>> {
  return address?.startsWith('{') ? (JSON.parse(address) as Record<string, unknown>) : values
}

function wireRequest(settings: FilesSettings, body: object): WireRequest {
  return {
    method: settings.endpoint === undefined ? 'APPEND' : 'PUT',
    url: settings.endpoint ?? settings.results ?? 'results.ndjson',
    headers: {},
    body,
  }
}

/** Beside the records: `orders.ndjson` → `orders.ndjson.results.ndjson`, of a folder `results.ndjson` in it. */
function resultsFile({ path, results }: FilesSettings, { folder }: ConnectorContext): string | undefined {
  if (results !== undefined) return resolvePath(results, folder)
  if (path === undefined || path === '-') return undefined
  const absolute = resolvePath(path, folder)
  return /\.(json|ndjson|jsonl)$/i.test(absolute) ? `${absolute}.results.ndjson` : join(absolute, 'results.ndjson')
}

function resolvePath(path: string, folder: string | undefined): string {
  const absolute = resolve(folder ?? process.cwd(), path)
  if (folder === undefined) return absolute
  const root = realpathSync(folder)
  if (absolute !== resolve(folder) && !realPath(absolute).startsWith(root + sep))
    throw new ProblemError(filesProblem('source.path-outside', {}, { path }))
  return absolute
}

/** Where a path leads, links followed; of what is not there yet, where it would stand. */
function realPath(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    return path === dirname(path) ? path : join(realPath(dirname(path)), path.slice(dirname(path).length + 1))
  }
}
