import { readFileSync } from 'node:fs'
import { afterAll, afterEach, beforeAll, beforeEach, describe } from 'vitest'
import { DocumentSet } from '../../engine/index.ts'
import { stepsTaken, useWorkspace, workspace } from '../server/runtime/order-world.ts'
import { brokenDocuments } from './broken-documents.ts'
import { documentsBehind } from './documents-behind.ts'
import { mutantsOf } from './mutants.ts'

const original = workspace
const ids = new Set(JSON.parse(readFileSync(process.env['MUTANTS']!, 'utf8')) as string[])
const files = ['send-order', 'delivery', 'custom-mappings']

/** The same tests once more: the query makes another module of the same file. */
async function takeIn(query: string): Promise<void> {
  for (const file of files) await import(/* @vite-ignore */ `../server/runtime/${file}.test.ts?${query}`)
}

const flows = ['send-order', 'read-order-attachments', 'read-invoice-attachments'].map((name) => workspace.documents.find('Flow', name)!)
const sent = new Set(flows.flatMap((flow) => [...documentsBehind(flow, workspace.documents)]))

/** Which steps each test comes to, where nothing is broken. */
const stepsOf = new Map<string, ReadonlySet<string>>()

describe('unbroken', async () => {
  beforeEach(() => stepsTaken.clear())
  afterEach(({ task }) => void stepsOf.set(task.name, new Set(stepsTaken)))
  await takeIn('unbroken')
})

const mutants = brokenDocuments(workspace).flatMap((document) =>
  mutantsOf(document).flatMap((mutant) => (ids.has(mutant.id) ? [{ document, mutant }] : [])),
)

for (const [index, { document, mutant }] of mutants.entries())
  describe(mutant.id, async () => {
    let isNoticed = false
    const step = mutant.path[0] === 'steps' ? mutant.path[1]! : undefined
    // What the tests send goes through one flow, and what is read back through two: of other documents they can notice nothing.
    const concerns = (test: string) =>
      sent.has(document) &&
      (step === undefined || [...(stepsOf.get(test) ?? [])].some((taken) => taken === step || taken.startsWith(`${step}.`)))
    beforeAll(() => {
      const documents = new DocumentSet()
      documents.take(original.documents.all().map((each) => (each === document ? { ...each, root: mutant.root } : each)))
      useWorkspace({ ...original, documents })
    })
    afterAll(() => useWorkspace(original))
    beforeEach((context) => {
      if (isNoticed || !concerns(context.task.name)) context.skip()
    })
    afterEach(({ task }) => {
      if (task.result?.state === 'fail') isNoticed = true
    })
    await takeIn(`mutant=${index}`)
  })
