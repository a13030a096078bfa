import { expect, onTestFinished, test } from 'vitest'
import { type Problem, ProblemError } from '../../../engine/index.ts'
import type { ConnectorContext, ConnectionSettings, Connector, Page, Session } from '../../../server/connectors/connector.ts'
import type { ManualClock } from '../manual-clock.ts'

/** A connection that the contract is tried on, in a world of its own. */
export interface Subject {
  readonly connector: Connector
  readonly connection: ConnectionSettings
  readonly context: ConnectorContext
  readonly clock: ManualClock
  /** Connections whose identity is refused, by what is wrong with it, and the problem that it is. */
  readonly refused?: Readonly<Record<string, { readonly connection: ConnectionSettings; readonly code: string }>>
  /** What there is to choose from before an environment is named. */
  readonly discovery?: {
    readonly connection: ConnectionSettings
    readonly environments: readonly string[]
    readonly companies: readonly string[]
  }
  /** What is read, by which property it is in order, and by which its rows are told apart. */
  readonly source: { readonly resource: string; readonly since?: string; readonly key: string }
  /** Keys of the rows that are there, more than one page of them; all that carry a time carry the same. */
  readonly keys: readonly string[]
  /** Adds rows, as somebody else would. */
  add(...keys: readonly string[]): Promise<void>
  /** The next requests are refused because there were too many; where the system can do that. */
  throttle?(times: number, retryAfterSeconds: number): Promise<void>
  /** The next page has this many rows in it that are no records, among those that are. */
  spoil(): Promise<number>
}

/** RELIABILITY.md, section 6: what holds of every connector, whatever it speaks to. */
export function connectorContract(name: string, open: () => Promise<Subject>, { throttles }: { throttles: boolean }): void {
  const opened = async () => {
    const subject = await open()
    const session = sessionOf(subject)
    return { subject, session }
  }

  test(`${name}: good credentials read, and the connection is in order`, async () => {
    const { subject, session } = await opened()

    const [page] = await readAll(subject, session)

    expect(subject.connector.check(subject.connection)).toEqual([])
    expect(page!.entities.length).toBeGreaterThan(0)
  })

  test(`${name}: each sort of bad credentials is a problem that says what to ask whom`, async () => {
    const { subject } = await opened()
    for (const [what, { connection, code }] of Object.entries(subject.refused ?? {})) {
      const problem = await problemOf(readAll(subject, sessionOf(subject, connection)))

      expect([what, problem.code]).toEqual([what, code])
      expect(problem.class, what).toMatch(/systemic|rejected/)
      expect(problem.hint, what).not.toBe('')
      expect(JSON.stringify(problem), what).not.toMatch(/secret-of-the-test|eyJ/)
    }
  })

  test(`${name}: environments and companies are listed to choose from`, async () => {
    const { subject } = await opened()
    const { discovery, connector, context } = subject
    if (!discovery) return expect(connector.discover).toBeUndefined()

    const first = await connector.discover!(discovery.connection, context)
    const chosen = await connector.discover!(subject.connection, context)

    expect(first.environments.map((environment) => environment.name)).toEqual(discovery.environments)
    expect(chosen.companies.map((company) => company.name)).toEqual(discovery.companies)
  })

  test(`${name}: the first reading has every row, also those that tie at the edge of a page`, async () => {
    const { subject, session } = await opened()

    const pages = await readAll(subject, session)

    expect(pages.length).toBeGreaterThan(1)
    expect(keysIn(subject, pages).toSorted()).toEqual(subject.keys.toSorted())
    expect(pages.flatMap(({ problems }) => problems)).toEqual([])
  })

  test(`${name}: the next reading has what came since, and a reading in between goes on where it stood`, async () => {
    const { subject, session } = await opened()
    const target = session.target(subject.source.resource)!
    const { since } = subject.source
    const half = await session.read!({ target, ...(since !== undefined && { since }) })
    const rest = await readAll(subject, sessionOf(subject), half.cursor)
    await subject.add('NEW-1', 'NEW-2')

    const next = await readAll(subject, sessionOf(subject), rest.at(-1)!.cursor)

    expect(new Set(keysIn(subject, [half, ...rest]))).toEqual(new Set(subject.keys))
    expect(keysIn(subject, next)).toEqual(expect.arrayContaining(['NEW-1', 'NEW-2']))
  })

  test(`${name}: an absurd cursor is refused, not taken for the beginning`, async () => {
    const { subject, session } = await opened()

    for (const cursor of ['', 'yesterday', '[]', 'null', '{"from":"2999-01-01T00:00:00Z"}', '{"nowhere":true}'])
      expect(await problemOf(readAll(subject, session, cursor)), cursor).toMatchObject({ code: 'source.cursor-invalid' })
  })

  if (throttles)
    test(`${name}: throttling is waited for as long as the system asks, and goes up when it does not end`, async () => {
      const { subject, session } = await opened()
      await readAll(subject, session)
      await subject.throttle!(2, 3)

      const waited = readAll(subject, session)
      await subject.clock.skipSleep(3_000, 3_001)
      await subject.clock.skipSleep(3_000, 3_001)
      const pages = await waited
      await subject.throttle!(1, 3_600)

      expect(new Set(keysIn(subject, pages))).toEqual(new Set(subject.keys))
      expect(await problemOf(readAll(subject, session))).toMatchObject({
        code: 'transport.throttled',
        class: 'retryable',
        parameters: { retryAfterMs: 3_600_000 },
      })
    })

  test(`${name}: a row that is no record is a problem of its own, and the others go on`, async () => {
    const { subject, session } = await opened()
    const spoiled = await subject.spoil()

    const pages = await readAll(subject, session)

    const problems = pages.flatMap((page) => page.problems)
    expect(problems).toHaveLength(spoiled)
    expect(
      problems.filter(({ code, class: failure = 'rejected' }) => !/malformed|not-an-object/.test(code) || failure !== 'rejected'),
    ).toEqual([])
    expect(keysIn(subject, pages)).toEqual(expect.arrayContaining([...subject.keys]))
  })
}

function sessionOf({ connector, connection, context }: Subject, other: ConnectionSettings = connection): Session {
  const session = connector.open(other, context)
  onTestFinished(() => session.close())
  return session
}

async function readAll({ source }: Subject, session: Session, cursor?: string): Promise<Page[]> {
  const target = session.target(source.resource)!
  const pages: Page[] = []
  for (let next = cursor; ; next = pages.at(-1)!.cursor) {
    const { since } = source
    pages.push(await session.read!({ target, ...(since !== undefined && { since }), ...(next !== undefined && { cursor: next }) }))
    if (!pages.at(-1)!.more) return pages
  }
}

function keysIn({ source }: Subject, pages: readonly Page[]): string[] {
  return pages.flatMap(({ entities }) => entities.map(({ values }) => String(values[source.key])))
}

async function problemOf(attempt: Promise<unknown>): Promise<Problem> {
  try {
    await attempt
  } catch (error) {
    if (error instanceof ProblemError) return error.problems[0]!
    throw error
  }
  throw new Error('it succeeded')
}
