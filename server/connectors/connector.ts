import type { Problem, SchemaSource, SchemaView } from '../../engine/index.ts'
import type { Clock } from '../clock.ts'

/** The code that speaks to one kind of system. Its connections are documents; a session is one of them, open. */
export interface Connector {
  readonly name: string
  /** What is wrong with a connection's own keys, besides what schemas/<name>/connection.json says. */
  check(connection: ConnectionSettings): Problem[]
  open(connection: ConnectionSettings, context: ConnectorContext): Session
  /** Who a connection is at Microsoft Entra ID; undefined where it is nobody there. */
  identity?(connection: ConnectionSettings): EntraIdentity | undefined
  /** What a person can choose from for the keys that are still missing. */
  discover?(connection: ConnectionSettings, context: ConnectorContext, options?: SendOptions): Promise<Discovery>
}

export interface Discovery {
  /** With the address that a connection to it has. */
  readonly environments: readonly { readonly name: string; readonly kind: string; readonly url: string }[]
  readonly companies: readonly { readonly id: string; readonly name: string }[]
}

/** The keys of a Connection document. Secrets stand in it as references only: `env:NAME`. */
export interface ConnectionSettings {
  readonly name: string
  readonly connector: string
  readonly routes?: Readonly<Record<string, Route>>
  readonly [key: string]: unknown
}

/** How data without a standard entity travels in one installation. */
export interface Route {
  readonly kind: 'api' | 'page' | 'action'
  /** Path below the service's root; `{placeholders}` are filled by `at`. */
  readonly address: string
  /** The name of a schema, or the schema itself. */
  readonly schema: string | object
}

/** What a connector gets from the server: nothing else of the world is its business. */
export interface ConnectorContext {
  readonly clock: Clock
  readonly schemas: SchemaSource
  /** Where relative paths of a connection start; none leads out of it. Absent: the working folder, and any path. */
  readonly folder?: string
  /** The secret that a reference means. Throws a ProblemError (`identity.secret-missing`) where there is none. */
  secret(reference: string): string
  /** Tokens of Microsoft Entra ID for an identity; absent where the server keeps none. */
  entra?(identity: EntraIdentity): Authorisation
  /** One line for each request: method, path without query values, status, time, correlation id. */
  log?(event: RequestEvent): void
}

/** What proves who is asking. */
export interface Authorisation {
  /**
   * The value of the `Authorization` header. Throws a ProblemError (`identity.…`) where none can be had.
   * @param refused the value that the system has just refused: another one is wanted
   */
  header(refused?: string): Promise<string | undefined>
  /** The problem that it is when a system refuses what `header` gave, with what to ask whom. */
  whyRefused(host: string): Problem
}

/** Whom a connection acts as in Microsoft Entra ID. */
export interface EntraIdentity {
  readonly connection: string
  /** `https://login.microsoftonline.com` */
  readonly authority: string
  /** Id or verified domain. */
  readonly tenant: string
  readonly clientId: string
  /** References. An application proves itself by one of them; a signed-in user's application may do without. */
  readonly secret?: string
  readonly certificate?: string
  /** A person signs in, instead of the application itself. */
  readonly user: boolean
  /** `https://api.businesscentral.dynamics.com/.default` */
  readonly scope: string
  /** Whom the service takes tokens for, to explain a refusal: `https://api.businesscentral.dynamics.com`. */
  readonly audience: string
  /** Reference to the PEM of an authority of certificates that Node does not know. */
  readonly ca?: string
}

export interface RequestEvent {
  readonly connection: string
  readonly method: string
  readonly path: string
  readonly status: number | 'failed'
  readonly durationMs: number
  readonly correlationId: string
}

/** A collection, or a route, that steps work on, in one version of the API. */
export interface Target {
  readonly resource: string
  readonly api?: string
  readonly schema: SchemaView
  readonly route?: Route
}

/** A record of the system as it was read or made. */
export interface Entity {
  readonly target: Target
  /** The values without protocol annotations; nested collections that were asked for are in it. */
  readonly values: Readonly<Record<string, unknown>>
  readonly etag?: string
  /** Where it stands there, as its own connector writes and reads addresses: enough to find it again after a restart. */
  readonly address?: string
  /** It is what became of the record that was asked for (a posted document): it can be adopted, but not changed. */
  readonly finished?: true
}

/** A question: which records have these values. */
export interface Query {
  readonly target: Target
  /** Property to value, all of which must be equal. */
  readonly match: Readonly<Record<string, unknown>>
  /** Fills `{placeholders}` of the path. */
  readonly at?: Readonly<Record<string, unknown>>
  /** Nested collections to be read along, and contents, which come as base64 text. */
  readonly expand?: readonly string[]
  /** At most so many; 2 is enough to see a twin. Absent: all, over as many pages as there are. */
  readonly limit?: number
  /**
   * Look also where the system keeps what was finished (posted documents), because the question is whether a record was ever made.
   * What is found there alone is answered in the shape of the target that was asked for, as `finished`.
   */
  readonly everywhere?: boolean
}

/** A page of what has changed, for flows that read a system. */
export interface Reading {
  readonly target: Target
  /** The property that grows with every change; absent: all records, from the beginning each time. */
  readonly since?: string
  /** What an earlier reading answered; absent: from the beginning. */
  readonly cursor?: string
  /** Property to value, all of which must be equal. */
  readonly match?: Readonly<Record<string, unknown>>
  /** Nested collections to be read along. */
  readonly expand?: readonly string[]
}

