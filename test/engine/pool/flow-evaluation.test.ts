import { expect, onTestFinished, test } from 'vitest'
import { DocumentSet, compileFlow, openFlow } from '../../../engine/index.ts'
import { Evaluator, FlowEvaluation } from '../../../engine/pool/index.ts'
import { faultyWorker } from './program.ts'

const text = `
apiVersion: v1
kind: Flow
name: send
from: { receive: shop.orders }
where: $settings.all or paid
key: "'S-' & id"
let: { documentNumber: "'N-' & $steps.document.id" }
steps:
  known: { require: $exists(email), message: "'no mail for ' & id" }
  document:
    choose:
      small: { when: total < 10, require: 'true' }
      large: { each: lines, require: quantity > 0, message: "'line ' & ($index + 1)" }
  sent:
    create: erp.orders
    fields: { number: id, note: { const: web } }
    undo: { update: erp.orders, match: { number: id }, fields: { note: "'undone ' & id" } }
`

function flowIn(options: ConstructorParameters<typeof Evaluator>[0]) {
  const documents = new DocumentSet()
  const { documents: added } = documents.add(text, 'flow.yaml', 'shop')
  const settings = { all: false }
  const flow = openFlow(added[0]!, { documents, schemas: { get: () => undefined, names: () => [] } })
  const target = (system: string, resource: string) => ({ system, resource, api: 'v2.0', view: { name: '', schema: {} } })
  const program = compileFlow(flow, { settings, target })
  const evaluator = new Evaluator({ workers: 1, ...options })
  onTestFinished(() => evaluator.close())
  return { program, evaluator, evaluation: new FlowEvaluation(evaluator, program, { settings }) }
}

test('a flow answers from its thread what it answers here', async () => {
  const { program, evaluation } = flowIn({})
  const record = { id: 7, paid: true, total: 20, lines: [{ quantity: 1 }, { quantity: 0 }] }
  const scope = { record, key: 'S-7', steps: { document: { id: 'D1' } } }
  const [known, document, sent] = program.steps
  const large = document!.choices[1]!
  const undo = sent!.undo as typeof large

  const answers = [
    await evaluation.check(record),
    await evaluation.admit(record),
    await evaluation.value('documentNumber', scope),
    await evaluation.plan(known!, scope),
    await evaluation.words(known!, scope, 0),
    await evaluation.plan(document!.choices[0]!, scope),
    await evaluation.plan(large, scope),
    await evaluation.words(large, scope, 1),
    await evaluation.plan(undo, scope),
    await evaluation.lineage(sent!, scope, 0),
  ]

  expect(answers).toEqual([
    program.check(record),
    program.admit(record),
    program.value('documentNumber', scope),
    known!.plan(scope),
    known!.words(scope, 0),
    document!.choices[0]!.plan(scope),
    large.plan(scope),
    large.words(scope, 1),
    undo.plan(scope),
    sent!.lineage(scope, 0),
  ])
  expect(answers.slice(7)).toMatchObject([
    { message: 'line 2' },
    { items: [{ match: { number: 7 }, fields: { note: 'undone 7' } }] },
    [{ path: ['number'], value: 7 }, { path: ['note'] }],
  ])
})

test('a record that never ends is refused by a problem, and the next one is answered', async () => {
  const { evaluation } = flowIn({ worker: faultyWorker, limitMs: 1_000 })

  const stuck = await evaluation.admit({ id: 1, note: 'hang' })
  const next = await evaluation.admit({ id: 2, paid: true })

  expect(stuck.problems).toMatchObject([{ code: 'mapping.killed-time', class: 'rejected' }])
  expect(next).toEqual({ accepted: true, key: 'S-2', shortKey: 'S-2', problems: [] })
})

test('the threads have no environment, so no secrets', async () => {
  const { evaluation } = flowIn({ worker: new URL('./environment-worker.mjs', import.meta.url).pathname })

  expect(await evaluation.check({})).toEqual({})
})
