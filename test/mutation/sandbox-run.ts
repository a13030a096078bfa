import { readFileSync } from 'node:fs'
import { afterAll, afterEach, beforeAll, beforeEach, describe } from 'vitest'
import { type SourceDocument, childOf, textOf } from '../../engine/index.ts'
import { stepsTaken, useWorkspace, workspace } from '../server/runtime/order-world.ts'
import { replaceDocument } from '../server/runtime/replace-document.ts'
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

/** A plan shows steps that write; of one that only looks nobody can say which tests come to it. */
function shownStep({ root }: SourceDocument, name: string): string[] | undefined {
  const step = childOf(childOf(root, 'steps'), name)
  return childOf(step, 'find') || childOf(step, 'require') ? undefined : [name]
}

/** The steps that a mapping makes; undefined where it makes no steps. */
function expanding(document: SourceDocument): string[] | undefined {
  const makes = flows.flatMap((flow) => {
    const steps = childOf(flow.root, 'steps')
    return steps?.kind === 'map' ? steps.entries : []
  })
  const names = makes.flatMap(({ key, value }) => {
    const made = workspace.documents.find('Mapping', textOf(childOf(value, 'expand')) ?? '', document.packageName)
    return made && documentsBehind(made, workspace.documents).has(document) ? [key] : []
  })
  return names.length > 0 ? names : undefined
}

const mutants = brokenDocuments(workspace).flatMap((document) =>
  mutantsOf(document).flatMap((mutant) => (ids.has(mutant.id) ? [{ document, mutant }] : [])),
)

for (const [index, { document, mutant }] of mutants.entries())
  describe(mutant.id, async () => {
    let isNoticed = false
    const steps = mutant.path[0] === 'steps' ? shownStep(document, mutant.path[1]!) : expanding(document)
    // What the tests send goes through one flow, and what is read back through two: of other documents they can notice nothing.
    const concerns = (test: string) =>
      sent.has(document) &&
      (!steps || [...(stepsOf.get(test) ?? [])].some((taken) => steps.some((step) => taken === step || taken.startsWith(`${step}.`))))
    beforeAll(() => {
      useWorkspace(replaceDocument(original, { ...document, root: mutant.root }))
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
