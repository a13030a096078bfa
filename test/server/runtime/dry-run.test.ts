import { describe, expect, test } from 'vitest'
import { openOrderWorld, sampleOrder } from './order-world.ts'

describe('SO-B05 dry run', () => {
  test('SO-B05 shows the exact requests, and sends none of them', async () => {
    const world = await openOrderWorld()
    const settings = { UseExpandToSendOrderIncludingLines: false, SendOrderNoteToBackofficeUsingWebserviceCall: true }

    const { plan } = await world.sendOne(sampleOrder('2001'), { settings, dryRun: true })
    const writes = world.sandbox.ledger().length
    await world.sendOne(sampleOrder('2001'), { settings })

    expect(writes).toBe(0)
    const sent = world.sandbox.ledger().map(({ method, body }) => ({ method, body }))
    const planned = plan.steps.flatMap(({ step, request }) =>
      request && step !== 'numberBack' ? [{ method: request.method, body: request.body }] : [],
    )
    expect(
      JSON.parse(
        JSON.stringify(planned).replaceAll(
          '⟨document.number⟩',
          String(sent.length > 0 ? (sent.at(-1)!.body as { documentNo: string }).documentNo : ''),
        ),
      ),
    ).toEqual(sent)
  })

  test('SO-B05 shows what Business Central has otherwise', async () => {
    const world = await openOrderWorld()
    await world.sendOne(sampleOrder('2001'))
    const changed = sampleOrder('2001')
    changed.OrderLines[0]!['Quantity'] = 13

    const { plan } = await world.sendOne(changed, { dryRun: true })

    expect(plan.steps.find(({ step }) => step === 'document')).toMatchObject({
      state: 'reject',
      changes: [{ field: 'salesOrderLines[0].quantity', sent: 13, found: 12 }],
    })
  })

  test('SO-B05 shows what would be adopted', async () => {
    const world = await openOrderWorld()
    const { outcome } = await world.sendOne(sampleOrder('2001'))

    const { plan } = await world.sendOne(sampleOrder('2001'), { dryRun: true })

    expect(plan.steps.find(({ step }) => step === 'document')).toMatchObject({ state: 'adopt', found: { number: outcome.number } })
  })
})

describe('SO-B06 lineage', () => {
  test('SO-B06 every value that would be sent is told with source fields, settings and line', async () => {
    const world = await openOrderWorld()

    const { plan } = await world.sendOne(sampleOrder('2001'), { settings: { AddInstructionToItemDescription: true }, dryRun: true })

    const document = plan.steps.find(({ step }) => step === 'document')!
    const of = (...path: (string | number)[]) => document.lineage!.find((each) => each.path.join() === path.join())
    expect(of('customerNumber')).toMatchObject({
      value: 'D00011',
      sources: [{ path: ['Customer', 'CustomerCode'], value: 'D00011' }],
      at: { file: expect.stringContaining('sales-header.yaml') as string, line: expect.any(Number) as number },
    })
    expect(of('salesOrderLines', 0, 'description')).toMatchObject({
      value: 'Wool yarn, white Soft wash',
      settings: [{ path: ['AddInstructionToItemDescription'], value: true }],
      sources: [{ path: ['OrderLines', 0, 'Description'] }, { path: ['OrderLines', 0, 'Instruction'] }],
      at: { file: expect.stringContaining('sales-line.yaml') as string },
    })
    const sent = Object.keys(document.request!.body as object)
    expect(sent.filter((name) => !document.lineage!.some(({ path }) => path[0] === name))).toEqual([])
  })
})