export interface Page {
  readonly entities: readonly Entity[]
  /** Rows that are no records; the others are not kept up by them. */
  readonly problems: readonly Problem[]
  /**
   * Where the next reading goes on. To be stored together with the rows of this page, never before them. After the last page it stands
   * a little before the newest row, because changes do not become visible in the order of their times: rows come again, and are
   * known by their key and their version.
   */
  readonly cursor: string
  /** Another page is there already. */
  readonly more: boolean
}

/** A write. */
export type Change =
  | {
      readonly kind: 'create'
      readonly target: Target
      readonly body: Readonly<Record<string, unknown>>
      readonly at?: Readonly<Record<string, unknown>>
      /** Created below this record, in the collection of its that the target is. */
      readonly parent?: Entity
    }
  | { readonly kind: 'update'; readonly entity: Entity; readonly body: Readonly<Record<string, unknown>> }
  | { readonly kind: 'delete'; readonly entity: Entity }
  | {
      readonly kind: 'call'
      readonly target: Target
      readonly method?: string
      readonly body: Readonly<Record<string, unknown>>
      readonly at?: Readonly<Record<string, unknown>>
    }

/** A request exactly as it is sent, but for what authorises it. */
export interface WireRequest {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: unknown
}

/** What a write gave. */
export interface Sent {
  /** What was created or changed, as the system answered; none after a delete and where the system answers nothing. */
  readonly entity?: Entity
  readonly status: number
}

/** A value that came back otherwise than it was sent. */
export interface Difference {
  readonly field: string
  readonly sent: unknown
  readonly found: unknown
  /** Another quantity, price, discount, currency, customer or item is no longer the record that was meant; anything else is worth a note. */
  readonly weight: 'content' | 'note'
}

/**
 * A connection in use. Every method that goes out throws a ProblemError whose first problem carries the class of the failure
 * (RELIABILITY.md, section 3); further problems tell more of the cause: of an ambiguous batch the refusal that ended it.
 * `parameters.retryAfterMs` says how long the system asked to be left alone. The session itself retries what certainly had no
 * effect, for up to a minute or so, and nothing else; it refreshes a refused token once.
 */
export interface Session {
  /** The target that a resource or route name means; undefined where the system or the connection has none. */
  target(resource: string, api?: string): Target | undefined
  /** What a step can name, for hints. */
  resources(api?: string): string[]
  /** Reads for several questions at once, in as few requests as the system allows; the answers are in the order of the questions. */
  findAll(queries: readonly Query[], options?: SendOptions): Promise<readonly (readonly Entity[])[]>
  /** Reads what changed since an earlier reading; absent where nothing can be read in order. */
  read?(reading: Reading, options?: SendOptions): Promise<Page>
  /** The request that a change would be, without sending anything but reads (a company's id, say). */
  request(change: Change): Promise<WireRequest>
  send(change: Change, options?: SendOptions): Promise<Sent>
  /**
   * Several changes as one: all of them hold, or none.
   * @returns undefined where the system has no such thing for them, so that they must go one by one
   */
  sendTogether?(changes: readonly Change[], options?: SendOptions): Promise<readonly Sent[] | undefined>
  /** The record as the system has it now; undefined where it is gone. */
  readBack(entity: Entity, expand?: readonly string[], options?: SendOptions): Promise<Entity | undefined>
  /**
   * The schema of what a route carries, as the system itself describes it; undefined where it has nothing at that address.
   * To be kept as a file that the route names, so that mappings are checked without asking the system.
   */
  describe?(route: Pick<Route, 'kind' | 'address'>, options?: SendOptions): Promise<object | undefined>
  /** What differs between a body that was sent and the record that came back, after the system's own normalisation. */
  differences(target: Target, sent: Readonly<Record<string, unknown>>, back: Entity): Difference[]
  /** What can be found out before anything is sent; absent where there is nothing to find out. */
  readonly preflight?: Preflight
  close(): Promise<void>
}

/** Looks at a connection before it is used. Nothing of it leaves a trace in the system. */
export interface Preflight {
  /** Throws a ProblemError with the reason why the connection cannot be used at all. */
  connection(options?: SendOptions): Promise<void>
  /** Whether the system is a place for trying things out, so that writes may be tried without asking. */
  isSandbox(options?: SendOptions): Promise<boolean>
  /** Whether the identity may do something with the records of a target, found out by doing it; a write is taken back at once. */
  permission(target: Target, permission: Permission, options?: SendOptions): Promise<Trial>
  /** Names of the connection's routes. */
  readonly routes: readonly string[]
  /** What is wrong with one of them as the system has it now. */
  route(name: string, options?: SendOptions): Promise<Problem[]>
}

export type Permission = 'read' | 'create' | 'update'

export type Trial =
  | { readonly state: 'allowed' }
  | { readonly state: 'refused'; readonly problems: readonly Problem[] }
  /** It cannot be told: something else stands in the way. */
  | { readonly state: 'unknown'; readonly why: string }

export interface SendOptions {
  readonly signal?: AbortSignal
  /** The same for all requests of one record. */
  readonly correlationId?: string
}
