import type { SourceRecord } from '../runtime/run-flow.ts'
import type { ReadyFlow } from './open-flow.ts'

/** The records that a flow starts from, one after the other, as its source's connection gives them. */
export async function* sourceRecords({ program, sessions }: ReadyFlow): AsyncGenerator<SourceRecord> {
  const from = program.flow.flow.from
  const session = from && sessions.get(from.resource.system)
  const target = from && session?.target(from.resource.resource)
  if (!session?.read || !target) return
  let cursor: string | undefined
  for (let more = true; more;) {
    const page = await session.read({
      target,
      ...(cursor !== undefined && { cursor }),
      ...(from.since !== undefined && { since: from.since }),
    })
    for (const problem of page.problems) yield { name: problem.at.record ?? '', problems: [problem] }
    for (const { values, address } of page.entities) yield { name: address ?? '', record: values }
    cursor = page.cursor
    more = page.more
  }
}
